"""The two ways of a parcel that its carrier can't deliver, below each other (SHP-10)."""

from PySide6.QtWidgets import QRadioButton, QVBoxLayout, QWidget

from shopdesk.domain.detours import WAYS, Leg, Way
from shopdesk.i18n import _, ngettext
from shopdesk.queries.detours import Proposal
from shopdesk.ui.controls import named, restyle
from shopdesk.ui.order_forms.facts import wrapping

_INDENT = 28
"""px of what is said below a way: as its text begins."""


class Ways(QWidget):
    """One of them is chosen: arrows change that. Below each who takes it, what for, how long."""

    def __init__(self, name: str) -> None:
        super().__init__()
        named(self, name)
        self.radios = {way: named(QRadioButton(), f"{name}.{way.value}") for way in Way}
        self._told = {way: wrapping(f"{name}.{way.value}.told", "muted", self) for way in Way}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 4)
        layout.setSpacing(2)
        for way, radio in self.radios.items():
            layout.addWidget(radio)
            self._told[way].setContentsMargins(_INDENT, 0, 0, 6)
            layout.addWidget(self._told[way])

    def show_legs(self, proposal: Proposal) -> None:
        """The proposed one says so."""
        for way, told in self._told.items():
            is_proposed = proposal.comparison.proposed is way
            self.radios[way].setText(_(WAYS[way]))
            said = _told(proposal.comparison.leg(way))
            told.setText(" · ".join((said, _("this is proposed"))) if is_proposed else said)
            restyle(told, "role", "good" if is_proposed else "muted")


def _told(leg: Leg) -> str:
    if not leg.is_possible:
        return _("Nobody goes there")
    days = ngettext("in {n} day at the most", "in {n} days at the most", leg.days).format(n=leg.days)
    return " · ".join((leg.carrier, leg.cost.shown if leg.is_known else _("price unknown: ask"), days))
