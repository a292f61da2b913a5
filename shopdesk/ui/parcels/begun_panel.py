"""One of what was begun about parcels, beside its list."""

from typing import Any

from shopdesk.clock import DEFAULT_ZONE
from shopdesk.errors import N_
from shopdesk.i18n import _
from shopdesk.ui.button_grid import ButtonGrid
from shopdesk.ui.controls import label
from shopdesk.ui.layouts import column
from shopdesk.ui.messages import Messages
from shopdesk.ui.next_button import NextButton
from shopdesk.ui.order_forms.facts import Facts
from shopdesk.ui.page_actions import ReasonedActions
from shopdesk.ui.parcels.begun import KINDS
from shopdesk.ui.parcels.begun_actions import CASE, NEXT, ORDER
from shopdesk.ui.parcels.reading import Clock
from shopdesk.ui.parcels.shows import Show
from shopdesk.ui.side_panel import SidePanel
from shopdesk.ui.theme import Theme

NAMES = 104
"""px of the names of facts."""


class BegunPanel(SidePanel):
    """What is known of one, and the way into its guide."""

    def __init__(self, name: str, show: Show, actions: ReasonedActions, messages: Messages, theme: Theme) -> None:
        super().__init__(f"{name}.panel", theme)
        self._kind, self._clock = KINDS[show], Clock(0, DEFAULT_ZONE)
        self._row: Any = None
        self._empty = label(f"{name}.panel.empty", "muted", wrap=True, parent=self)
        self.next = NextButton(f"{name}.panel.next", theme, actions.by_name[NEXT], self)
        self._facts = Facts(f"{name}.panel.facts", theme, name_width=NAMES)
        self._facts.copied.connect(messages.copy)
        others = ButtonGrid(f"{name}.panel.others", [actions.button(ORDER), actions.button(CASE)])
        self.add_section("next", "", column(f"{name}.panel.do", self._empty, self.next))
        self._own = self.add_section("about", N_("About"), column(f"{name}.panel.body", self._facts, others))
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text again."""
        super().retranslate()
        if hasattr(self, "_own"):
            self._empty.setText(_("Choose one to see how it stands."))
            self._write()

    def show_row(self, row: Any, clock: Clock) -> None:
        """Show this one; None for none."""
        self._row, self._clock = row, clock
        self._write()

    def _write(self) -> None:
        row = self._row
        self._own.setVisible(row is not None)
        self.next.show_step("" if row is None else _("Go on") if self._kind.is_open(row) else _("Look at it"))
        self._empty.setVisible(row is None)
        self.title.setText(_("Nothing chosen") if row is None else row.waybill or row.order_no)
        if row is not None:
            self._facts.show_facts(self._kind.facts(row, self._clock))
