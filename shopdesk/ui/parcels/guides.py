"""The place on the right of the page in which a guide is shown; each is made when it is first needed."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget

from shopdesk.domain.permissions import Right
from shopdesk.i18n import N_, _
from shopdesk.services.desk import Desk, not_allowed
from shopdesk.ui.background import Background
from shopdesk.ui.controls import label, named, rule, say, tool_button
from shopdesk.ui.language import Retranslated
from shopdesk.ui.layouts import fill
from shopdesk.ui.messages import Messages
from shopdesk.ui.parcels.guide import Guide
from shopdesk.ui.theme import Theme

WIDTH = 560
"""px beside a list."""
TITLES: Mapping[str, str] = {
    "detour": N_("The carrier doesn't reach the address"),
    "interception": N_("Call a parcel back"),
    "shortage": N_("Something was missing"),
}
Make = Callable[[Desk, Background, Messages, Theme], Guide]


def _detour(desk: Desk, background: Background, messages: Messages, theme: Theme) -> Guide:
    from shopdesk.ui.parcels.detour_guide import DetourGuide

    return DetourGuide(desk, background, messages, theme)


def _interception(desk: Desk, background: Background, messages: Messages, theme: Theme) -> Guide:
    from shopdesk.ui.parcels.interception_guide import InterceptionGuide

    return InterceptionGuide(desk, background, messages, theme)


def _shortage(desk: Desk, background: Background, messages: Messages, theme: Theme) -> Guide:
    from shopdesk.ui.parcels.shortage_guide import ShortageGuide

    return ShortageGuide(desk, background, messages, theme)


GUIDES: Mapping[str, Make] = {"detour": _detour, "interception": _interception, "shortage": _shortage}


class GuidePlace(Retranslated, QFrame):
    """`done` carries kind and id of what came of a guide, `left` that it was closed."""

    done = Signal(str, object)
    left = Signal()
    open_requested = Signal(str, object)

    def __init__(self, desk: Desk, background: Background, messages: Messages, theme: Theme) -> None:
        super().__init__()
        named(self, "parcels.guide").setProperty("panel", True)
        self._desk, self._background, self._messages, self._theme = desk, background, messages, theme
        self._made: dict[str, Guide] = {}
        self._kind = ""
        self.setMinimumWidth(360)
        self._title = label("parcels.guide.title", "title", parent=self)
        self._close = tool_button(theme.icons, "x", "parcels.guide.close", self)
        self._close.clicked.connect(self.left)
        self._stack = named(QStackedWidget(), "parcels.guide.stack")
        head = QHBoxLayout()
        head.setContentsMargins(16, 6, 8, 6)
        head.addWidget(self._title, 1)
        head.addWidget(self._close)
        fill(self, head, rule("parcels.guide.rule"), self._stack, tall=self._stack)
        self.hide()
        self.retranslate()

    @property
    def guide(self) -> Guide | None:
        """The one that is shown, or was last."""
        return self._made.get(self._kind)

    def retranslate(self) -> None:
        """Write every text again."""
        title = _(TITLES[self._kind]) if self._kind else ""
        self._title.setText(title)
        self.setAccessibleName(title)
        say(self._close, _("Close  Esc"))

    def start(self, kind: str, order_id: object) -> bool:
        """Begin the guide of this kind ("detour") for an order; False where who works here may not."""
        refusal = not_allowed(self._desk.actor, Right.SERVE)
        if refusal is not None:
            self._messages.error(refusal)
            return False
        guide = self._choose(kind)
        guide.start(order_id)
        guide.take_focus()
        return True

    def show_record(self, kind: str, record_id: int) -> None:
        """Go on with one of this kind."""
        guide = self._choose(kind)
        guide.show_record(record_id)
        guide.take_focus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc, where the guide has no other use for it, leaves."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _choose(self, kind: str) -> Guide:
        if kind not in self._made:
            made = GUIDES[kind](self._desk, self._background, self._messages, self._theme)
            made.done.connect(self.done)
            made.cancelled.connect(self.left)
            made.open_requested.connect(self.open_requested)
            self._made[kind] = made
            self._stack.addWidget(made)
        self._kind = kind
        self._stack.setCurrentWidget(self._made[kind])
        self.show()
        self.retranslate()
        return self._made[kind]
