"""One complaint beside the list: what is next in large, what it says, its appeal and proofs, contacts, history."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from shopdesk.domain.evidence import EvidenceOf
from shopdesk.i18n import N_, _
from shopdesk.services.desk import Desk
from shopdesk.ui.background import Background
from shopdesk.ui.button_grid import ButtonGrid
from shopdesk.ui.complaints.possible import (
    APPEAL,
    APPROVE,
    ASSIGN,
    BUYER,
    CASE,
    CLOSE,
    CONTACT,
    COPY,
    EDIT,
    NEXT_ACTION,
    ORDER,
    POINTS,
    REOPEN,
    SEE,
    SEND,
    SEND_BACK,
    next_action,
    next_title,
)
from shopdesk.ui.complaints.reading import WholeComplaint
from shopdesk.ui.complaints.told import (
    appeal_facts,
    clock_facts,
    contact_facts,
    head,
    history_facts,
    known_facts,
    said_facts,
)
from shopdesk.ui.controls import label, named
from shopdesk.ui.evidence import EvidencePane
from shopdesk.ui.flags import HEIGHT, WIDTH, Pennants, flag_name
from shopdesk.ui.layouts import column
from shopdesk.ui.messages import Messages
from shopdesk.ui.next_button import NextButton
from shopdesk.ui.order_forms.after_sales import AfterSalesLinks
from shopdesk.ui.order_forms.clocks import Clocks
from shopdesk.ui.order_forms.facts import Facts
from shopdesk.ui.page_actions import ReasonedActions
from shopdesk.ui.side_panel import SidePanel
from shopdesk.ui.theme import Theme

_STEPS = (SEE, ASSIGN, SEND_BACK, CLOSE, REOPEN, POINTS)
_APPEAL = (APPEAL, COPY, APPROVE, SEND)
_ABOUT = (ORDER, BUYER, CASE, EDIT)
_NAME_WIDTH = 112
"""px of the names under About."""


class ComplaintPanel(SidePanel):
    """Filled by `show_complaint`. `next` is the large button; its text is what it does."""

    _is_made = False

    def __init__(
        self, actions: ReasonedActions, *, desk: Desk, background: Background, messages: Messages, theme: Theme,
        pennants: Pennants,
    ) -> None:  # fmt: skip
        super().__init__("complaints.panel", theme)
        self._actions, self._desk, self._pennants = actions, desk, pennants
        self.complaint: WholeComplaint | None = None
        self.next = NextButton("complaints.panel.next", theme, actions.by_name[NEXT_ACTION], self)
        self._why = label("complaints.panel.why", "warning", wrap=True, parent=self)
        self._nothing = label("complaints.panel.nothing", "muted", wrap=True, parent=self)
        self._clocks = Facts("complaints.panel.clocks", theme)
        self._said = Facts("complaints.panel.said.facts", theme)
        self._appeal = Facts("complaints.panel.appeal.facts", theme)
        self._known = Facts("complaints.panel.known", theme, name_width=_NAME_WIDTH)
        self._contacts = Facts("complaints.panel.contacts", theme)
        self._history = Facts("complaints.panel.history", theme)
        self.after = AfterSalesLinks("complaints.panel.after", desk, theme)
        self.files = EvidencePane(
            "complaints.files", EvidenceOf.COMPLAINT, desk=desk, background=background, messages=messages,
            icons=theme.icons,
        )  # fmt: skip
        self._fill()
        for facts in (self._said, self._appeal, self._known):
            facts.copied.connect(messages.copy)
        theme.changed.connect(self._show)
        self._is_made = True
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text again."""
        super().retranslate()
        if self._is_made:
            self._nothing.setText(_("Choose a complaint to see what is next."))
            self._show()

    def show_complaint(self, complaint: WholeComplaint | None) -> None:
        """Show a complaint, or that none is chosen."""
        self.complaint = complaint
        self._show()

    def _show(self) -> None:
        complaint = self.complaint
        for section in self._own_sections:
            section.setVisible(complaint is not None)
        self._nothing.setVisible(complaint is None)
        self.title.setText(head(complaint.row) if complaint else _("No complaint"))
        if complaint is None:
            self.files.show_record(None)
            return
        self._show_next(complaint)
        self._clocks.show_facts(clock_facts(complaint))
        self._said.show_facts(said_facts(complaint))
        self._appeal.show_facts(appeal_facts(complaint))
        self._known.show_facts(known_facts(complaint))
        clocks = Clocks(complaint.moment.now, complaint.moment.zone, 0, 0)
        self.after.setVisible(self.after.show_records(complaint.after, clocks, itself=("complaint", complaint.row.id)))
        self._contacts.show_facts(contact_facts(complaint))
        self._history.show_facts(history_facts(complaint))
        self._show_flag(complaint)
        self.files.show_record(complaint.row.id)

    def _show_next(self, complaint: WholeComplaint) -> None:
        """The next action in large; greyed with its reason where it can't be taken yet."""
        action = next_action(complaint, self._desk.actor)
        said = self._actions.why_not(action) if action else ""
        self.next.show_step(next_title(action), said)
        self._why.setText(said)
        self._why.setVisible(bool(said))

    def _show_flag(self, complaint: WholeComplaint) -> None:
        flag = complaint.flag
        self._flag_line.setVisible(flag is not None)
        if flag is not None:
            self._pennant.setPixmap(self._pennants.pixmap(flag, scale=self.devicePixelRatioF()))
            self._flag_said.setText(flag_name(flag))

    # How it is put together

    def _fill(self) -> None:
        do = column("complaints.panel.do.body", self.next, self._why, self._clocks)
        appeal = column("complaints.panel.appeal.body", self._appeal, self._grid("appeal", _APPEAL))
        spoke = column("complaints.panel.contacts.body", self._contacts, self._grid("contacts", (CONTACT,)))
        about = column(
            "complaints.panel.about.body", self._make_flag_line(), self._known, self.after, self._grid("about", _ABOUT)
        )
        self._own_sections = (
            self.add_section("do", N_("Next step"), do),
            self.add_section("said", N_("The complaint"), self._said),
            self.add_section("appeal", N_("Appeal"), appeal),
            self.add_section("files", N_("Evidence"), self.files),
            self.add_section("contacts", N_("Contacts"), spoke),
            self.add_section("steps", N_("All steps"), self._grid("steps", _STEPS)),
            self.add_section("about", N_("About"), about),
            self.add_section("history", N_("History"), self._history),
        )
        room = QVBoxLayout()
        room.setContentsMargins(16, 0, 16, 0)
        room.addWidget(self._nothing)
        self._sections.insertLayout(0, room)

    def _make_flag_line(self) -> QWidget:
        self._flag_line = made = named(QWidget(), "complaints.panel.flag")
        self._pennant = label("complaints.panel.flag.picture", parent=made)
        self._pennant.setFixedSize(WIDTH, HEIGHT)
        self._flag_said = label("complaints.panel.flag.text", parent=made)
        layout = QHBoxLayout(made)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._pennant)
        layout.addWidget(self._flag_said, 1)
        return made

    def _grid(self, key: str, names: Sequence[str]) -> ButtonGrid:
        buttons = [self._actions.button(name, "plain", self) for name in names]
        return ButtonGrid(f"complaints.panel.{key}.buttons", buttons)
