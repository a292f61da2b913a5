"""Complaints are loud: a line across every page of a supervisor until somebody took note (CMP-01, CMP-02)."""

from PySide6.QtCore import QObject, QTimer

from shopdesk.domain.permissions import Right
from shopdesk.i18n import _, ngettext
from shopdesk.queries.complaints import ComplaintCounts, count_complaints
from shopdesk.services.desk import Changed, Desk
from shopdesk.ui.background import Background
from shopdesk.ui.changes import Changes, concerns
from shopdesk.ui.language import Language
from shopdesk.ui.main_window import MainWindow

KEY = "complaints"
EVERY, SOON = 60_000, 50
"""Milliseconds between two looks, and after a change until it is counted."""


class ComplaintWatch(QObject):
    """What waits for a supervisor is said to whoever may decide; the number beside the page is one of `Badges`."""

    def __init__(
        self, window: MainWindow, desk: Desk, background: Background, changes: Changes, language: Language
    ) -> None:
        super().__init__(window)
        self._window, self._desk, self._background = window, desk, background
        self._counts: ComplaintCounts | None = None
        self._soon = QTimer(self, singleShot=True, interval=SOON)
        self._soon.timeout.connect(self.count)
        self._every = QTimer(self, interval=EVERY)
        self._every.timeout.connect(self.count)
        changes.changed.connect(self._on_changed)
        language.changed.connect(self._show)
        self._every.start()
        self._soon.start()

    def count(self) -> None:
        """Count in the background."""
        desk = self._desk
        if desk.actor.may(Right.OVERRULE):
            self._background.run_task(lambda: count_complaints(desk.seen, now=desk.clock()), self._take, owner=self)

    def _take(self, counts: ComplaintCounts) -> None:
        self._counts = counts
        self._show()

    def _show(self) -> None:
        counts = self._counts
        if counts is None:
            return
        if not counts.loud:
            self._window.messages.clear_banner(KEY)
            return
        wanted = "unseen" if counts.unseen else "drafted"
        action = (_("Show them"), lambda: self._window.open_record("complaint-list", wanted))
        self._window.messages.banner(KEY, _said(counts), "danger", action=action)

    def _on_changed(self, kinds: frozenset[str]) -> None:
        if concerns(kinds, Changed.COMPLAINTS):
            self._soon.start()


def _said(counts: ComplaintCounts) -> str:
    said = []
    if counts.unseen:
        n = counts.unseen
        text = ngettext("{n} complaint that no supervisor has seen", "{n} complaints that no supervisor has seen", n)
        said.append(text.format(n=n))
    if counts.to_approve:
        n = counts.to_approve
        said.append(ngettext("{n} appeal to approve", "{n} appeals to approve", n).format(n=n))
    return " · ".join(said)
