"""What is done about a shortage: by what the buyer is made good, how much, why otherwise than proposed (SHP-12)."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton, QVBoxLayout, QWidget

from shopdesk.domain.claims import SOLUTIONS, Solution
from shopdesk.domain.money import Money
from shopdesk.domain.shortages import REMEDIES, Remedy
from shopdesk.errors import N_
from shopdesk.i18n import _, ngettext
from shopdesk.queries.shortage_contents import Packing
from shopdesk.services.shortage_traces import Triage
from shopdesk.services.shortages import Started
from shopdesk.ui.button_grid import ButtonGrid
from shopdesk.ui.controls import named
from shopdesk.ui.language import Retranslated
from shopdesk.ui.moments import short_moment
from shopdesk.ui.order_forms.facts import Fact
from shopdesk.ui.parcels.guide_parts import FieldRow
from shopdesk.ui.parcels.shortage_reading import Whole

_TITLES: Mapping[str, str] = {
    "solution": N_("Made good by"),
    "amount": N_("Money for the buyer"),
    "claimed": N_("Asked of the courier"),
    "reason": N_("Why otherwise"),
}


class Remedies(Retranslated, QWidget):
    """Fields that matter to what is proposed, and buttons for everything else."""

    typed = Signal()

    def __init__(self, name: str, ways: Sequence[QPushButton]) -> None:
        super().__init__()
        named(self, name)
        self._triage: Triage | None = None
        self.choice = named(QComboBox(), f"{name}.solution")
        self.amount, self.claimed, self.reason = (named(QLineEdit(), f"{name}.{key}") for key in _LINES)
        parts = (self.choice, self.amount, self.claimed, self.reason)
        self._rows = {
            key: FieldRow(f"{name}.{key}.row", title, part)
            for (key, title), part in zip(_TITLES.items(), parts, strict=True)
        }
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        self._ways = ButtonGrid(f"{name}.ways", ways)
        for row in (*self._rows.values(), self._ways):
            layout.addWidget(row)
        self.choice.currentIndexChanged.connect(lambda _place: self._write())
        for field in (self.amount, self.claimed, self.reason):
            field.textEdited.connect(lambda _text: self.typed.emit())
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text again."""
        for row in self._rows.values():
            row.retranslate_field()
        self._offer(self.solution)
        self._write()

    @property
    def solution(self) -> Solution:
        """By which the buyer is made good where the courier pays."""
        return Solution(self.choice.currentData() or "")

    def begin(self) -> None:
        """Nothing is typed yet."""
        for field in (self.amount, self.claimed, self.reason):
            field.clear()

    def show_triage(self, triage: Triage | None) -> None:
        """What is proposed now."""
        if triage is not None and (self._triage is None or triage.proposal != self._triage.proposal):
            self._offer(triage.proposal.solution)
        self._triage = triage
        self._write()

    def show_ways(self, ways: Sequence[QPushButton]) -> None:
        """What can be done beside what is proposed."""
        self._ways.show_only(ways)

    def amounts(self) -> tuple[Money | None, Money | None] | QLineEdit:
        """Back to the buyer, and asked of the courier; None where nothing is typed. The field where one can't be
        read."""
        found: list[Money | None] = []
        for field in (self.amount, self.claimed):
            text = field.text().strip() if field.isVisibleTo(self) else ""
            try:
                found.append(Money.typed(text) if text else None)
            except ValueError:
                return field
        return found[0], found[1]

    def _offer(self, wanted: Solution) -> None:
        self.choice.blockSignals(True)
        self.choice.clear()
        for each in (Solution.RESHIP, Solution.REFUND):
            self.choice.addItem(_(SOLUTIONS[each]), each.value)
        self.choice.setCurrentIndex(max(0, self.choice.findData(wanted.value)))
        self.choice.blockSignals(False)

    def _write(self) -> None:
        """Amounts are as they are proposed where nothing is typed."""
        triage = self._triage
        proposed = triage.proposal.remedy if triage is not None else None
        is_claim = proposed is Remedy.CLAIM
        self._rows["solution"].setVisible(is_claim)
        self._rows["amount"].setVisible(proposed is Remedy.REFUND or (is_claim and self.solution is Solution.REFUND))
        self._rows["claimed"].setVisible(is_claim)
        worth = triage.value.shown if triage is not None and triage.value else ""
        for field in (self.amount, self.claimed):
            field.setPlaceholderText(worth)


_LINES = ("amount", "claimed", "reason")


def settled_facts(whole: Whole) -> list[Fact]:
    """What came of a shortage, and who entered it."""
    row, now, zone = whole.row, whole.subject.now, whole.subject.zone
    n = row.photos
    return [
        Fact(_("What was done"), _(REMEDIES[row.remedy]) if row.remedy is not None else _("Closed")),
        Fact(_("Entered by"), f"{row.person} · {short_moment(row.at, now, zone)}"),
        Fact(_("Settled on"), short_moment(row.closed_at, now, zone)),
        Fact(_("Why"), row.reason),
        Fact(_("Case"), str(row.case_id) if row.case_id is not None else ""),
        Fact(_("Claim number"), str(row.claim_id) if row.claim_id is not None else ""),
        Fact(_("Photos"), ngettext("{n} photo", "{n} photos", n).format(n=n) if n else ""),
    ]  # fmt: skip


def scale_fact(whole: Whole | None, packing: Packing | None) -> Fact:
    """What our own scale said; without a value where nobody weighed it."""
    grams = whole.row.packed if whole is not None else packing.weight if packing is not None else None
    return Fact(_("On our scale"), _("{n} g").format(n=f"{grams:,}") if grams is not None else "")


def main_text(whole: Whole | None, *, is_edited: bool) -> str:
    """What the large button does now."""
    if whole is None:
        return _("Enter it")
    if not whole.row.is_open:
        return _("Done: show the claim") if whole.row.claim_id is not None else _("Done: show the case")
    return _("Keep what was heard") if is_edited else _(REMEDIES[whole.remedy])


def started_text(number: int, started: Started) -> str:
    """What was begun, for a toast."""
    if started.claim_id is not None:
        return _("Claim {claim} and case {case} are open").format(claim=started.claim_id, case=started.case_id)
    if started.case_id is not None:
        return _("Case {case} is open").format(case=started.case_id)
    return _("Shortage {number} waits for an answer").format(number=number)
