"""One parcel beside the list: what is next in large, its way, its numbers, whose it is, what was begun about it."""

from PySide6.QtCore import QTimer, Signal

from shopdesk.domain.claims import KINDS as CLAIM_KINDS
from shopdesk.domain.claims import STATES as CLAIM_STATES
from shopdesk.domain.detours import WAYS
from shopdesk.domain.interceptions import STATES as INTERCEPTION_STATES
from shopdesk.domain.shortages import VERDICTS
from shopdesk.domain.tracking import State
from shopdesk.i18n import N_, _
from shopdesk.services.desk import Desk
from shopdesk.ui.background import Background
from shopdesk.ui.button_grid import ButtonGrid
from shopdesk.ui.controls import label, restyle
from shopdesk.ui.layouts import column
from shopdesk.ui.messages import Messages
from shopdesk.ui.moments import full_moment
from shopdesk.ui.next_button import NextButton
from shopdesk.ui.order_forms.facts import Fact, Facts, wrapping
from shopdesk.ui.page_actions import ReasonedActions
from shopdesk.ui.parcels.columns import state_text
from shopdesk.ui.parcels.parcel_actions import (
    ASK,
    BEGUN,
    CALLED,
    CLOSE,
    COPY,
    DETOUR,
    FORWARD,
    FOUND,
    INTERCEPT,
    LOST,
    NEXT,
    NOTE,
    ORDER,
    POLL,
    REOPEN,
    SHORTAGE,
    next_step,
    said_of_service,
)
from shopdesk.ui.parcels.reading import Shown, read_parcel
from shopdesk.ui.parcels.timeline import Timeline
from shopdesk.ui.side_panel import SidePanel
from shopdesk.ui.theme import Text, Theme

READ_AFTER = 60
"""Milliseconds after the last move of the selection."""
NAMES = 104
"""px of the names of facts."""
_BUTTONS = (ASK, CALLED, NOTE, FORWARD, POLL, LOST, INTERCEPT, DETOUR, SHORTAGE, CLOSE)


