"""The five lines of a case, written in their place: asked, verified, proposed, agreed, done (RET-16)."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from shopdesk.i18n import N_, _
from shopdesk.queries.cases import CaseDetail
from shopdesk.services.cases import base_of
from shopdesk.services.clashes import Base
from shopdesk.ui.controls import button, label, named
from shopdesk.ui.language import Retranslated
from shopdesk.ui.order_forms.facts import NAME_WIDTH
from shopdesk.ui.order_forms.memo_editor import MemoText

LINES = {
    "asked": N_("Asked"),
    "verified": N_("Verified"),
    "proposed": N_("Proposed"),
    "agreed": N_("Agreed"),
    "done": N_("Done"),
}
Texts = dict[str, str]
_LINE_TOP = 9
"""px above the first line of a text."""


def lines_of(detail: CaseDetail) -> Texts:
    """The five as they are stored."""
    return {"asked": detail.row.asked, **{name: getattr(detail, name) for name in LINES if name != "asked"}}


def whole_base(detail: CaseDetail) -> Base:
    """What editing anything of a case begins with."""
    return base_of(detail.row, **lines_of(detail))


class CaseLines(Retranslated, QWidget):
    """`saved` carries the case, the `Base` that the writing began with, and what differs from it. Ctrl+Enter saves, Esc
    gives up; what was typed and not saved waits for its case while others are shown."""

    saved = Signal(int, object, object)
    left = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._case_id, self._base = 0, Base(None, dict.fromkeys(LINES, ""))
        self._drafts: dict[int, tuple[Base, Texts]] = {}
        self._names: dict[str, QLabel] = {}
        self.texts: dict[str, MemoText] = {}
        self._reason: Callable[[], str] = str
        self._save, self._cancel = button(f"{name}.save", parent=self), button(f"{name}.cancel", "quiet", self)
        self._lay_out()
        self._save.clicked.connect(self.save)
        self._cancel.clicked.connect(self.cancel)
        self.retranslate()
        self._on_typed()

    def retranslate(self) -> None:
        """Write every text again."""
        for key, title in LINES.items():
            self._names[key].setText(_(title))
            self.texts[key].setAccessibleName(_(title))
            self.texts[key].setToolTip(self._reason())
        self._save.setText(_("Save"))
        self._save.setToolTip(_("Ctrl+Enter"))
        self._cancel.setText(_("Cancel"))

    @property
    def typed(self) -> Texts:
        """What differs from what is stored."""
        now = {key: text.toPlainText().strip() for key, text in self.texts.items()}
        return {key: text for key, text in now.items() if text != self._base.values[key]}

    def show_case(self, detail: CaseDetail) -> None:
        """Show a case's lines. What was typed for it and not saved stays."""
        case_id, base = detail.row.id, whole_base(detail)
        typed = self.typed
        if case_id == self._case_id and typed:
            self._renew(base, typed)
            return
        if case_id != self._case_id and typed:
            self._drafts[self._case_id] = self._base, typed
        self._case_id = case_id
        self._base, drafted = self._drafts.pop(case_id, (base, {}))
        self._write(drafted)

    def not_saved(self, case_id: int, base: Base, typed: Texts) -> None:
        """What was handed over could not be saved: it is here again, to be saved once more or given up."""
        if case_id != self._case_id:
            self._drafts.setdefault(case_id, (base, typed))
        elif not self.typed:
            self._base = base
            self._write(typed)

    def forbid(self, reason: Callable[[], str]) -> None:
        """Let them be read only; `reason` says why in the language in use."""
        self._reason = reason
        for text in self.texts.values():
            text.setReadOnly(True)
        self.retranslate()

    def start(self, key: str = "") -> None:
        """Begin to write: the first line that says nothing yet, or the named one."""
        empty = next((name for name, text in self.texts.items() if not text.toPlainText()), "done")
        text = self.texts[key or empty]
        text.setFocus()
        text.moveCursor(text.textCursor().MoveOperation.End)

    def save(self) -> None:
        """Hand over what was changed."""
        typed = self.typed
        if typed:
            base = self._base
            self._base = Base(base.version, {**base.values, **typed})
            self._on_typed()
            self.saved.emit(self._case_id, base, typed)
        self.left.emit()

    def cancel(self) -> None:
        """As it was."""
        self._write({})
        self.left.emit()

    def _renew(self, base: Base, typed: Texts) -> None:
        """The case was changed meanwhile: lines that nobody writes into here follow; the others clash when saved, as
        far as their text was changed."""
        old = self._base
        if any(base.values[key] != old.values[key] for key in typed):
            return  # both wrote into the same line: saving tells
        self._base = base
        self._write(typed)

    def _write(self, typed: Mapping[str, str]) -> None:
        for key, text in self.texts.items():
            said = typed.get(key, str(self._base.values[key]))
            if text.toPlainText().strip() != said:
                text.setPlainText(said)
        self._on_typed()

    def _on_typed(self) -> None:
        for text in self.texts.values():
            text.fit()
        is_changed = bool(self.typed)
        for made in (self._save, self._cancel):
            made.setVisible(is_changed)

    def _lay_out(self) -> None:
        name = self.objectName()
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        for row, key in enumerate(LINES):
            self._names[key] = label(f"{name}.{key}.name", "muted", parent=self)
            self._names[key].setFixedWidth(NAME_WIDTH)
            text = self.texts[key] = named(MemoText(self), f"{name}.{key}")
            text.lines_high = (1, 6)
            text.setTabChangesFocus(True)
            text.textChanged.connect(self._on_typed)
            text.save_pressed.connect(self.save)
            text.cancel_pressed.connect(self.cancel)
            lowered = QVBoxLayout()
            lowered.setContentsMargins(0, _LINE_TOP, 0, 0)
            lowered.addWidget(self._names[key], 0, Qt.AlignmentFlag.AlignTop)
            lowered.addStretch(1)
            grid.addLayout(lowered, row, 0)
            grid.addWidget(text, row, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addSpacing(NAME_WIDTH)
        buttons.addWidget(self._save)
        buttons.addWidget(self._cancel)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(grid)
        layout.addLayout(buttons)
