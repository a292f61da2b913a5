"""A dialog from declared fields: label, input, and what is wrong right under it. Enter saves, in a text of
several lines Ctrl+Enter; Esc leaves.

FormDialog(
    "shop", N_("New shop"),
    (Field("name", N_("Name")), Field("days", N_("Days to return"), FieldKind.NUMBER, value=7)),
    on_save=lambda values: create_shop(**values),
).open()
"""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPlainTextEdit, QScrollArea, QVBoxLayout, QWidget

from shopdesk.errors import ShopdeskError
from shopdesk.i18n import N_, _, sentence
from shopdesk.services.clashes import Conflict
from shopdesk.ui.clash_dialog import Chosen, Opened, decide
from shopdesk.ui.controls import button, label, named, restyle
from shopdesk.ui.form_inputs import Field, FieldKind, Input, make_input
from shopdesk.ui.language import Retranslated

__all__ = ["Field", "FieldKind", "FormDialog", "Values"]

Values = dict[str, object]
"""What was typed, by field: str, int, bool, or a tuple of pairs."""

WIDTH = 440
SPARE = 160
"""px of the screen's height left to the title, the buttons and what lies around them."""


class FormDialog(Retranslated, QDialog):
    """`on_save` gets the values; a `ShopdeskError` that it raises is shown in the dialog, which stays open."""

    def __init__(
        self,
        name: str,
        title: str,
        fields: Sequence[Field],
        on_save: Callable[[Values], object],
        *,
        save: str = N_("Save"),
        width: int = WIDTH,
        opened: Opened | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """`title` and `save` are English source texts, marked by N_; `name` begins the object names;
        `width` in px. `opened` is what the form began with: where somebody else changed the same field since, one
        chooses and it is saved again (DATA-02)."""
        super().__init__(parent)
        self.setObjectName(f"form.{name}")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(width)
        self._title, self._save_text, self._on_save = title, save, on_save
        self._opened = opened
        self._rows = [_Row(field, self.objectName()) for field in fields]
        self._refusal = label(f"form.{name}.refusal", "danger", wrap=True, parent=self)
        self._refusal.hide()
        self._cancel = button(f"form.{name}.cancel", parent=self)
        self._save = button(f"form.{name}.save", "main", self)
        self._save.setDefault(True)
        self._cancel.clicked.connect(self.reject)
        self._save.clicked.connect(self.save)
        for key in ("Ctrl+Return", "Ctrl+Enter"):  # out of a text of several lines as well
            QShortcut(QKeySequence(key), self, self._save.click)
        self._lay_out()
        self.retranslate()
        if self._rows:
            self._rows[0].input.widget.setFocus()

    def retranslate(self) -> None:
        """Write every text again."""
        self.setWindowTitle(_(self._title))
        self.setAccessibleName(_(self._title))
        self._cancel.setText(_("Cancel"))
        self._save.setText(_(self._save_text))
        self._save.setToolTip(_("Ctrl+Enter"))
        for row in self._rows:
            row.retranslate()

    def values(self) -> Values:
        """What is in the fields now."""
        return {row.field.key: row.input.value() for row in self._rows}

    def show_wrong(self, messages: Mapping[str, str]) -> None:
        """Say under the fields what is wrong, by key, and go to the first of them."""
        for row in self._rows:
            row.show_wrong(messages.get(row.field.key, ""))
        wrong = [row for row in self._rows if messages.get(row.field.key)]
        if wrong:
            wrong[0].input.widget.setFocus()

    def focus_on(self, key: str) -> None:
        """Begin at this field: those before it are filled in already."""
        next(row for row in self._rows if row.field.key == key).input.widget.setFocus()

    def check(self) -> Values | None:
        """What was typed; None where something is wrong, which is said under its field then."""
        values = self.values()
        wrong = {row.field.key: said for row in self._rows if (said := row.field.what_is_wrong(values[row.field.key]))}
        self.show_wrong(wrong)
        self._refusal.hide()
        return None if wrong else values

    def show_refusal(self, text: str) -> None:
        """Say beside the buttons why it can't be saved."""
        self._refusal.setText(text)
        self._refusal.show()

    def save(self) -> None:
        """Check every field, hand the values over, close."""
        values = self.check()
        if values is None:
            return
        try:
            self._on_save(values)
        except ShopdeskError as error:
            self.refuse(error)
            return
        self.accept()

    def refuse(self, error: ShopdeskError) -> None:
        """Say why it is not saved, or let somebody choose where another person changed the same; all that was typed is
        still there."""
        if self._opened is None or not decide(error, self._decided, self):
            self.show_refusal(sentence(error))

    def _decided(self, conflict: Conflict, chosen: Chosen) -> None:
        if self._opened is not None:
            self._opened.decide(conflict, chosen)
            self.save()

    def showEvent(self, event: QShowEvent) -> None:
        """Now that every text has its size: no field is hidden while the screen has room for it. Its size is final
        before it gets its place: a window that grows while it is being placed jumps to the screen's corner."""
        self.fit()
        super().showEvent(event)

    def fit(self) -> None:
        """As high as the fields need, where the screen has the room."""
        room = self.screen().availableGeometry().height() - SPARE
        self._area.setMinimumHeight(min(room, self._inner.sizeHint().height() + 2))
        self.adjustSize()

    def _lay_out(self) -> None:
        inner = named(QWidget(), f"{self.objectName()}.fields")
        rows = QVBoxLayout(inner)
        rows.setContentsMargins(20, 16, 20, 4)
        rows.setSpacing(12)
        for row in self._rows:
            rows.addWidget(row)
        rows.addStretch(1)
        self._inner = inner
        self._area = area = named(QScrollArea(self), f"{self.objectName()}.area")
        area.setWidgetResizable(True)
        area.setWidget(inner)
        for ground in (inner, area.viewport()):
            ground.setAutoFillBackground(False)
        foot = QHBoxLayout()
        foot.setContentsMargins(20, 8, 20, 16)
        foot.setSpacing(8)
        foot.addWidget(self._refusal, 1)
        foot.addStretch(0)
        for made in (self._cancel, self._save):
            made.setMinimumWidth(80)
            foot.addWidget(made, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(area, 1)
        layout.addLayout(foot)


class _Row(QWidget):
    """Label above, input, message below."""

    def __init__(self, field: Field, prefix: str) -> None:
        super().__init__()
        name = f"{prefix}.{field.key}"
        self.setObjectName(f"{name}.row")
        self.field = field
        self._label: QLabel = label(f"{name}.label", "small", parent=self)
        self.input: Input = make_input(field, name, self)
        self._message = label(f"{name}.message", "danger", wrap=True, parent=self)
        self._hint = label(f"{name}.hint", "small", wrap=True, parent=self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for part in (self._label, self.input.widget, self._hint, self._message):
            layout.addWidget(part)
        self._label.setVisible(field.kind is not FieldKind.CHECK)
        self._hint.setVisible(bool(field.hint))
        self._message.hide()

    def retranslate(self) -> None:
        """Write every text again."""
        text = _(self.field.label)
        self._label.setText(text)
        self._hint.setText(_(self.field.hint) if self.field.hint else "")
        self.input.retranslate()
        if isinstance(self.input.widget, QPlainTextEdit):  # Enter begins a line there
            self.input.widget.setPlaceholderText(_("Ctrl+Enter saves"))

    def show_wrong(self, message: str) -> None:
        """Say what is wrong, "" for nothing."""
        self._message.setText(message)
        self._message.setVisible(bool(message))
        self._hint.setVisible(bool(self.field.hint) and not message)
        restyle(self.input.widget, "wrong", bool(message))
        self.input.widget.setAccessibleDescription(message)
