"""The way of a parcel: what was told of it, the newest above, on a line with a dot for each."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from shopdesk.domain.tracking import Source, Status
from shopdesk.i18n import _
from shopdesk.queries.tracking import EventRow
from shopdesk.ui.controls import button, label
from shopdesk.ui.moments import full_moment
from shopdesk.ui.order_forms.facts import wrapping
from shopdesk.ui.parcels.reading import Clock
from shopdesk.ui.theme import Theme

GUTTER, DOT, TOP = 18, 4, 10
"""px: room for the line, a dot's radius, how far below the top of its row it is."""
FEW, MOST = 5, 80
"""Events that are shown at first, and of all; older ones say nothing any more."""
_COLOURS = {
    Status.SIGNED: "good", Status.TROUBLE: "danger", Status.REFUSED: "danger", Status.RETURNING: "warning",
    Status.RETURNED: "warning", Status.FORWARDED: "accent", Status.PICKUP: "accent", Status.DELIVERING: "accent",
}  # fmt: skip


class _Step(QWidget):
    """One event."""

    def __init__(self, name: str, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._theme, self._colour = theme, "faint"
        self._is_first = self._is_last = False
        self._when = label(f"{name}.when", "small", parent=self)
        self._said = wrapping(f"{name}.said", "body", self)
        self._said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GUTTER, 0, 0, 8)
        layout.setSpacing(0)
        layout.addWidget(self._when)
        layout.addWidget(self._said)

    def show_event(self, event: EventRow, clock: Clock, *, first: bool, last: bool) -> None:
        """Show this one; the first is the newest."""
        self._is_first, self._is_last = first, last
        self._colour = _COLOURS.get(event.status, "text" if first else "faint")
        by_hand = _("noted by hand") if event.source is Source.HAND else ""
        when = full_moment(event.at, clock.zone)[:-3]
        when = when.removeprefix(full_moment(clock.now, clock.zone)[:5])  # this year needs no saying
        self._when.setText(" · ".join(filter(None, (when, event.place, by_hand))))
        self._when.setToolTip(full_moment(event.at, clock.zone))
        self._said.setText(event.said)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The line and the dot."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.colour("line"), 2))
        top, end = (TOP if self._is_first else 0), (TOP if self._is_last else self.height())
        painter.drawLine(QPointF(DOT + 1, top), QPointF(DOT + 1, end))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour(self._colour))
        painter.drawEllipse(QPointF(DOT + 1, TOP), DOT, DOT)


class Timeline(QWidget):
    """Rows are used again, so that nothing flickers while one goes down the list."""

    def __init__(self, name: str, theme: Theme) -> None:
        super().__init__()
        self.setObjectName(name)
        self._theme = theme
        self._steps: list[_Step] = []
        self._events: Sequence[EventRow] = ()
        self._clock: Clock | None = None
        self._is_whole = False
        self._nothing = label(f"{name}.nothing", "muted", wrap=True, parent=self)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._layout.addWidget(self._nothing)
        self.more = button(f"{name}.more", "quiet", self)
        self.more.clicked.connect(self._show_all)
        self._layout.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        theme.changed.connect(self.update)

    def show_events(self, events: Sequence[EventRow], clock: Clock) -> None:
        """Show these, the newest first; of many at first the newest ones."""
        same = [each.id for each in events[-1:]] == [each.id for each in self._events[-1:]]
        self._is_whole = self._is_whole and same
        self._events, self._clock = events, clock
        self._write()

    def _show_all(self) -> None:
        self._is_whole = True
        self._write()

    def _write(self) -> None:
        events, clock = self._events, self._clock
        assert clock is not None
        is_whole = self._is_whole or len(events) <= FEW + 1
        shown = events[: MOST if is_whole else FEW]
        self._nothing.setText(_("No carrier has told anything of it yet."))
        self._nothing.setVisible(not shown)
        self.more.setText(_("Show all {n} events").format(n=len(events)))
        self.more.setVisible(not is_whole)
        while len(self._steps) < len(shown):
            step = _Step(f"{self.objectName()}.{len(self._steps)}", self._theme, self)
            self._layout.insertWidget(self._layout.count() - 1, step)
            self._steps.append(step)
        for place, step in enumerate(self._steps):
            if place < len(shown):
                step.show_event(shown[place], clock, first=place == 0, last=place == len(events) - 1)
            step.setVisible(place < len(shown))
