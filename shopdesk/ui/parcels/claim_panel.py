"""One claim beside the register: what is next in large, what was asked, offered and paid, photos, the buyer."""

from shopdesk.domain.claims import KINDS, SOLUTIONS, STATES
from shopdesk.domain.evidence import EvidenceOf
from shopdesk.domain.tracking import STATES as PARCEL_STATES
from shopdesk.i18n import N_, _
from shopdesk.queries.claims import ClaimRow
from shopdesk.services.desk import Desk
from shopdesk.ui.background import Background
from shopdesk.ui.button_grid import ButtonGrid
from shopdesk.ui.controls import label, restyle
from shopdesk.ui.evidence import EvidencePane
from shopdesk.ui.layouts import column
from shopdesk.ui.messages import Messages
from shopdesk.ui.moments import full_moment
from shopdesk.ui.next_button import NextButton
from shopdesk.ui.order_forms.facts import Fact, Facts, wrapping
from shopdesk.ui.page_actions import ReasonedActions
from shopdesk.ui.parcels import claim_actions as does
from shopdesk.ui.parcels.reading import Clock
from shopdesk.ui.side_panel import SidePanel
from shopdesk.ui.theme import Text, Theme

NAMES = 104
"""px of the names of facts."""
_BUTTONS = (does.ASK, does.ANSWER, does.PAID, does.REFUSED, does.RESHIP, does.REFUND, does.FOUND, does.EDIT)


class ClaimPanel(SidePanel):
    """Filled by `show_claim`."""

    def __init__(
        self, desk: Desk, background: Background, messages: Messages, theme: Theme, actions: ReasonedActions
    ) -> None:
        super().__init__("parcels.claim", theme)
        self._actions, self._messages, self._theme = actions, messages, theme
        self._row: ClaimRow | None = None
        self._clock: Clock | None = None
        self.files = EvidencePane(
            "parcels.claim.files", EvidenceOf.CLAIM, desk=desk, background=background, messages=messages,
            icons=theme.icons,
        )  # fmt: skip
        self._build()
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text again."""
        super().retranslate()
        if hasattr(self, "_empty"):
            self._empty.setText(_("Choose a claim to see what is next."))
            self._write()

    def show_claim(self, row: ClaimRow | None, clock: Clock) -> None:
        """Show this one, or that none is chosen."""
        self._row, self._clock = row, clock
        self._write()

    def _build(self) -> None:
        name = "parcels.claim"
        self._empty = label(f"{name}.empty", "muted", wrap=True, parent=self)
        self._state = wrapping(f"{name}.state", "body", self)
        self._state.setFont(self._theme.font(Text.TITLE))
        self._why = wrapping(f"{name}.why", "muted", self)
        self.next = NextButton(f"{name}.next", self._theme, self._actions.by_name[does.NEXT], self)
        self._facts = {key: Facts(f"{name}.{key}.facts", self._theme, name_width=NAMES) for key in ("money", "about")}
        for each in self._facts.values():
            each.copied.connect(self._messages.copy)
        self._buttons = {each: self._actions.button(each) for each in _BUTTONS}
        self._grid = ButtonGrid(f"{name}.buttons", list(self._buttons.values()))
        others = ButtonGrid(f"{name}.others", [self._actions.button(each) for each in (does.ORDER, does.CASE)])
        self.add_section("next", "", column(f"{name}.do", self._empty, self._state, self._why, self.next))
        self._own = (
            self.add_section("money", N_("Carrier and buyer"), self._facts["money"]),
            self.add_section("steps", N_("What else can be done"), self._grid),
            self.add_section("about", N_("About"), column(f"{name}.about.body", self._facts["about"], others)),
            self.add_section("files", N_("Evidence"), self.files),
        )

    def _write(self) -> None:
        row, clock = self._row, self._clock
        for section in self._own:
            section.setVisible(row is not None)
        for part in (self._state, self._why, self.next):
            part.setVisible(row is not None)
        self._empty.setVisible(row is None)
        self.files.show_record(row.id if row is not None else None)
        if row is None or clock is None:
            self.title.setText(_("No claim"))
            return
        self.title.setText(_("Claim {number} · {waybill}").format(number=row.id, waybill=row.waybill or "–"))
        self._state.setText(_(STATES[row.state]))
        step = does.next_step(row, clock)
        said = self._actions.why_not(step.action) if step.action else ""
        self._why.setText("\n".join(filter(None, (step.why, said))))
        restyle(self._why, "role", step.role)
        self.next.show_step(_(does.DECLARED[step.action][0]).rstrip("…") if step.action else "", said)
        self._grid.show_only([made for name, made in self._buttons.items() if name != step.action])
        self._facts["money"].show_facts(_money_facts(row, clock))
        self._facts["about"].show_facts(_about_facts(row, clock))


def _money_facts(row: ClaimRow, clock: Clock) -> list[Fact]:
    def day(moment: int | None) -> str:
        return full_moment(moment, clock.zone)[:10]

    solution = _(SOLUTIONS[row.solution])
    return [
        Fact(_("Asked for"), f"{row.amount.shown} · {day(row.asked_at)}" if row.asked_at else row.amount.shown),
        Fact(_("To answer by"), full_moment(row.answer_by, clock.zone)[:-3] if row.is_open else ""),
        Fact(_("Offered"), f"{row.answered.shown} · {day(row.answered_at)}" if row.answered else ""),
        Fact(_("It said"), row.answer),
        Fact(_("Carrier paid"), f"{row.paid.shown} · {day(row.paid_at)}" if row.paid else ""),
        Fact(_("Reference"), row.reference, copy=row.reference),
        Fact(_("Buyer"), solution, "body" if row.is_made_good else "warning"),
    ]


def _about_facts(row: ClaimRow, clock: Clock) -> list[Fact]:
    stands = _(PARCEL_STATES[row.tracking_state]) if row.tracking_state is not None else ""
    return [
        Fact(_("Kind"), _(KINDS[row.kind])),
        Fact(_("Waybill"), row.waybill, copy=row.waybill),
        Fact(_("Carrier"), row.carrier),
        Fact(_("Order"), row.order_no or _("no order of ours"), copy=row.order_no),
        Fact(_("Buyer"), row.buyer, copy=row.buyer),
        Fact(_("Case"), str(row.case_id) if row.case_id is not None else ""),
        Fact(_("Parcel"), stands),
        Fact(_("Last word"), row.last_text),
        Fact(_("Note"), row.note),
        Fact(_("Registered"), f"{row.person} {full_moment(row.at, clock.zone)[:-3]}"),
    ]
