"""Whom to speak with again, the most pressing first (CRM-03)."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from shopdesk.clock import Millis
from shopdesk.domain.permissions import Right
from shopdesk.i18n import N_, _
from shopdesk.queries.contacts import NextContact
from shopdesk.services.desk import Desk
from shopdesk.ui.controls import button, label, rule, say, tool_button
from shopdesk.ui.language import Retranslated
from shopdesk.ui.moments import full_moment, short_moment
from shopdesk.ui.page_actions import add_action
from shopdesk.ui.record_table import RecordColumn, RecordTable
from shopdesk.ui.rights import apply_right
from shopdesk.ui.theme import Theme


class ContactList(Retranslated, QWidget):
    """Enter shows the case or the order, D says that it is done, Escape goes back."""

    left = Signal()
    opened = Signal(object)
    """The `NextContact` to show."""
    done = Signal(object)
    """The `NextContact` that needs no word any more."""

    def __init__(self, desk: Desk, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("today.contacts")
        self._now: Millis = 0
        self._zone = ""
        self.table = RecordTable("today.contacts.table", N_("Buyers to speak with again"), self._columns(), theme)
        self._back = tool_button(theme.icons, "arrow-back-up", "today.contacts.back", self)
        self._title = label("today.contacts.title", "title", parent=self)
        self._show = button("today.contacts.show", "main", self)
        self._finish = button("today.contacts.finish", parent=self)
        self.finish_action = add_action(self, "today.contacts.done", "D", is_within=True)
        self._back_action = add_action(self, "today.contacts.leave", "Esc", is_within=True)
        apply_right(self.finish_action, desk, Right.SERVE)
        apply_right(self._finish, desk, Right.SERVE)
        self._lay_out()
        self._connect()
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text again."""
        self.setAccessibleName(_("Buyers to speak with again"))
        self._title.setText(_("Buyers to speak with again"))
        say(self._back, _("Back to Today"))
        self._show.setText(_("Show"))
        self._finish.setText(_("Contact done") + "  D")
        self._finish.setAccessibleName(_("Contact done"))
        self.finish_action.setText(_("Contact done"))
        self._back_action.setText(_("Back to Today"))

    def take_focus(self) -> None:
        """Keys go to the table."""
        self.table.setFocus()

    def show_contacts(self, contacts: Sequence[NextContact], now: Millis, zone: str) -> None:
        """Show these."""
        self._now, self._zone = now, zone
        self.table.show_rows(contacts, again=bool(self.table.records.rows))
        if contacts and self.table.current_id() is None:
            self.table.go_to(contacts[0].id)
        self._show_possible()

    def _columns(self) -> tuple[RecordColumn, ...]:
        return (
            RecordColumn(
                "next_at", N_("When"), 112, lambda one: short_moment(one.next_at, self._now, self._zone),
                tip=lambda one: full_moment(one.next_at, self._zone),
                colour=lambda one: "danger" if one.next_at < self._now else "",
            ),
            RecordColumn("buyer", N_("Buyer"), 120, lambda one: one.buyer, stretch=1),
            RecordColumn("note", N_("Said the last time"), 240, lambda one: one.note, stretch=3),
            RecordColumn("person", N_("In charge"), 88, lambda one: one.person, is_muted=True),
            RecordColumn("about", N_("About"), 144, _about, tip=lambda one: one.order_no, is_muted=True),
        )  # fmt: skip

    def _lay_out(self) -> None:
        head, foot = QHBoxLayout(), QHBoxLayout()
        head.setContentsMargins(12, 12, 16, 8)
        head.setSpacing(8)
        head.addWidget(self._back)
        head.addWidget(self._title, 1)
        foot.setContentsMargins(16, 8, 16, 12)
        foot.setSpacing(8)
        foot.addWidget(self._show)
        foot.addWidget(self._finish)
        foot.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self.table, 1)
        layout.addWidget(rule("today.contacts.rule", self))
        layout.addLayout(foot)

    def _connect(self) -> None:
        self._back.clicked.connect(self.left)
        self._back_action.triggered.connect(lambda *_on: self.left.emit())
        self.table.opened.connect(lambda _id: self._emit(self.opened))
        self._show.clicked.connect(lambda: self._emit(self.opened))
        self._finish.clicked.connect(self.finish_action.trigger)
        self.finish_action.triggered.connect(lambda *_on: self._emit(self.done))
        self.table.chosen_changed.connect(self._show_possible)

    def _emit(self, signal: object) -> None:
        current = self.table.current()
        if current is not None:
            signal.emit(current)  # type: ignore[attr-defined]

    def _show_possible(self) -> None:
        self._show.setEnabled(self.table.current() is not None)


def _about(one: NextContact) -> str:
    if one.complaint_id is not None:
        return _("Complaint {n}").format(n=one.complaint_id)
    if one.review_id is not None:
        return _("Review {n}").format(n=one.review_id)
    if one.case_id is not None:
        return _("Case {n}").format(n=one.case_id)
    return one.order_no
