"""What was typed about a box and is not stored yet: whatever goes on from it waits, so that nothing is left behind."""

from collections.abc import Callable


class Pending:
    """Counts the writes under way. What waits is dropped when one of them is refused: somebody has to look first."""

    def __init__(self) -> None:
        self._under_way = 0
        self._waiting: list[Callable[[], object]] = []

    def begin(self) -> None:
        """A write begins; `done` or `refused` has to follow."""
        self._under_way += 1

    def done(self) -> None:
        """It is stored."""
        self._under_way -= 1
        if not self._under_way:
            waiting, self._waiting = self._waiting, []
            for go_on in waiting:
                go_on()

    def refused(self) -> None:
        """It is not stored."""
        self._under_way -= 1
        self._waiting.clear()

    def then(self, go_on: Callable[[], object]) -> None:
        """Once nothing is under way; now, where nothing is."""
        if self._under_way:
            self._waiting.append(go_on)
        else:
            go_on()
