"""What is asked again before the answer has come: only the answer to the newest question is shown."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject

from shopdesk.ui.background import Background

Answer = TypeVar("Answer")


class Newest:
    """One kind of question that is asked in the background. What a later one overtook is dropped, its error too."""

    def __init__(self, background: Background, owner: QObject) -> None:
        self._background, self._owner, self._turn = background, owner, 0

    def read(
        self, func: Callable[[], Answer], take: Callable[[Answer], object], lost: Callable[[Exception], object]
    ) -> None:
        """Run `func` in a thread, then `take` its answer or `lost` its error, unless it was overtaken meanwhile."""
        self.forget()
        turn = self._turn

        def take_newest(answer: Answer) -> None:
            if turn == self._turn:
                take(answer)

        def lose_newest(error: Exception) -> None:
            if turn == self._turn:
                lost(error)

        self._background.run_task(func, take_newest, lose_newest, owner=self._owner)

    def forget(self) -> None:
        """Whatever is under way isn't wanted any more."""
        self._turn += 1
