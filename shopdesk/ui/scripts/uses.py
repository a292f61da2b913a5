"""Who copied which words how often, month by month (CRM-02)."""

from datetime import date
from typing import NamedTuple

from PySide6.QtWidgets import QApplication, QHBoxLayout, QSplitter, QWidget

from shopdesk.clock import Millis, day_start, to_local
from shopdesk.domain.script_topics import TOPICS
from shopdesk.errors import N_
from shopdesk.i18n import _, ngettext
from shopdesk.queries.scripts import ScriptUseRow, list_script_uses
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.desk import Desk
from shopdesk.settings import ZONE
from shopdesk.ui.background import Background
from shopdesk.ui.controls import label, rule
from shopdesk.ui.empty_state import EmptyState
from shopdesk.ui.language import Retranslated
from shopdesk.ui.layouts import fill, foot, stacked, surface
from shopdesk.ui.messages import Messages
from shopdesk.ui.moments import full_moment, short_moment
from shopdesk.ui.newest import Newest
from shopdesk.ui.page_actions import PageActions
from shopdesk.ui.record_table import RecordColumn, RecordTable
from shopdesk.ui.scripts.actions import USES
from shopdesk.ui.theme import Theme

EVERYBODY = 0
"""The line above the persons."""


class PersonLine(NamedTuple):
    """A person, or everybody."""

    id: int
    name: str
    times: int


class UseLine(NamedTuple):
    """A script and how often it was copied."""

    id: int
    title: str
    topic: str
    times: int
    last_at: Millis


class Read(NamedTuple):
    """A month."""

    month: date
    zone: str
    now: Millis
    rows: list[ScriptUseRow]


PERSONS = (
    RecordColumn("name", N_("Person"), 120, lambda line: line.name or _("Everybody"), stretch=1),
    RecordColumn("times", N_("Times"), 70, lambda line: f"{line.times:,}", is_figure=True),
)


class UsesView(Retranslated, QWidget):
    """Persons on the left, what the chosen one used on the right."""

    def __init__(self, desk: Desk, background: Background, messages: Messages, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("scripts.uses")
        self._desk, self._background, self._messages = desk, background, messages
        self._read: Read | None = None
        self._reads = Newest(background, self)
        self._back = 0
        """Months before this one."""
        self.commands = PageActions(self, desk, USES)
        self.month = label("scripts.uses.month", "title", parent=self)
        self.people = RecordTable("scripts.uses.people", N_("Who used words"), PERSONS, theme)
        columns = (
            RecordColumn("title", N_("Title"), 200, lambda line: line.title, stretch=2),
            RecordColumn("topic", N_("Topic"), 130, lambda line: line.topic, is_muted=True, stretch=1),
            RecordColumn("times", N_("Times"), 80, lambda line: f"{line.times:,}", is_figure=True),
            RecordColumn("last", N_("Last used"), 110, self._last, lambda line: full_moment(line.last_at, self._zone),
                         is_muted=True),
        )  # fmt: skip
        self.table = RecordTable("scripts.uses.table", N_("Words used"), columns, theme)
        self.empty = EmptyState("scripts.uses.empty", theme, "message")
        self._said = label("scripts.uses.said", "muted", parent=self)
        self._lay_out()
        self.people.chosen_changed.connect(self._show_uses)
        self.commands.connect_all({"before": lambda: self._step(1), "after": lambda: self._step(-1)})
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text again."""
        self.commands.retranslate()
        self.empty.say(N_("Nobody has copied words in this month."))
        self._show()

    def take_focus(self) -> None:
        """Keys go to the persons; in an empty month to the one before."""
        (self._before if self._stack.currentIndex() else self.people).setFocus()

    def read(self) -> None:
        """Read the month again."""
        desk, back = self._desk, self._back

        def find() -> Read:
            zone, now = get_setting(desk.seen, ZONE), desk.clock()
            month = months_before(to_local(now, zone).date(), back)
            since, until = day_start(month, zone), day_start(months_before(month, -1), zone)
            return Read(month, zone, now, list_script_uses(desk.seen, since=since, until=until))

        def take(read: Read) -> None:
            self._read = read
            self._show()

        self._reads.read(find, take, self._messages.error)

    # How it is put together

    @property
    def _zone(self) -> str:
        return self._read.zone if self._read is not None else "Asia/Shanghai"

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(16, 10, 12, 8)
        head.setSpacing(8)
        head.addWidget(self.month)
        head.addStretch(1)
        self._before = self.commands.button("before")
        for made in (self._before, self.commands.button("after")):
            head.addWidget(made)
        sides = QSplitter()
        sides.setObjectName("scripts.uses.sides")
        sides.setHandleWidth(1)
        sides.setChildrenCollapsible(False)
        sides.addWidget(self.people)
        sides.addWidget(self.table)
        sides.setStretchFactor(0, 1)
        sides.setStretchFactor(1, 3)
        self._stack = stacked("scripts.uses.stack", sides, self.empty)
        parts = (head, rule("scripts.uses.rule"), self._stack, rule("scripts.uses.foot.rule"), foot(self._said))
        fill(self, surface("scripts.uses.content", *parts, tall=self._stack))

    def _step(self, months: int) -> None:
        if self._back + months >= 0:
            self._back += months
            self.read()

    # What is shown

    def _show(self) -> None:
        self.commands.by_name["after"].setEnabled(self._back > 0)
        read = self._read
        if read is None:
            return
        self.month.setText(f"{read.month:%Y-%m}")
        times: dict[tuple[int, str], int] = {}
        for row in read.rows:
            times[row.person_id, row.person] = times.get((row.person_id, row.person), 0) + row.times
        n = sum(times.values())
        lines = [PersonLine(each[0], each[1], count) for each, count in sorted(times.items(), key=lambda it: -it[1])]
        self.people.show_rows([PersonLine(EVERYBODY, "", n), *lines] if lines else [], again=True)
        if lines and self.people.current() is None:
            self.people.go_to(EVERYBODY)
        is_here = self._stack.isAncestorOf(QApplication.focusWidget() or self)
        self._stack.setCurrentIndex(0 if lines else 1)
        if is_here or self._before.hasFocus():
            self.take_focus()
        self._said.setText(ngettext("{n} text copied", "{n} texts copied", n).format(n=f"{n:,}"))
        self._show_uses()

    def _show_uses(self) -> None:
        """What the chosen person copied."""
        person, lines = self.people.current_id(), dict[int, UseLine]()
        for row in self._read.rows if self._read is not None else ():
            if person not in (None, EVERYBODY, row.person_id):
                continue
            before = lines.get(row.script_id)
            lines[row.script_id] = UseLine(
                row.script_id, row.title, _(TOPICS[row.topic]), row.times + (before.times if before else 0),
                max(row.last_at, before.last_at if before else 0),
            )  # fmt: skip
        self.table.show_rows(sorted(lines.values(), key=lambda line: (-line.times, line.title)), again=True)

    def _last(self, line: UseLine) -> str:
        return short_moment(line.last_at, self._read.now, self._read.zone) if self._read is not None else ""


def months_before(day: date, months: int) -> date:
    """The first day of the month so many months before that of `day`."""
    years, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(years, month + 1, 1)
