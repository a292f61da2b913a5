"""Today: everything that is due or late, for me and for the shop; every number opens its list (TEAM-04, CRM-03)."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from shopdesk.clock import Millis, day_end, to_local
from shopdesk.domain.due import DueKind
from shopdesk.i18n import N_, _
from shopdesk.queries.contacts import NextContact, list_next_contacts
from shopdesk.services.case_people import finish_contact
from shopdesk.services.desk import OF_TODAY, Desk
from shopdesk.services.today import add_up
from shopdesk.ui.background import Background
from shopdesk.ui.changes import Changes, concerns
from shopdesk.ui.chips import Chip, ChipBar
from shopdesk.ui.controls import label, named, restyle, rule
from shopdesk.ui.empty_state import EmptyState
from shopdesk.ui.flags import Pennants
from shopdesk.ui.layouts import fill, stacked, surface
from shopdesk.ui.messages import Messages
from shopdesk.ui.page import InView, PageWidget
from shopdesk.ui.page_actions import add_action
from shopdesk.ui.side_panel import SettingsStore
from shopdesk.ui.theme import Text, Theme
from shopdesk.ui.today.contacts import ContactList
from shopdesk.ui.today.lines import DueList
from shopdesk.ui.today.reading import Reading, Shown, detail, greeting, read_now, shown_lines

MINE, SHOP = "mine", "shop"
TICK, READ_AFTER = 60_000, 150
"""Milliseconds between two looks at the clock, and after the last change until it is read again."""
MOST_WIDE = 860
"""px of the lines: the eye finds the figure that belongs to a text."""
_WHOSE = "today.whose"


class TodayPage(PageWidget):
    """Reads in the background. Whom to speak with again is listed here; every other list is on its own page."""

    settings_requested = Signal(str)
    """A section of the settings."""

    def __init__(
        self,
        *,
        desk: Desk,
        changes: Changes,
        background: Background,
        messages: Messages,
        theme: Theme,
        pennants: Pennants,
        settings: SettingsStore,
    ) -> None:
        super().__init__()
        self.setObjectName("today")
        self._desk, self._background, self._messages, self._settings = desk, background, messages, settings
        self._reading: Reading | None = None
        self._whose = SHOP if settings.get(_WHOSE) == SHOP else MINE
        self._is_stale = True
        self._build(theme, pennants)
        self._lay_out()
        self._connect(changes)
        self.retranslate()

    # What the window asks of a page

    def retranslate(self) -> None:
        """Write every text again."""
        self.setAccessibleName(_("Today"))
        self._whose_action.setText(_("For me or for the shop"))
        self._show()

    def take_focus(self) -> None:
        """Into the lines."""
        if self._stack.currentWidget() is self.contacts:
            self.contacts.take_focus()
        else:
            (self.lines if self.lines.isVisibleTo(self) else self.empty).setFocus()

    def open_record(self, kind: str, record_id: object) -> None:
        """`contact-list`: whom to speak with again."""
        if kind == "contact-list":
            self._stack.setCurrentWidget(self.contacts)
            self._read_contacts()
            self.contacts.take_focus()

    def in_view(self) -> InView:
        """Whom to speak with again, while that is shown."""
        one = self.contacts.table.current() if self._stack.currentWidget() is self.contacts else None
        if one is None:
            return InView()
        return InView(order_id=one.order_id, case_id=one.case_id, buyer_id=one.buyer_id)

    def refresh(self) -> None:
        """Read everything again."""
        self._is_stale = False
        self._background.run_task(lambda: read_now(self._desk), self._take, self._messages.error, owner=self)
        if self._stack.currentWidget() is self.contacts:
            self._read_contacts()

    def keep_state(self) -> None:
        """Remember for whom it tells."""
        self._settings.set(_WHOSE, self._whose)

    def showEvent(self, event: QShowEvent) -> None:
        """What changed while another page was shown is read now."""
        super().showEvent(event)
        if self._is_stale:
            self._soon.start(0)

    # How it is put together

    def _build(self, theme: Theme, pennants: Pennants) -> None:
        self.greeting = label("today.greeting", "title", parent=self)
        self.figures = {key: label(f"today.{key}", parent=self) for key in ("late", "today", "waiting")}
        for each in self.figures.values():
            each.setFont(theme.font(Text.TITLE))
        self._chips = ChipBar("today.whose", theme, pennants)
        self.lines = DueList("today.lines", theme)
        self.empty = EmptyState("today.empty", theme, "circle-check")
        self.contacts = ContactList(self._desk, theme)
        self._soon = QTimer(self, singleShot=True, interval=READ_AFTER)
        self._ticking = QTimer(self, interval=TICK)
        self._whose_action = add_action(self, "today.whose.action", "M")

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(16, 16, 16, 12)
        head.setSpacing(20)
        head.addWidget(self.greeting)
        for each in self.figures.values():
            head.addWidget(each)
        head.addStretch(1)
        head.addWidget(self._chips)
        self._body = stacked("today.body", self.lines, self.empty)
        due = named(QWidget(), "today.due")
        due.setMaximumWidth(MOST_WIDE)
        fill(due, head, rule("today.rule"), self._body, tall=self._body)
        middle = named(QWidget(), "today.middle")
        across = QHBoxLayout(middle)
        across.setContentsMargins(0, 0, 0, 0)
        across.addWidget(due, 1)
        across.addStretch(0)
        self._due = middle
        self._stack = stacked("today.stack", middle, self.contacts)
        fill(self, surface("today.content", self._stack))

    def _connect(self, changes: Changes) -> None:
        changes.changed.connect(self._on_changed)
        self._soon.timeout.connect(self.refresh)
        self._ticking.timeout.connect(self._on_tick)
        self._ticking.start()
        self._chips.chosen.connect(lambda keys: self.show_whose(next(iter(keys - {self._whose}), self._whose)))
        self._whose_action.triggered.connect(lambda *_on: self.show_whose(SHOP if self._whose == MINE else MINE))
        self.lines.opened.connect(self._open)
        self.empty.clicked.connect(self._on_empty)
        self.contacts.left.connect(self._leave_contacts)
        self.contacts.opened.connect(self._open_contact)
        self.contacts.done.connect(self._finish_contact)

    # What is shown

    @property
    def whose(self) -> str:
        """MINE or SHOP."""
        return self._whose

    def show_whose(self, whose: str) -> None:
        """For me (MINE) or for the shop (SHOP)."""
        self._whose = whose
        self._show()
        self.take_focus()

    def _on_changed(self, kinds: frozenset[str]) -> None:
        if not concerns(kinds, *OF_TODAY):
            return
        self._is_stale = True
        if self.isVisible():
            self._soon.start(READ_AFTER)

    def _on_tick(self) -> None:
        if self.isVisible():
            self.refresh()

    def _take(self, reading: Reading) -> None:
        had_keys = self.empty.isAncestorOf(self.focusWidget() or self)
        self._reading = reading
        self._show()
        if had_keys and self.isVisible():
            self.take_focus()

    def _show(self) -> None:
        reading, mine = self._reading, self._whose == MINE
        for each in (*self.figures.values(), self._chips, self._body):
            each.setVisible(reading is not None)
        if reading is None:
            self.greeting.setText("")
            return
        self.greeting.setText(greeting(reading.now, reading.zone))
        sums = {whose: add_up(reading.rows, mine=whose == MINE) for whose in (MINE, SHOP)}
        shown = sums[self._whose]
        for key, role, said in (
            ("late", "danger", _("Late {n}")),
            ("today", "warning", _("Today {n}")),
            ("waiting", "muted", _("With others {n}")),
        ):
            figure = getattr(shown, key)
            _say(self.figures[key], said.format(n=f"{figure:,}"), role if figure else "muted")
        self._chips.set_chips([
            Chip(MINE, _("For me"), sums[MINE].late + sums[MINE].today, shortcut="M"),
            Chip(SHOP, _("For the shop"), sums[SHOP].late + sums[SHOP].today, shortcut="M"),
        ])  # fmt: skip
        self._chips.check([self._whose])
        lines = shown_lines(reading, mine=mine)
        self.lines.show_lines(lines, lambda line: detail(line, reading))
        self._body.setCurrentWidget(self.lines if lines else self.empty)
        if not lines:
            self._show_empty(reading)

    def _show_empty(self, reading: Reading) -> None:
        if self._whose == MINE and shown_lines(reading, mine=False):
            self.empty.say(N_("All done. Nothing is due for you."), N_("Show what is due for the shop"), "quiet")
        else:
            self.empty.say(N_("All done. Nothing is due."), N_("Go to Orders"), "quiet")

    def _on_empty(self) -> None:
        if self._whose == MINE and self._reading is not None and shown_lines(self._reading, mine=False):
            self.show_whose(SHOP)
        else:
            self.open_requested.emit("order-list", None)

    def _open(self, shown: Shown) -> None:
        line = shown.line
        if line is None or shown.row is None:
            return
        if shown.row.kind is DueKind.BACKUP:
            self.settings_requested.emit(line.opens)
        else:
            is_mine = self._whose == MINE and line.my_wants is not None
            self.open_requested.emit(line.opens, line.my_wants if is_mine else line.wants)

    # Whom to speak with again

    def _read_contacts(self) -> None:
        mine = self._desk.actor.id if self._whose == MINE else None

        def read() -> tuple[list[NextContact], Millis, str]:
            reading = read_now(self._desk)
            until = day_end(to_local(reading.now, reading.zone).date(), reading.zone)
            found = list_next_contacts(self._desk.seen, before=until, person_id=mine)
            return found, reading.now, reading.zone

        self._background.run_task(
            read, lambda found: self.contacts.show_contacts(*found), self._messages.error, owner=self
        )

    def _leave_contacts(self) -> None:
        self._stack.setCurrentWidget(self._due)
        self.take_focus()

    def _open_contact(self, contact: NextContact) -> None:
        """What it is about, the narrowest first."""
        records = (
            ("complaint", contact.complaint_id), ("review", contact.review_id), ("case", contact.case_id),
            ("order", contact.order_id), ("buyer", contact.buyer_id),
        )  # fmt: skip
        kind, number = next((each for each in records if each[1] is not None), ("", None))
        if number is not None:
            self.open_requested.emit(kind, number)

    def _finish_contact(self, contact: NextContact) -> None:
        self._background.run_task(
            lambda: finish_contact(self._desk, contact_id=contact.id),
            lambda _done: self._messages.toast(_("No further word is due with {buyer}").format(buyer=contact.buyer)),
            self._messages.error,
            owner=self,
        )


def _say(figure: QLabel, text: str, role: str) -> None:
    figure.setText(text)
    restyle(figure, "role", role)
