"""What happened with a buyer, the newest first; the next page is read where the end of what is there is reached."""

from collections.abc import Collection

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent

from shopdesk.clock import Millis
from shopdesk.domain.buyer_times import EntryKind
from shopdesk.errors import N_
from shopdesk.queries.buyer_times import Entry, TimePage
from shopdesk.services.desk import Desk
from shopdesk.ui.background import Background
from shopdesk.ui.buyers.columns import time_columns
from shopdesk.ui.buyers.reading import EntryLine, WholeBuyer, read_more
from shopdesk.ui.messages import Messages
from shopdesk.ui.newest import Newest
from shopdesk.ui.record_table import RecordTable
from shopdesk.ui.theme import Theme

NARROW_BELOW = 700
"""px of the list under which it has no room for persons."""
_OF_BOTH = ("join", "let go")
"""Deeds that are noted with two records."""


class TimeLine(RecordTable):
    """Filled by `show_buyer`; `entry()` is the one that keys go to."""

    grown = Signal()
    """Another page was read."""

    def __init__(self, desk: Desk, background: Background, messages: Messages, theme: Theme) -> None:
        self._whole: WholeBuyer | None = None
        self._kinds: Collection[EntryKind] = ()
        self.entries: list[Entry] = []
        self._pages, self._is_reading = Newest(background, self), False
        self._desk, self._background, self._messages = desk, background, messages
        super().__init__("buyers.times", N_("What happened"), time_columns(self.moment), theme)
        self.chosen_changed.connect(self._on_chosen)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)

    @property
    def has_more(self) -> bool:
        """Whether there is more than was read."""
        return self._whole is not None and self._whole.times.next is not None

    def moment(self) -> tuple[Millis, str]:
        """When it was read, and the shop's zone."""
        whole = self._whole
        return (whole.now, whole.zone) if whole is not None else (self._desk.clock(), "Asia/Shanghai")

    def entry(self) -> Entry | None:
        """The entry that keys go to."""
        line = self.current() if self.entries else None
        return line.entry if isinstance(line, EntryLine) else None

    def show_buyer(self, whole: WholeBuyer | None, kinds: Collection[EntryKind]) -> None:
        """Show the beginning; of the buyer that is shown already one stays where one is."""
        before = self._whole
        again = before is not None and whole is not None and before.page.id == whole.page.id and kinds == self._kinds
        self._pages.forget()
        self._whole, self._kinds, self._is_reading = whole, kinds, False
        self.entries = list(whole.times.entries) if whole is not None else []
        self._show(again=again)

    def _show(self, *, again: bool) -> None:
        self.show_rows([EntryLine(place, entry) for place, entry in enumerate(self._told())], again=again)
        if self.entries and self.current() is None:
            self.go_to(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room, who did it is in the tooltip."""
        is_narrow = event.size().width() < NARROW_BELOW
        self.setColumnHidden(self.records.column_of("person"), is_narrow)
        super().resizeEvent(event)

    def _told(self) -> list[Entry]:
        """A join is noted with either record: told once."""
        seen: set[tuple[object, ...]] = set()
        told = []
        for entry in self.entries:
            key = (entry.at, entry.state, entry.said, entry.person)
            if entry.kind is EntryKind.DEED and entry.state in _OF_BOTH and key in seen:
                continue
            seen.add(key)
            told.append(entry)
        return told

    def _on_chosen(self) -> None:
        if self.entries and self.currentIndex().row() >= len(self.records.rows) - 1:
            self._read_more()

    def _on_scrolled(self, value: int) -> None:
        if self.entries and value >= self.verticalScrollBar().maximum() > 0:
            self._read_more()

    def _read_more(self) -> None:
        whole, kinds = self._whole, self._kinds
        if whole is None or whole.times.next is None or self._is_reading:
            return
        self._is_reading = True
        after = whole.times.next

        def take(page: TimePage) -> None:
            self._is_reading = False
            self._whole = whole._replace(times=page)
            self.entries += page.entries
            self._show(again=True)
            self.grown.emit()

        def lost(error: Exception) -> None:
            self._is_reading = False
            self._messages.unasked(error)

        self._pages.read(lambda: read_more(self._desk, whole.page.id, kinds, after), take, lost)
