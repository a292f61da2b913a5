"""What a case is about, chosen and typed in its place: kind, reason, who is responsible, freight (RET-10, RET-11)."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QGridLayout, QLabel, QLineEdit, QWidget

from shopdesk.domain.cases import KINDS, REPLACED, Kind
from shopdesk.domain.money import Money
from shopdesk.domain.reasons import COVERS, PARTIES, REASONS, Cover, Party, Reason
from shopdesk.i18n import N_, _
from shopdesk.queries.cases import CaseRow
from shopdesk.ui.controls import label, named, restyle
from shopdesk.ui.language import Retranslated
from shopdesk.ui.order_forms.facts import NAME_WIDTH

CHOICES, AMOUNTS = ("kind", "reason", "blame", "cover"), ("freight", "amount")
ITEMS_BETWEEN = " / "
"""What stands between several items in one line."""
TITLES = {
    "kind": N_("Kind"),
    "reason": N_("Reason"),
    "blame": N_("Responsible"),
    "cover": N_("Way back paid by"),
    "freight": N_("Freight promised"),
    "amount": N_("Pays back"),
    "wanted": N_("Wants instead"),
}


class Choice(QComboBox):
    """The wheel scrolls what it lies in, and changes nothing unseen."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Passed on."""
        event.ignore()


class CaseFields(Retranslated, QWidget):
    """`changed` carries a field and what it is to become, as soon as it was chosen or typed."""

    changed = Signal(str, object)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._row: CaseRow | None = None
        self._names: dict[str, QLabel] = {}
        self.choices = {key: named(Choice(self), f"{name}.{key}") for key in CHOICES}
        self.typed = {key: named(QLineEdit(self), f"{name}.{key}") for key in (*AMOUNTS, "wanted")}
        self._wrong = label(f"{name}.wrong", "danger", wrap=True, parent=self)
        self._reasons: dict[str, Callable[[], str]] = {}
        self._lay_out()
        for key, choice in self.choices.items():
            choice.activated.connect(lambda _place, key=key: self._chosen(key))
        for key, line in self.typed.items():
            line.editingFinished.connect(lambda key=key: self._written(key))
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text again."""
        for key, title in TITLES.items():
            self._names[key].setText(_(title))
            self._input(key).setAccessibleName(_(title))
        self.typed["wanted"].setPlaceholderText(_("Size, colour, or code and quantity"))
        if self._row is not None:
            self.show_case(self._row)

    def show_case(self, row: CaseRow) -> None:
        """Show what is stored; what is being typed stays."""
        is_same, self._row = self._row is not None and self._row.id == row.id, row
        self._fill("kind", [(kind.value, _(KINDS[kind])) for kind in Kind], row.kind.value)
        reasons = [(reason.value, _(REASONS[reason].title)) for reason in Reason]
        self._fill("reason", [("", "–"), *reasons], row.reason or "")
        self._fill("blame", [("", self._by_reason(row)), *((each.value, _(PARTIES[each])) for each in Party)],
                   row.blame or "")  # fmt: skip
        self._fill("cover", [(cover.value, _(COVERS[cover])) for cover in Cover], row.cover.value)
        for key, text in self._texts(row).items():
            if not (is_same and self.typed[key].hasFocus() and self.typed[key].isModified()):
                self._put(key, text)
        for part in (self._names["wanted"], self.typed["wanted"]):
            part.setVisible(row.kind in REPLACED)
        if not is_same:
            self._say_wrong("", "")

    def offer(self, sorts: Sequence[str]) -> None:
        """Sorts of the same product, offered while one is typed."""
        completer = QCompleter(list(dict.fromkeys(sorts)), self.typed["wanted"])
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.typed["wanted"].setCompleter(completer)

    def show_stored(self) -> None:
        """What was chosen or typed is not stored: show what is."""
        if self._row is not None:
            for line in self.typed.values():
                line.setModified(False)
            self.show_case(self._row)

    def forbid(self, key: str, reason: Callable[[], str]) -> None:
        """Let a field be read only; `reason` says why in the language in use."""
        self._reasons[key] = reason
        self._input(key).setEnabled(False)
        self._input(key).setToolTip(reason())

    def _chosen(self, key: str) -> None:
        value = str(self.choices[key].currentData() or "")
        if self._row is not None and value != self._stored(key):
            self.changed.emit(key, value)

    def _written(self, key: str) -> None:
        row, line = self._row, self.typed[key]
        if row is None or not line.isModified():
            return
        line.setModified(False)
        text = line.text().strip()
        if text == self._texts(row)[key]:
            return
        if key not in AMOUNTS:
            self.changed.emit(key, text.replace(ITEMS_BETWEEN, "\n"))
            return
        try:
            amount = int(Money.typed(text or "0"))
        except ValueError:
            self._say_wrong(key, _("Type an amount such as 12.50."))
            return
        self._say_wrong("", "")
        self.changed.emit(key, amount)

    def _stored(self, key: str) -> str:
        row = self._row
        return str(getattr(row, key) or "") if row is not None else ""

    @staticmethod
    def _texts(row: CaseRow) -> dict[str, str]:
        amounts = {key: getattr(row, key).yuan if getattr(row, key) else "" for key in AMOUNTS}
        return {**amounts, "wanted": ITEMS_BETWEEN.join(filter(None, row.wanted.splitlines()))}

    @staticmethod
    def _by_reason(row: CaseRow) -> str:
        """What follows from the reason, where nobody said otherwise (RET-10)."""
        blame = REASONS[row.reason].blame if row.reason else None
        return _("{party} (by the reason)").format(party=_(PARTIES[blame])) if blame else _("To be decided")

    def _put(self, key: str, text: str) -> None:
        self.typed[key].setText(text)
        self.typed[key].setModified(False)

    def _fill(self, key: str, choices: Sequence[tuple[str, str]], value: str) -> None:
        choice = self.choices[key]
        if choice.view().isVisible():
            return  # somebody is choosing
        choice.clear()
        for each, text in choices:
            choice.addItem(text, each)
        choice.setCurrentIndex(max(0, choice.findData(value)))

    def _say_wrong(self, key: str, said: str) -> None:
        self._wrong.setText(said)
        self._wrong.setVisible(bool(said))
        for name, line in self.typed.items():
            restyle(line, "wrong", name == key)

    def _input(self, key: str) -> QWidget:
        return self.choices[key] if key in self.choices else self.typed[key]

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        for place, key in enumerate(TITLES):
            made = self._names[key] = label(f"{self.objectName()}.{key}.name", "muted", wrap=True, parent=self)
            made.setFixedWidth(NAME_WIDTH)
            grid.addWidget(made, place, 0, Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(self._input(key), place, 1)
        grid.addWidget(self._wrong, len(TITLES), 1)
        grid.setColumnStretch(1, 1)
