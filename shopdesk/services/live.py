"""What others do with a shop on a server, heard while they do it; and whether the server answers (DATA-02)."""

import threading
from collections.abc import Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, Protocol

from shopdesk.db.database import Database, is_shared
from shopdesk.db.errors import ServerAway
from shopdesk.errors import StorageError

if TYPE_CHECKING:
    # Loaded with the server's driver once one is listened to: a shop in a file starts sooner.
    from shopdesk.db.listening import Listener, Notice
    from shopdesk.db.postgres import PostgresDatabase

PATIENCE_S = 30.0
LOOK_EVERY_S = 1.0
"""Between two questions whether the server answers; where it can't tell what changes, it is asked more often."""
ASK_EVERY_S = 0.5
AGAIN_EVERY_S = 1.0
"""Between two attempts to find a server that is away."""
ENDS_WITHIN_S = 5.0
_FOR_LONG = 86_400.0


class Hears(Protocol):
    """Who wants to know. Called in a thread that belongs to nobody."""

    def announce_foreign(self, kinds: Iterable[str]) -> None:
        """Others changed things of these kinds; none where nobody knows what."""

    def announce_lost(self, error: Exception) -> None:
        """The server doesn't answer any more."""

    def announce_found(self) -> None:
        """It answers again."""


def be_patient(database: Database) -> None:
    """Reads, and writes that begin, wait PATIENCE_S for a server that is away, such as while another takes its place:
    for who has no window that goes on meanwhile."""
    if is_shared(database):
        database.patience_s = PATIENCE_S


def watch(database: Database, who: Hears) -> "Watch | None":
    """Hear of everything from now on, until `stop`; None for a file, whose version one looks at. The thread that calls
    this never waits for a connection again."""
    if not is_shared(database):
        return None
    made = Watch(database, who)
    made.start()
    return made


class Watch:
    """A thread that alone waits for the server."""

    def __init__(self, database: "PostgresDatabase", who: Hears) -> None:
        self._database, self._who = database, who
        self._ends = threading.Event()
        self._listener: Listener | None = None
        self._is_lost = False
        self._version = b""
        self._thread = threading.Thread(target=self._run, name="shopdesk-live", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._database.never_wait_here()
        self._thread.start()

    def stop(self) -> None:
        """Hear no more; returns once the connection is closed."""
        self._ends.set()
        listener = self._listener
        if listener is not None:
            listener.wake()
        self._thread.join(ENDS_WITHIN_S)
        self._database.remembered.use(False)

    def _run(self) -> None:
        while not self._ends.is_set():
            try:
                self._attend()
            except Exception as error:  # whatever it is: who ends here hears nothing any more, and nobody knows
                self._lose(error)
                self._ends.wait(AGAIN_EVERY_S)

    def _attend(self) -> None:
        """Connect, and hear until the connection breaks. Where only this one broke, another is opened before anybody
        notices."""
        from shopdesk.db.listening import Listener, NoAnswer

        listener = self._listener = Listener(self._database)
        try:
            self._welcome(listener)
            while not self._ends.is_set():
                self._hear(listener)
        except NoAnswer:
            raise
        except ServerAway:
            return
        finally:
            self._listener = None
            self._database.remembered.use(False)  # until somebody hears of changes again
            listener.close()

    def _welcome(self, listener: "Listener") -> None:
        """What happened until now nobody told, so that all is to be read again."""
        self._database.came_back()
        listener.try_hearing()
        self._database.remembered.use(listener.hears)
        self._version = listener.version()
        was_lost, self._is_lost = self._is_lost, False
        if was_lost:
            self._who.announce_found()
        self._who.announce_foreign(())

    def _hear(self, listener: "Listener") -> None:
        notices = listener.wait(LOOK_EVERY_S if listener.hears else ASK_EVERY_S)
        foreign = [notice for notice in notices if not notice.is_own]
        if foreign:
            self._pass_on(foreign)
            return
        version = listener.version()
        if not listener.hears and version != self._version:
            self._who.announce_foreign(())
        self._version = version
        with suppress(StorageError):  # if it is the server, the next question will tell
            self._database.connections.keep_ready()

    def _pass_on(self, notices: "list[Notice]") -> None:
        known = all(notice.kinds for notice in notices)
        kinds = frozenset[str]().union(*(notice.kinds for notice in notices)) if known else frozenset[str]()
        self._database.remembered.forget(kinds)
        self._who.announce_foreign(kinds)

    def _lose(self, error: Exception) -> None:
        self._database.went_away(_FOR_LONG)
        self._database.connections.break_off()
        if not self._is_lost:
            self._is_lost = True
            self._who.announce_lost(error)
