"""One review beside the list: what is next in large, what the buyer wrote, our answer, clocks, contacts, history."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from shopdesk.domain.evidence import EvidenceOf
from shopdesk.domain.reviews import Kind
from shopdesk.i18n import N_, _
from shopdesk.services.desk import Desk
from shopdesk.ui.background import Background
from shopdesk.ui.button_grid import ButtonGrid
from shopdesk.ui.controls import label, named, restyle
from shopdesk.ui.evidence import EvidencePane
from shopdesk.ui.flags import HEIGHT, WIDTH, Pennants, flag_name
from shopdesk.ui.layouts import column
from shopdesk.ui.messages import Messages
from shopdesk.ui.next_button import NextButton
from shopdesk.ui.order_forms.after_sales import AfterSalesLinks
from shopdesk.ui.order_forms.clocks import Clocks
from shopdesk.ui.order_forms.facts import Facts, wrapping
from shopdesk.ui.reviews.actions import ReviewActions
from shopdesk.ui.reviews.possible import (
    ASSIGN,
    BUT_NO,
    BUT_YES,
    BUYER,
    CASE,
    CHANGED,
    CLOSE,
    CONTACT,
    COPY,
    DELETED,
    EDIT,
    NEXT_ACTION,
    ORDER,
    RAISE,
    REOPEN,
    REPLY,
    next_action,
    next_title,
)
from shopdesk.ui.reviews.reading import WholeReview
from shopdesk.ui.reviews.said_view import SaidView
from shopdesk.ui.reviews.told import (
    clock_facts,
    contact_facts,
    head,
    history_facts,
    known_facts,
    reply_facts,
    said_head,
    said_since,
    words_of,
)
from shopdesk.ui.side_panel import SidePanel
from shopdesk.ui.theme import Theme

_STEPS = (ASSIGN, RAISE, CLOSE, REOPEN, CHANGED, DELETED)
_ABOUT = (ORDER, BUYER, CASE, EDIT)
_HEAD_ROLES = {Kind.BAD: "danger", Kind.NEUTRAL: "warning", Kind.GOOD: "body"}


class ReviewPanel(SidePanel):
    """Filled by `show_review`. `next` is the large button; its text is what it does."""

    _is_made = False

    def __init__(
        self, actions: ReviewActions, *, desk: Desk, background: Background, messages: Messages, theme: Theme,
        pennants: Pennants,
    ) -> None:  # fmt: skip
        super().__init__("reviews.panel", theme)
        self._actions, self._desk, self._theme, self._pennants = actions, desk, theme, pennants
        self.review: WholeReview | None = None
        self.next = NextButton("reviews.panel.next", theme, actions.by_name[NEXT_ACTION], self)
        self._nothing = label("reviews.panel.nothing", "muted", wrap=True, parent=self)
        self._clocks = Facts("reviews.panel.clocks", theme)
        self.said = SaidView("reviews.panel.said.text", theme)
        self.later = SaidView("reviews.panel.later.text", theme)
        self._reply = Facts("reviews.panel.reply.facts", theme)
        self._known = Facts("reviews.panel.known", theme)
        self._contacts = Facts("reviews.panel.contacts", theme)
        self._history = Facts("reviews.panel.history", theme)
        self.after = AfterSalesLinks("reviews.panel.after", desk, theme)
        self.files = EvidencePane(
            "reviews.files", EvidenceOf.REVIEW, desk=desk, background=background, messages=messages, icons=theme.icons
        )
        self._fill()
        for facts in (self._known, self._reply):
            facts.copied.connect(messages.copy)
        theme.changed.connect(self._show)
        self._is_made = True
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text again."""
        super().retranslate()
        if self._is_made:
            self._nothing.setText(_("Choose a review to see what is next."))
            self._later_name.setText(_("Added later"))
            self._show()

    def show_review(self, review: WholeReview | None) -> None:
        """Show a review, or that none is chosen."""
        self.review = review
        self._show()

    def _show(self) -> None:
        review = self.review
        for section in self._own_sections:
            section.setVisible(review is not None)
        self._nothing.setVisible(review is None)
        self.title.setText(head(review.row) if review else _("No review"))
        if review is None:
            self.files.show_record(None)
            return
        self._show_next(review)
        self._show_said(review)
        self._clocks.show_facts(clock_facts(review))
        self._reply.show_facts(reply_facts(review))
        self._reply.setVisible(bool(review.row.reply))
        self._show_whose(review)
        self._known.show_facts(known_facts(review))
        clocks = Clocks(review.moment.now, review.moment.zone, 0, 0)
        self.after.setVisible(self.after.show_records(review.after, clocks, itself=("review", review.row.id)))
        self._contacts.show_facts(contact_facts(review))
        self._history.show_facts(history_facts(review))
        self.files.show_record(review.row.id)

    def _show_next(self, review: WholeReview) -> None:
        """The next action in large; greyed with its reason where it can't be taken yet."""
        action = next_action(review.row, self._desk.actor)
        said = self._actions.why_not(action) if action else ""
        self.next.show_step(next_title(action), said)
        self._why.setText(said)
        self._why.setVisible(bool(said))

    def _show_said(self, review: WholeReview) -> None:
        row, moment = review.row, review.moment
        words = words_of(row)
        self._said_head.setText(said_head(row, moment))
        restyle(self._said_head, "role", _HEAD_ROLES[row.kind] if row.deleted_at is None else "muted")
        self.said.show_said(row.said, words)
        self.later.show_said(row.later_said, words)
        for part in (self.later, self._later_name):
            part.setVisible(bool(row.later_said))
        since = said_since(row, moment)
        self._since.setText(since)
        self._since.setVisible(bool(since))
        self._but_line.setVisible(row.kind is Kind.GOOD)

    def _show_whose(self, review: WholeReview) -> None:
        flag = review.flag
        self._pennant.setVisible(flag is not None)
        if flag is not None:
            self._pennant.setPixmap(self._pennants.pixmap(flag, scale=self.devicePixelRatioF()))
            self._pennant.setAccessibleName(flag_name(flag))
            self._pennant.setToolTip(flag_name(flag))
        name = review.row.salesperson
        said = _("{person}'s customer").format(person=name) if name else _("Nobody's customer by flag and memo")
        self._whose.setText(said)

    # How it is put together

    def _fill(self) -> None:
        self._why = label("reviews.panel.why", "warning", wrap=True, parent=self)
        do = column("reviews.panel.do.body", self.next, self._why, self._clocks)
        answer = column("reviews.panel.reply.body", self._reply, self._grid("reply", (REPLY, COPY)))
        about = column(
            "reviews.panel.about.body", self._whose_line(), self._known, self.after, self._grid("about", _ABOUT)
        )
        spoke = column("reviews.panel.contacts.body", self._contacts, self._grid("contacts", (CONTACT,)))
        self._own_sections = (
            self.add_section("do", N_("Next step"), do),
            self.add_section("said", N_("What the buyer wrote"), self._said_body()),
            self.add_section("reply", N_("Our answer"), answer),
            self.add_section("contacts", N_("Contacts"), spoke),
            self.add_section("steps", N_("Other steps"), self._grid("steps", _STEPS)),
            self.add_section("about", N_("About"), about),
            self.add_section("files", N_("Evidence"), self.files),
            self.add_section("history", N_("History"), self._history),
        )
        room = QVBoxLayout()
        room.setContentsMargins(16, 0, 16, 0)
        room.addWidget(self._nothing)
        self._sections.insertLayout(0, room)

    def _said_body(self) -> QWidget:
        self._said_head = wrapping("reviews.panel.said.head", "body", self)
        self._later_name = label("reviews.panel.later.name", "small", parent=self)
        self._since = wrapping("reviews.panel.since", "good", self)
        self._but_line = self._grid("but", (BUT_YES, BUT_NO))
        return column(
            "reviews.panel.said.body", self._said_head, self.said, self._later_name, self.later, self._since,
            self._but_line,
        )  # fmt: skip

    def _whose_line(self) -> QWidget:
        made = named(QWidget(), "reviews.panel.whose")
        self._pennant = label("reviews.panel.flag", parent=made)
        self._pennant.setFixedSize(WIDTH, HEIGHT)
        self._whose = wrapping("reviews.panel.whose.text", "body", made)
        layout = QHBoxLayout(made)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._pennant)
        layout.addWidget(self._whose, 1)
        return made

    def _grid(self, key: str, names: Sequence[str]) -> ButtonGrid:
        buttons = [self._actions.button(name, "plain", self) for name in names]
        return ButtonGrid(f"reviews.panel.{key}.buttons", buttons)
