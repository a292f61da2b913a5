"""One case beside the list: what is next in large, every other step, the five lines, files, contacts, history."""

from PySide6.QtWidgets import QVBoxLayout

from shopdesk.domain.evidence import EvidenceOf
from shopdesk.domain.permissions import Right
from shopdesk.domain.refunds import RefundState
from shopdesk.i18n import N_, _
from shopdesk.services.desk import Desk
from shopdesk.ui.background import Background
from shopdesk.ui.button_grid import ButtonGrid
from shopdesk.ui.cases.actions import NEXT_ACTION, CaseActions
from shopdesk.ui.cases.fields import TITLES, CaseFields
from shopdesk.ui.cases.lines import CaseLines
from shopdesk.ui.cases.possible import (
    ASK_AGAIN,
    BUYER,
    COMPLAINT,
    CONTACT,
    CONTACT_DONE,
    EARLY,
    GUIDES,
    HAND_OVER,
    INTAKE,
    LOST_FORM,
    ORDER,
    POINTS,
    REFUND,
    REPLACE,
    STEPS,
    next_action,
    next_title,
    open_refund,
)
from shopdesk.ui.cases.reading import WholeCase
from shopdesk.ui.cases.told import contact_facts, head, history_facts, known_facts, pressing_facts
from shopdesk.ui.controls import label
from shopdesk.ui.evidence import EvidencePane
from shopdesk.ui.layouts import column
from shopdesk.ui.messages import Messages
from shopdesk.ui.next_button import NextButton
from shopdesk.ui.order_forms.clocks import Clocks
from shopdesk.ui.order_forms.facts import Facts
from shopdesk.ui.order_forms.record_links import RecordLinks
from shopdesk.ui.order_forms.trouble_links import links
from shopdesk.ui.rights import why_not_allowed
from shopdesk.ui.side_panel import SidePanel
from shopdesk.ui.theme import Theme

_STEPS = (*(step.value for step in STEPS), INTAKE)
_TO_BUYER = (REFUND, REPLACE, EARLY, ORDER)


class CasePanel(SidePanel):
    """Filled by `show_case`. `next` is the large button; its text is what it does."""

    _is_made = False

    def __init__(
        self, actions: CaseActions, *, desk: Desk, background: Background, messages: Messages, theme: Theme
    ) -> None:
        super().__init__("cases.panel", theme)
        self._actions, self._desk = actions, desk
        self.case: WholeCase | None = None
        self._offered: int | None = None
        self.next = NextButton("cases.panel.next", theme, actions.by_name[NEXT_ACTION], self)
        self._nothing = label("cases.panel.nothing", "muted", wrap=True, parent=self)
        self._pressing = Facts("cases.panel.pressing", theme)
        self.links = RecordLinks("cases.panel.troubles")
        self.fields = CaseFields("cases.fields")
        self.lines = CaseLines("cases.lines")
        self._known = Facts("cases.panel.known", theme)
        self._contacts = Facts("cases.panel.contacts", theme)
        self._history = Facts("cases.panel.history", theme)
        self.files = EvidencePane(
            "cases.files", EvidenceOf.CASE, desk=desk, background=background, messages=messages, icons=theme.icons
        )
        self._fill()
        self._forbid()
        self._known.copied.connect(messages.copy)
        self._is_made = True
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text again."""
        super().retranslate()
        if self._is_made:
            self._nothing.setText(_("Choose a case to see what is next."))
            self._show()

    def show_case(self, case: WholeCase | None) -> None:
        """Show a case, or that none is chosen."""
        self.case = case
        self._show()

    def _show(self) -> None:
        case = self.case
        for section in self._own_sections:
            section.setVisible(case is not None)
        self._nothing.setVisible(case is None)
        self.title.setText(head(case.row) if case else _("No case"))
        if case is None:
            self.files.show_record(None)
            return
        self._show_next(case)
        self._pressing.show_facts(pressing_facts(case))
        self.links.show_links(links(case.troubles, Clocks(case.moment.now, case.moment.zone, 0, 0)))
        self.fields.show_case(case.row)
        if self._offered != case.row.id:
            self._offered = case.row.id
            self.fields.offer([sort.name for sort in case.sorts])
        self.lines.show_case(case.detail)
        self._known.show_facts(known_facts(case))
        self._contacts.show_facts(contact_facts(case))
        self._history.show_facts(history_facts(case))
        self.files.show_record(case.row.id)

    def _show_next(self, case: WholeCase) -> None:
        """The next action in large; greyed with its reason where it can't be taken yet."""
        action = next_action(case.row, case)
        refund: RefundState | None = open_refund(case)
        said = self._actions.why_not(action) if action else ""
        self.next.show_step(next_title(case.row, refund, case) if action else "", said)
        self._why.setText(said)
        self._why.setVisible(bool(said))
        self._steps.show_all_but(self._step_buttons[action].objectName() if action in self._step_buttons else "")

    def _fill(self) -> None:
        self._why = label("cases.panel.why", "warning", wrap=True, parent=self)
        self._step_buttons = {name: self._actions.button(name, "plain", self) for name in (*_STEPS, *_TO_BUYER)}
        self._steps = ButtonGrid("cases.panel.steps.buttons", list(self._step_buttons.values()))
        others = [self._actions.button(name, "plain", self) for name in (CONTACT, ASK_AGAIN, CONTACT_DONE, LOST_FORM)]
        talking = ButtonGrid("cases.panel.contacts.buttons", others)
        beside = (HAND_OVER, BUYER, COMPLAINT, POINTS)
        person = ButtonGrid(
            "cases.panel.person.buttons", [self._actions.button(name, "plain", self) for name in beside]
        )
        parcel = ButtonGrid(
            "cases.panel.parcel.buttons", [self._actions.button(name, "plain", self) for name in GUIDES]
        )
        self._own_sections = (
            self.add_section(
                "do", N_("Next step"), column("cases.panel.do.body", self.next, self._why, self._pressing, self.links)
            ),
            self.add_section("lines", N_("The case"), self.lines),
            self.add_section("steps", N_("Other steps"), self._steps),
            self.add_section("parcel", N_("Its parcel"), parcel),
            self.add_section(
                "fields", N_("About"), column("cases.panel.fields.body", self.fields, self._known, person)
            ),
            self.add_section("contacts", N_("Contacts"), column("cases.panel.contacts.body", self._contacts, talking)),
            self.add_section("files", N_("Evidence"), self.files),
            self.add_section("history", N_("History"), self._history),
        )
        room = QVBoxLayout()
        room.setContentsMargins(16, 0, 16, 0)
        room.addWidget(self._nothing)
        self._sections.insertLayout(0, room)

    def _forbid(self) -> None:
        """Who may not write sees why."""
        actor, desk = self._desk.actor, self._desk
        if not actor.may(Right.SERVE):
            self.lines.forbid(lambda: why_not_allowed(desk, Right.SERVE))
        for key in TITLES:
            right = Right.OVERRULE if key == "blame" else Right.SERVE
            if not actor.may(right):
                self.fields.forbid(key, lambda right=right: why_not_allowed(desk, right))  # type: ignore[misc]
