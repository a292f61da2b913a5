"""The page of the warehouse: packing, and leaving."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence, QShowEvent
from PySide6.QtWidgets import QFrame, QStackedWidget, QTabBar, QVBoxLayout

from shopdesk.i18n import N_, _
from shopdesk.services.desk import Changed, Desk
from shopdesk.ui.background import Background
from shopdesk.ui.changes import Changes, concerns
from shopdesk.ui.controls import named
from shopdesk.ui.messages import Messages
from shopdesk.ui.packing.leaving import LeavingDesk
from shopdesk.ui.packing.station import Station
from shopdesk.ui.page import InView, PageWidget, view_of
from shopdesk.ui.side_panel import SettingsStore
from shopdesk.ui.sounds import Sounds
from shopdesk.ui.theme import Theme

PACK, LEAVING = 0, 1
_TABS = (N_("Pack"), N_("Leaving"))
_TAB = "packing.tab"


class PackingPage(PageWidget):
    """Scans go to the tab that is shown."""

    def __init__(
        self,
        *,
        desk: Desk,
        changes: Changes,
        background: Background,
        messages: Messages,
        settings: SettingsStore,
        theme: Theme,
        sounds: Sounds | None = None,
    ) -> None:
        super().__init__()
        self.setObjectName("packing")
        self._settings = settings
        self._is_stale, self._wrong = True, 0
        sounds = sounds or Sounds(settings, self)
        self.station = Station(desk, background, messages, theme, sounds)
        self.leaving = LeavingDesk(desk, background, messages, theme, sounds)
        self._build()
        self._connect(changes)
        self.retranslate()
        self.tabs.setCurrentIndex(LEAVING if settings.get(_TAB) == LEAVING else PACK)

    # What the window asks of a page

    def retranslate(self) -> None:
        """Write every text again."""
        self.setAccessibleName(_("Pack"))
        self.tabs.setAccessibleName(_("Parts of the page"))
        for place, title in enumerate(_TABS):
            self._go[place].setText(_(title))
        self._write_tabs()

    def take_focus(self) -> None:
        """Where codes are typed."""
        if self.tabs.currentIndex() == PACK:
            self.station.take_focus()
        else:
            self.leaving.take_focus()

    def scanned(self, code: str) -> bool:
        """Every scan is meant for this page: an unknown one is red here."""
        (self.station if self.tabs.currentIndex() == PACK else self.leaving).take(code)
        return True

    def open_record(self, kind: str, record_id: object) -> None:
        """`shipping-list`: a list of what has not left, by its word; `waiting`: the packed parcels by carrier."""
        self.tabs.setCurrentIndex(LEAVING)
        self.leaving.show_list(str(record_id))
        self.take_focus()

    def in_view(self) -> InView:
        """The slip on the table, or the chosen order of a list; of a slip of several orders the first."""
        if self.tabs.currentIndex() == LEAVING:
            one = self.leaving.table.current()
            return InView() if one is None else view_of(one.row, slip_id=one.row.slip_id, waybill=one.row.waybill)
        table = self.station.work.table
        if table is None:
            return InView()
        slip = table.slip
        order_id = slip.orders[0].id if slip.orders else None
        return InView(order_id=order_id, shop_id=slip.shop_id, waybill=slip.waybill, slip_id=slip.id)

    def refresh(self) -> None:
        """Read counts and lists again."""
        self._is_stale = False
        self.leaving.refresh()

    def keep_state(self) -> None:
        """Remember the tab; raises OutputFailed."""
        self._settings.set(_TAB, self.tabs.currentIndex())

    def showEvent(self, event: QShowEvent) -> None:
        """What changed while another page was shown is read now."""
        super().showEvent(event)
        if self._is_stale:
            self.refresh()

    def _build(self) -> None:
        ground = named(QFrame(self), "packing.content")
        ground.setProperty("surface", True)
        self.tabs = named(QTabBar(), "packing.tabs")
        self._stack = named(QStackedWidget(), "packing.parts")
        for part in (self.station, self.leaving):
            self.tabs.addTab("")
            self._stack.addWidget(part)
        column = QVBoxLayout(ground)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.tabs, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._stack, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(ground)
        self._go = [self._go_action(place) for place in (PACK, LEAVING)]
        self._offered: list[QAction] = []
        self._offer(PACK)

    def _go_action(self, place: int) -> QAction:
        action = QAction(self)
        action.setObjectName(f"packing.go.{place}")
        action.setShortcut(QKeySequence(f"Ctrl+{place + 1}"))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(lambda *_args: self.tabs.setCurrentIndex(place))
        self.addAction(action)
        return action

    def _connect(self, changes: Changes) -> None:
        changes.changed.connect(self._on_changed)
        self.tabs.currentChanged.connect(self._on_tab)
        self.leaving.open_requested.connect(lambda order_id: self.open_requested.emit("order", order_id))
        self.leaving.counted.connect(self._on_counted)
        self.station.empty.clicked.connect(lambda: self.open_requested.emit("wave", None))

    def _offer(self, place: int) -> None:
        """Commands and keys are those of the part that is shown: a key that fits two does neither."""
        for action in self._offered:
            self.removeAction(action)
        self._offered = [*self.station.actions_.values()] if place == PACK else [self.leaving.export_action]
        self.addActions(self._offered)

    def _on_tab(self, place: int) -> None:
        self._stack.setCurrentIndex(place)
        self._offer(place)
        if place == LEAVING and self._is_stale:
            self.refresh()
        self.take_focus()

    def _on_counted(self, wrong: int) -> None:
        self._wrong = wrong
        self._write_tabs()

    def _write_tabs(self) -> None:
        for place, title in enumerate(_TABS):
            wrong = f"  {self._wrong}" if place == LEAVING and self._wrong else ""
            self.tabs.setTabText(place, _(title) + wrong)

    def _on_changed(self, kinds: frozenset[str]) -> None:
        if not concerns(kinds, Changed.SLIPS, Changed.ORDERS, Changed.SETTINGS):
            return
        if self.leaving.isVisible():
            self.refresh()
        else:
            self._is_stale = True  # a packer's every scan changes slips, which need not be counted each time