class ParcelPanel(SidePanel):
    """Reads in the background, and keeps what it shows until the next parcel is there."""

    shown_changed = Signal()

    def __init__(
        self, desk: Desk, background: Background, messages: Messages, theme: Theme, actions: ReasonedActions
    ) -> None:
        super().__init__("parcels.panel", theme)
        self._desk, self._background, self._messages, self._theme = desk, background, messages, theme
        self._actions = actions
        self.shown: Shown | None = None
        self._wanted: int | None = None
        self._timer = QTimer(self, singleShot=True, interval=READ_AFTER)
        self._timer.timeout.connect(self._read)
        self._build()
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text again."""
        super().retranslate()
        if hasattr(self, "_empty"):
            self._empty.setText(_("Choose a parcel to see its way and what is next."))
            self._write()

    def show_parcel(self, tracking_id: int | None) -> None:
        """Show this one soon; None for none."""
        if tracking_id != self._wanted:
            self._wanted = tracking_id
            self._timer.start()

    def read_again(self) -> None:
        """Something changed: the same one is read again."""
        if self._wanted is not None:
            self._timer.start()

    def follow(self) -> None:
        """What can be done has changed."""
        shown = self.shown
        if shown is None:
            return
        row, step = shown.row, next_step(shown)
        said = self._actions.why_not(step.action) if step.action else ""
        self.next.show_step(step.title if step.action else "", said)
        self._why.setText("\n".join(filter(None, (step.why, said))))
        restyle(self._why, "role", step.role)
        is_lost = row.state is State.LOST
        self._found.setVisible(is_lost)
        self._reopen.setVisible(row.closed_at is not None)
        hidden = {step.action, *((LOST,) if is_lost else ())}
        if row.signed_at is not None:
            hidden |= {ASK, FORWARD, INTERCEPT, DETOUR}
        self._grid.show_only([made for name, made in self._buttons.items() if name not in hidden])

    # How it is put together

    def _build(self) -> None:
        name = "parcels.panel"
        self._empty = label(f"{name}.empty", "muted", wrap=True, parent=self)
        self._state = wrapping(f"{name}.state", "body", self)
        self._state.setFont(self._theme.font(Text.TITLE))
        self._why = wrapping(f"{name}.why", "muted", self)
        self.next = NextButton(f"{name}.next", self._theme, self._actions.by_name[NEXT], self)
        self._facts = Facts(f"{name}.facts", self._theme, name_width=NAMES)
        self._begun = Facts(f"{name}.begun.facts", self._theme, name_width=NAMES)
        for each in (self._facts, self._begun):
            each.copied.connect(self._messages.copy)
        self.timeline = Timeline("parcels.timeline", self._theme)
        self._buttons = {each: self._actions.button(each) for each in _BUTTONS}
        self._grid = ButtonGrid(f"{name}.buttons", list(self._buttons.values()))
        self._found, self._reopen = self._actions.button(FOUND), self._actions.button(REOPEN)
        others = ButtonGrid(f"{name}.others", [self._actions.button(each) for each in (ORDER, COPY)])
        begun = self._actions.button(BEGUN, "quiet")
        do = column(f"{name}.do", self._empty, self._state, self._why, self.next, self._found, self._reopen)
        self.add_section("next", "", do)
        self._own = (
            self.add_section("way", N_("Its way"), self.timeline),
            self.add_section("steps", N_("What else can be done"), self._grid),
            self.add_section("about", N_("About"), column(f"{name}.about.body", self._facts, others)),
            self.add_section("begun", N_("Begun about it"), column(f"{name}.begun.body", self._begun, begun)),
        )

    # What is shown

    def _read(self) -> None:
        wanted = self._wanted
        if wanted is None:
            self._take(None)
            return
        self._background.run_task(
            lambda: read_parcel(self._desk, wanted), self._take, self._messages.unasked, owner=self
        )

    def _take(self, shown: Shown | None) -> None:
        if (shown.row.id if shown else None) != self._wanted:
            return  # another was chosen meanwhile
        self.shown = shown
        self._write()
        self.shown_changed.emit()

    def _write(self) -> None:
        shown = self.shown
        for section in self._own:
            section.setVisible(shown is not None)
        for part in (self._state, self._why, self.next, self._found, self._reopen):
            part.setVisible(shown is not None)
        self._empty.setVisible(shown is None)
        if shown is None:
            self.title.setText(_("No parcel"))
            return
        self.title.setText(shown.row.numbers)
        self._state.setText(state_text(shown.row))
        self.timeline.show_events(shown.events, shown.clock)
        self._facts.show_facts(_facts(shown))
        begun = _begun(shown)
        self._begun.show_facts(begun)
        self._own[-1].setVisible(bool(begun))
        self.follow()


def _facts(shown: Shown) -> list[Fact]:
    row, zone, order = shown.row, shown.clock.zone, shown.order

    def deed(person: str, at: int | None) -> str:
        return " ".join(filter(None, (person, full_moment(at, zone)[:-3])))

    place = " ".join(filter(None, (order.province, order.city, order.district))) if order else row.area
    return [
        Fact(_("Waybill"), row.waybill, copy=row.waybill),
        Fact(_("Carrier"), row.carrier),
        Fact(_("Goes on as"), row.forwarded_waybill, copy=row.forwarded_waybill),
        Fact(_("Goes on by"), row.forwarded_carrier),
        Fact(_("Order"), row.order_no or _("no order of ours"), copy=row.order_no),
        Fact(_("Buyer"), row.buyer, copy=row.buyer),
        Fact(_("Receiver"), " ".join(filter(None, (order.receiver, order.phone))) if order else ""),
        Fact(_("Goes to"), place),
        Fact(_("Left the shop"), full_moment(row.left_at, zone)[:-3]),
        Fact(_("Should be there"), full_moment(row.expected_at, zone)[:10] if row.signed_at is None else ""),
        Fact(_("Delivered"), full_moment(row.signed_at, zone)[:-3]),
        Fact(_("Carrier asked"), deed(row.looked_by, row.looked_at) if row.looked_at else ""),
        Fact(_("Buyer called"), deed(row.called_by, row.called_at) if row.called_at else ""),
        Fact(_("Service"), said_of_service(row, shown.clock)),
    ]


def _begun(shown: Shown) -> list[Fact]:
    """A line for each claim, interception, detour and shortage."""
    lines = [
        Fact(_("Claim {n}").format(n=each.id), f"{_(CLAIM_KINDS[each.kind])} · {_(CLAIM_STATES[each.state])}")
        for each in shown.claims
    ]
    lines += [Fact(_("Calling back"), _(INTERCEPTION_STATES[each.state])) for each in shown.interceptions]
    lines += [Fact(_("Out of area"), _(WAYS[each.way])) for each in shown.detours]
    lines += [Fact(_("Shortage"), f"{each.goods} · {_(VERDICTS[each.verdict])}") for each in shown.shortages]
    return lines
