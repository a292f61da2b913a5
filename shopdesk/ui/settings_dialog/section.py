"""What every section of the settings is: rows of fields with what is wrong under them, saved together."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QVBoxLayout, QWidget

from shopdesk.domain.permissions import Right
from shopdesk.i18n import _
from shopdesk.services.clashes import Base, Conflict
from shopdesk.services.desk import Desk
from shopdesk.services.shop_settings import is_changed, save_setting
from shopdesk.settings import Setting
from shopdesk.ui.clash_dialog import Chosen
from shopdesk.ui.controls import label, restyle
from shopdesk.ui.form_inputs import Field, FieldKind, Input, PairsInput, make_input
from shopdesk.ui.language import Retranslated

LABEL_WIDTH, INPUT_WIDTH = 176, 340
NARROW = 120
"""px of a number's field."""


class FieldRow(Retranslated, QWidget):
    """Label on the left, input on the right, hint or message below it."""

    def __init__(self, field: Field, prefix: str, texts: Callable[[], Sequence[str]] | None = None) -> None:
        """`texts` gives a choice's texts anew when the language changes."""
        super().__init__()
        self.field, self._texts = field, texts
        name = f"{prefix}.{field.key}"
        self.setObjectName(f"{name}.row")
        self._label: QLabel = label(f"{name}.label", parent=self)
        self.input: Input = make_input(field, name, self)
        self._hint = label(f"{name}.hint", "small", wrap=True, parent=self)
        self._message = label(f"{name}.message", "danger", wrap=True, parent=self)
        self._message.hide()
        self._grid = grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(2)
        grid.setColumnMinimumWidth(0, LABEL_WIDTH)
        grid.addWidget(self._label, 0, 0, Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(self.input.widget, 0, 1)
        grid.addWidget(self._hint, 1, 1)
        grid.addWidget(self._message, 2, 1)
        grid.setColumnStretch(2, 1)
        wide = NARROW if field.kind is FieldKind.NUMBER else INPUT_WIDTH
        self.input.widget.setFixedWidth(wide)
        for part in (self._hint, self._message):
            part.setFixedWidth(INPUT_WIDTH)
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text again."""
        text = _(self.field.label)
        is_check = self.field.kind is FieldKind.CHECK
        self._label.setText("" if is_check else text)
        self._hint.setText(_(self.field.hint) if self.field.hint else "")
        self._hint.setVisible(bool(self.field.hint))
        self.input.retranslate()
        if self._texts is not None and isinstance(self.input.widget, QComboBox):
            for row, item in enumerate(self._texts()):
                self.input.widget.setItemText(row, item)

    def widen(self, width: int) -> None:
        """Give a table the room below its heading; `width` in px."""
        self._label.hide()
        for part in (self.input.widget, self._hint, self._message):
            part.setFixedWidth(width)
        self._grid.setColumnMinimumWidth(0, 0)
        self._grid.setHorizontalSpacing(0)

    def what_is_wrong(self) -> str:
        """The sentence about this field's value, "" for none."""
        half = self.input.half_filled() if isinstance(self.input, PairsInput) else ""
        return half or self.field.what_is_wrong(self.input.value()) or ""

    @property
    def wrong(self) -> str:
        """What is said to be wrong with it, after the field's name; "" for nothing."""
        said = self._message.text()
        return _("{field}: {message}").format(field=_(self.field.label), message=said) if said else ""

    def show_wrong(self, message: str) -> None:
        """Say what is wrong under the field, "" for nothing."""
        self._message.setText(message)
        self._message.setVisible(bool(message))
        restyle(self.input.widget, "wrong", bool(message))
        self.input.widget.setAccessibleDescription(message)


class Section(Retranslated, QWidget):
    """One page of the settings. Subclasses add fields, save them in `save` and say what is wrong in `check`."""

    key = ""
    title = ""
    """English source text, marked by N_."""
    icon = ""
    right = Right.SETTINGS
    """What somebody needs to change anything here (TEAM-01)."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName(f"settings.{self.key}")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(24, 20, 24, 20)
        self.body.setSpacing(10)
        self._heading = label(f"settings.{self.key}.title", "title", parent=self)
        self.body.addWidget(self._heading)
        self._rows: dict[str, FieldRow] = {}
        self._notes: dict[QLabel, str] = {}
        self._reason: Callable[[], str] = str
        self._forbidden = label(f"settings.{self.key}.forbidden", "warning", wrap=True, parent=self)
        self._forbidden.hide()
        self.body.addWidget(self._forbidden)
        self.bases: dict[str, Base] = {}
        """What the settings were when the dialog was opened, by key; filled in by the dialog."""

    def keep(self, desk: Desk, setting: Setting[Any], value: object) -> None:
        """Save a setting if it was changed here; raises Clash where somebody else changed the same meanwhile."""
        base = self.bases.get(setting.key)
        if is_changed(setting, value, base):
            save_setting(desk, setting, value, base=base)

    def decide(self, conflict: Conflict, chosen: Chosen) -> None:
        """Somebody chose between another's settings and these: the next `save` goes by it."""
        for key in {name.partition(":")[0] for each in conflict.choices for name in each.difference.fields}:
            self.bases[key] = self.bases[key].decided(conflict, chosen)

    @property
    def is_forbidden(self) -> bool:
        """Whether it is only there to be read."""
        return not self._forbidden.isHidden()

    def forbid(self, reason: Callable[[], str]) -> None:
        """Grey every field; `reason` says why in the language in use."""
        self._reason = reason
        self._forbidden.show()
        for part in self.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
            part.setEnabled(part in (self._heading, self._forbidden))
        self.retranslate()

    def add_row(self, field: Field, texts: Callable[[], Sequence[str]] | None = None) -> FieldRow:
        """One more field."""
        row = FieldRow(field, self.objectName(), texts)
        self._rows[field.key] = row
        self.body.addWidget(row)
        return row

    def add_note(self, text: str, role: str = "muted") -> QLabel:
        """A sentence or a small heading; English source, marked by N_."""
        is_heading = role == "section"
        note = label(f"{self.objectName()}.note{len(self._notes)}", "section" if is_heading else "muted", wrap=True)
        if is_heading:
            self.body.addSpacing(8)
        self._notes[note] = text
        self.body.addWidget(note)
        return note

    def finish(self) -> None:
        """Everything is in."""
        self.body.addStretch(1)
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text again."""
        self._heading.setText(_(self.title))
        self.setAccessibleName(_(self.title))
        self._forbidden.setText(self._reason())
        for note, text in self._notes.items():
            note.setText(_(text))

    def value(self, key: str) -> object:
        """What is in a field."""
        return self._rows[key].input.value()

    def text(self, key: str) -> str:
        """What is in a field of text or choice."""
        return str(self.value(key))

    def number(self, key: str) -> int:
        """What is in a field of a number."""
        value = self.value(key)
        return value if isinstance(value, int) else 0

    def show_wrong(self, messages: Mapping[str, str]) -> bool:
        """Say what is wrong by field; True for nothing. The first wrong field gets the focus."""
        for key, row in self._rows.items():
            row.show_wrong(messages.get(key, ""))
        wrong = [key for key in self._rows if messages.get(key)]
        if wrong:
            self._rows[wrong[0]].input.widget.setFocus()
        return not wrong

    @property
    def wrong(self) -> str:
        """The first field that was found wrong, and what is; "" for nothing."""
        return next((row.wrong for row in self._rows.values() if row.wrong), "")

    def what_is_wrong(self) -> dict[str, str]:
        """What each field finds wrong with itself, by key; those that find nothing are left out."""
        return {key: said for key, row in self._rows.items() if (said := row.what_is_wrong())}

    def check(self) -> bool:
        """Whether everything can be saved; what can't be is said under its field."""
        return self.show_wrong(self.what_is_wrong())

    def save(self) -> None:
        """Save what was changed; raises ShopdeskError."""
