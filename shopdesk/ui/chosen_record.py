"""The one record of a list that the panel beside it shows: which it is, and everything about it as it is now."""

from collections.abc import Callable, Sequence
from typing import Generic, Protocol, TypeVar

from PySide6.QtCore import QObject, SignalInstance

from shopdesk.errors import NotFound
from shopdesk.ui.background import Background
from shopdesk.ui.messages import Messages
from shopdesk.ui.newest import Newest


class Row(Protocol):
    """A line of a list."""

    @property
    def id(self) -> int:
        """The record's id."""


class WithRow(Protocol):
    """Everything about a record."""

    @property
    def row(self) -> Row:
        """Its line in the list."""


class RecordList(Protocol):
    """A list in which one record is the current one: `RecordTable`, or views that hold several."""

    @property
    def chosen_changed(self) -> SignalInstance:
        """Another one is chosen."""

    def current_id(self) -> int | None:
        """The record that keys go to."""

    def chosen(self) -> Sequence[Row]:
        """All that are chosen; keys may go to one that isn't."""

    def go_to(self, record_id: int) -> bool:
        """Choose one alone; False where it isn't here."""


Whole = TypeVar("Whole", bound=WithRow)


class ChosenRecord(Generic[Whole]):
    """Read in the background whenever another one is chosen. A record that was asked for and isn't in the list yet
    counts as chosen until it is, or until another one is chosen by hand."""

    def __init__(
        self,
        records: RecordList,
        read: Callable[[int], Whole],
        show: Callable[[Whole | None], None],
        *,
        background: Background,
        messages: Messages,
        owner: QObject,
    ) -> None:
        """`show` is told `shown` each time that it was read."""
        self._records, self._read, self._show, self._messages = records, read, show, messages
        self._newest = Newest(background, owner)
        self.shown: Whole | None = None
        """What was read last; another one may be chosen by now."""
        self.also: int | None = None
        """A record that the list is to hold, whatever the list is of."""
        self.is_fresh = False
        """Whether `shown` is the chosen one as it was when last asked for; whoever is about to change it says no."""
        self._awaited: int | None = None
        self._goal: int | None = None
        """The record that is shown, or is being read."""
        self._is_listing = False
        records.chosen_changed.connect(self._on_chosen)

    @property
    def current(self) -> Whole | None:
        """What is shown, where it is the one that is chosen; None while another one is being read."""
        is_chosen = self.shown is not None and self.shown.row.id == self._chosen_id()
        return self.shown if is_chosen else None

    def ask_for(self, record_id: int) -> bool:
        """Choose this one; False where the list isn't of its kind, and has to be read again with `also`."""
        self._newest.forget()
        self._awaited = record_id
        if self._records.go_to(record_id):
            self._awaited = None
            self.read()
            return True
        self.also = record_id
        return False

    def take_list(self, rows: Sequence[Row], show: Callable[[], None], *, is_added: bool) -> None:
        """Another list is there, which `show` shows: choose in it what was asked for, else the first where nothing is.
        `is_added`: `also` is in it only because it was asked for."""
        if not is_added:
            self.also = None  # it is in the list by itself, and leaves it as the others do
        self._is_listing = True
        show()
        if self._awaited is not None:
            self._awaited = None if self._records.go_to(self._awaited) else self._awaited
        elif rows and not self._records.chosen():
            self._records.go_to(self._records.current_id() or rows[0].id)
        self._is_listing = False
        self.read()

    def lose_list(self, error: Exception) -> None:
        """The list couldn't be read: what was asked for isn't waited for any more."""
        self.also = self._awaited = None
        self._messages.unasked(error)

    def read(self, record_id: int | None = None) -> None:
        """The chosen one, as it is now; where a `record_id` is given, only if it is that one."""
        goal = self._chosen_id()
        if record_id is not None and record_id != goal:
            return
        self._goal, self.is_fresh = goal, False
        if goal is None:
            self._newest.forget()
            self._take(None)
        else:
            self._newest.read(lambda: self._read(goal), self._take, self._lose)

    def _chosen_id(self) -> int | None:
        return self._records.current_id() if self._awaited is None else self._awaited

    def _on_chosen(self) -> None:
        if not self._is_listing and self._records.current_id() not in (None, self._goal):
            self._awaited = None
            self.read()

    def _take(self, whole: Whole | None) -> None:
        self.shown, self.is_fresh = whole, True
        self._goal = None if whole is None else whole.row.id
        self._show(whole)

    def _lose(self, error: Exception) -> None:
        self._awaited = None
        self._goal = None if self.shown is None else self.shown.row.id
        if isinstance(error, NotFound):
            self._take(None)
        self._messages.unasked(error)
