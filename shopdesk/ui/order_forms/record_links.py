"""Records beside an order, a buyer or a case, each a line that opens it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from shopdesk.clock import Millis
from shopdesk.i18n import _, ngettext
from shopdesk.ui.controls import button, label, named, restyle
from shopdesk.ui.moments import short_moment
from shopdesk.ui.order_forms.clocks import Clocks

SHOWN_AT_MOST = 6
"""Lines; what is still open comes first."""
_ROOM = 236
"""px for the words of a line, as wide as the narrowest panel lets them be."""
_EDGES = 8
"""px of a button beside its words."""


@dataclass(frozen=True, slots=True)
class Link:
    """What it says and opens."""

    kind: str
    """As `open_requested` names it."""
    record_id: int
    text: str
    tip: str
    is_open: bool
    """Still to be brought to its end."""
    is_late: bool = False


def late_since(due: Millis | None, clocks: Clocks) -> str:
    """Since when somebody should have done something."""
    return _("late since {when}").format(when=short_moment(due, clocks.now, clocks.zone))


def joined(parts: Sequence[str], between: str = " · ") -> str:
    """Those that say something."""
    return between.join(filter(None, parts))


class RecordLinks(QWidget):
    """`open_requested` carries kind and id, as a page's own signal does. Whoever shows them makes them anew in another
    language."""

    open_requested = Signal(str, object)

    def __init__(self, name: str) -> None:
        super().__init__()
        named(self, f"{name}.links")
        self._name = name
        self._links: list[Link] = []
        self._buttons: list[QPushButton] = []
        self._more = label(f"{name}.more", "muted", parent=self)
        self._box = QVBoxLayout()
        self._box.setSpacing(0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(self._box)
        layout.addWidget(self._more)

    def show_links(self, links: Iterable[Link]) -> bool:
        """Show these, open ones first; False for none."""
        self._links = sorted(links, key=lambda each: not each.is_open)
        shown = self._links[:SHOWN_AT_MOST]
        while len(self._buttons) < len(shown):
            self._add()
        for place, made in enumerate(self._buttons):
            made.setVisible(place < len(shown))
            if place < len(shown):
                self._say(made, shown[place])
        rest = len(self._links) - len(shown)
        self._more.setText(ngettext("and {n} more", "and {n} more", rest).format(n=rest))
        self._more.setVisible(rest > 0)
        self.setVisible(bool(self._links))
        return bool(self._links)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a wider panel more of each line is read."""
        super().resizeEvent(event)
        for made, link in zip(self._buttons, self._links, strict=False):
            self._say(made, link)

    def _say(self, made: QPushButton, link: Link) -> None:
        room = max(_ROOM, self.width() - _EDGES)
        made.setText(made.fontMetrics().elidedText(link.text, Qt.TextElideMode.ElideRight, room))
        made.setToolTip(f"{link.text}\n{link.tip}" if link.tip else link.text)
        made.setAccessibleName(link.text)
        restyle(made, "late", link.is_late)

    def _add(self) -> None:
        place = len(self._buttons)
        made = button(f"{self._name}.{place}", "link", self)
        made.setStyleSheet("text-align: left; padding-left: 0;")
        made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)  # never wider than the panel
        made.clicked.connect(lambda: self._open(place))
        self._box.addWidget(made)
        self._buttons.append(made)

    def _open(self, place: int) -> None:
        if place < len(self._links):
            self.open_requested.emit(self._links[place].kind, self._links[place].record_id)
