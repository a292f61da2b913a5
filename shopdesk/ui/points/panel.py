"""Beside the list of points: the chosen entry, what the month comes to by person, the table of rules (TEAM-02)."""

from shopdesk.domain.points import signed
from shopdesk.i18n import N_, _
from shopdesk.queries.points import PointSum
from shopdesk.services.desk import Desk
from shopdesk.services.points import said_rule
from shopdesk.ui.button_grid import ButtonGrid
from shopdesk.ui.controls import label
from shopdesk.ui.layouts import column
from shopdesk.ui.moments import full_moment
from shopdesk.ui.next_button import NextButton
from shopdesk.ui.order_forms.facts import Fact, Facts
from shopdesk.ui.page_actions import ReasonedActions
from shopdesk.ui.points.actions import DECLARED, DISPUTE, NEXT_ACTION, RECORD, SETTLE, next_action
from shopdesk.ui.points.columns import state_text
from shopdesk.ui.points.reading import PointLine, PointList
from shopdesk.ui.side_panel import SidePanel
from shopdesk.ui.theme import Theme


class PointPanel(SidePanel):
    """Filled by `show_found` and `show_line`."""

    _is_made = False

    def __init__(self, actions: ReasonedActions, desk: Desk, theme: Theme) -> None:
        super().__init__("points.panel", theme)
        self._actions, self._desk = actions, desk
        self.line: PointLine | None = None
        self._found: PointList | None = None
        self._month = ""
        self.next = NextButton("points.panel.next", theme, actions.by_name[NEXT_ACTION], self)
        self._nothing = label("points.panel.nothing", "muted", wrap=True, parent=self)
        self._entry = Facts("points.panel.entry.facts", theme)
        self.sums = Facts("points.panel.sums.facts", theme)
        self._rules = Facts("points.panel.rules.facts", theme, name_width=150)
        others = [actions.button(name, "plain", self) for name in (DISPUTE, SETTLE, RECORD)]
        self._record = others[-1]
        self._buttons = ButtonGrid("points.panel.buttons", others)
        entry = column("points.panel.entry.body", self._nothing, self.next, self._entry, self._buttons)
        self.add_section("entry", N_("The entry"), entry)
        self.add_section("sums", N_("The month"), self.sums)
        self.add_section("rules", N_("What counts how much"), self._rules)
        theme.changed.connect(self._show)
        self._is_made = True
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text again."""
        super().retranslate()
        if self._is_made:
            self._nothing.setText(_("Choose an entry to see why it was booked."))
            self._show()

    def show_found(self, found: PointList, month: str) -> None:
        """What a month comes to, and what counts how much."""
        self._found, self._month = found, month
        self._show()

    def show_line(self, chosen: PointLine | None) -> None:
        """An entry, or that none is chosen."""
        self.line = chosen
        self._show()

    def _show(self) -> None:
        found, chosen = self._found, self.line
        self.title.setText(_("Points of {month}").format(month=self._month) if self._month else _("Points"))
        for part in (self.next, self._entry, self._buttons):
            part.setVisible(chosen is not None)
        self._nothing.setVisible(chosen is None)
        if found is None:
            return
        self.sums.show_facts([Fact(each.person, _sum(each)) for each in found.sums] or [Fact("–", _("nothing booked"))])
        self._rules.show_facts([Fact(said_rule(rule), signed(points)) for rule, points in found.worth.items()])
        if chosen is not None:
            self._show_entry(chosen, found.zone)

    def _show_entry(self, chosen: PointLine, zone: str) -> None:
        row = chosen.row
        name = next_action(row, self._desk.actor)
        self.next.show_step(_(DECLARED[name][0]).rstrip("…"), self._actions.why_not(name))
        self._record.setVisible(name != RECORD)
        disputed, settled = full_moment(row.disputed_at, zone)[:16], full_moment(row.settled_at, zone)[:16]
        self._entry.show_facts(
            [
                Fact(_("Person"), row.person),
                Fact(_("Rule"), f"{said_rule(row.rule)}  {signed(row.points)}"),
                Fact(
                    _("Counts"), f"{signed(row.counted)}  ({state_text(row)})", "warning" if row.is_disputed else "body"
                ),
                Fact(_("Booked on"), chosen.record),
                Fact(_("Order"), row.order_no if row.order_no not in chosen.record else ""),
                Fact(_("Note"), row.note),
                Fact(_("Booked"), f"{row.booked_by} · {full_moment(row.at, zone)[:16]}"),
                Fact(_("Dispute"), " · ".join(filter(None, (row.dispute, disputed))), "warning"),
                Fact(_("Settled how"), " · ".join(filter(None, (row.settlement, row.settled_by, settled)))),
            ]
        )


def _sum(each: PointSum) -> str:
    said = _("{total}: merits {merits}, mistakes {mistakes}").format(
        total=signed(each.total), merits=signed(each.merits), mistakes=signed(each.mistakes)
    )
    return said + ("\n" + _("{n} disputed").format(n=each.disputed) if each.disputed else "")
