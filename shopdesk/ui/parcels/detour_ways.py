"""The two ways of a parcel that its carrier can't deliver, beside each other (SHP-10)."""

from PySide6.QtWidgets import QGridLayout, QLabel, QRadioButton, QWidget

from shopdesk.domain.detours import WAYS, Leg, Way
from shopdesk.i18n import _, ngettext
from shopdesk.queries.detours import Proposal
from shopdesk.ui.controls import label, named, restyle
from shopdesk.ui.parcels.guide_form import NAMES


class Ways(QWidget):
    """Both ways beside each other, one of them chosen: arrows change that."""

    def __init__(self, name: str) -> None:
        super().__init__()
        named(self, name)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 4, 0, 4)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        self.radios = {way: named(QRadioButton(), f"{name}.{way.value}") for way in Way}
        self._names = [label(f"{name}.name{row}", "muted", parent=self) for row in range(3)]
        self._cells: dict[Way, list[QLabel]] = {}
        for place, (way, radio) in enumerate(self.radios.items(), start=1):
            grid.addWidget(radio, 0, place)
            self._cells[way] = [label(f"{name}.{way.value}{row}", parent=self) for row in range(4)]
            for row, cell in enumerate(self._cells[way], start=1):
                grid.addWidget(cell, row, place)
            grid.setColumnStretch(place, 1)
        for row, each in enumerate(self._names, start=1):
            each.setFixedWidth(NAMES)
            grid.addWidget(each, row, 0)

    def show_legs(self, proposal: Proposal) -> None:
        """Who takes it, what for, how long; the proposed one says so."""
        for each, text in zip(self._names, (_("Carrier"), _("Costs"), _("With the buyer")), strict=True):
            each.setText(text)
        for way, cells in self._cells.items():
            leg, is_proposed = proposal.comparison.leg(way), proposal.comparison.proposed is way
            self.radios[way].setText(_(WAYS[way]))
            texts = (*_told(leg), _("This is proposed") if is_proposed else "")
            for cell, text in zip(cells, texts, strict=True):
                cell.setText(text)
            restyle(cells[-1], "role", "good")


def _told(leg: Leg) -> tuple[str, str, str]:
    if not leg.is_possible:
        return _("Nobody goes there"), "–", "–"
    days = ngettext("in {n} day at the most", "in {n} days at the most", leg.days).format(n=leg.days)
    return leg.carrier, leg.cost.shown if leg.is_known else _("unknown: ask"), days
