"""Intake: what comes back is numbered, written down, matched and registered (RET-01 to RET-05, RET-07, RET-08)."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence, QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QStackedWidget, QTabBar

from shopdesk.domain.intake import BoxState
from shopdesk.errors import N_
from shopdesk.i18n import _
from shopdesk.queries.intake_days import find_open_day
from shopdesk.services.desk import Changed, Desk
from shopdesk.ui.background import Background
from shopdesk.ui.changes import Changes, concerns
from shopdesk.ui.controls import button, named, rule
from shopdesk.ui.intake.box_desk import BoxDesk
from shopdesk.ui.intake.closing import ClosingDialog
from shopdesk.ui.intake.inspection import InspectionDialog
from shopdesk.ui.intake.unclaimed import UnclaimedPane
from shopdesk.ui.layouts import fill, surface
from shopdesk.ui.messages import Messages
from shopdesk.ui.page import InView, PageWidget, view_of
from shopdesk.ui.side_panel import SettingsStore
from shopdesk.ui.sounds import Sounds
from shopdesk.ui.theme import Theme

BOXES, UNCLAIMED = 0, 1
_TABS = (N_("Boxes"), N_("Unclaimed"))
_TAB, _SPLIT = "intake.tab", "intake.split"
_GO = ("F3", "F4")
_DAY: Mapping[str, tuple[str, str]] = {
    "cover": (N_("Cover sheet"), "Ctrl+Shift+P"),
    "goods": (N_("Received goods…"), "Ctrl+G"),
    "close": (N_("Close the day…"), "Ctrl+D"),
}
"""What is done with a whole day, with its key."""


class IntakePage(PageWidget):
    """The boxes of the day, and those of which nobody knows whose they are."""

    papers_requested = Signal(str, object)
    """Papers to look at and print: "register" with a day `2026-11-22` (RET-01), "label" with ids of boxes (RET-06)."""

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
        self.setObjectName("intake")
        self._desk, self._background, self._messages, self._settings = desk, background, messages, settings
        self._is_stale, self._waiting = False, 0
        self._dialog: InspectionDialog | ClosingDialog | None = None
        sounds = sounds or Sounds(settings, self)
        self.boxes = BoxDesk(
            desk=desk, background=background, messages=messages, theme=theme, sounds=sounds, parent=self
        )
        self.unclaimed = UnclaimedPane(
            desk=desk, changes=changes, background=background, messages=messages, theme=theme
        )
        self._make_actions()
        self._lay_out()
        self._connect(changes)
        self.retranslate()
        self.tabs.setCurrentIndex(UNCLAIMED if settings.get(_TAB) == UNCLAIMED else BOXES)
        self._restore_split()
        self.boxes.refresh()

    # What the window asks of a page

    def retranslate(self) -> None:
        """Write every text again."""
        self.setAccessibleName(_("Intake"))
        self.tabs.setAccessibleName(_("Parts of the page"))
        for place, title in enumerate(_TABS):
            self._go[place].setText(_(title))
        for name, (text, key) in _DAY.items():
            self._actions[name].setText(_(text))
            made = self._buttons[name]
            made.setText(_(text).rstrip("…"))
            made.setToolTip(QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText))
        self._write_tabs()

    def take_focus(self) -> None:
        """Where codes are typed."""
        (self.boxes if self.tabs.currentIndex() == BOXES else self.unclaimed).take_focus()

    def search(self, text: str) -> None:
        """Find boxes by number, waybill, phone or name."""
        if self.tabs.currentIndex() == UNCLAIMED:
            self.unclaimed.look_for(text)
        else:
            self.boxes.list.look_for(text)

    def scanned(self, code: str) -> bool:
        """Every scan is meant for this page."""
        if self.tabs.currentIndex() == UNCLAIMED:
            return self.unclaimed.scanned(code)
        self.boxes.take(code)
        return True

    def open_record(self, kind: str, record_id: object) -> None:
        """("box", id) puts a box on the table. ("box-list", …) shows "open" boxes of all days that are not registered,
        "unclaimed" ones, goods to "inspect", the "closing" of the oldest day that is open, or its "cash".
        ("unclaimed-list", …) shows a group of the unclaimed ones ("to-do", "escalated"), those that may be of an order
        by its id, or what a text finds. ("case-goods", case's id): what is to be inspected and approved of one case."""
        if kind == "box" and isinstance(record_id, int):
            self.tabs.setCurrentIndex(BOXES)
            self.boxes.show_box(record_id)
        elif kind == "box-list":
            self._show_list(str(record_id))
        elif kind == "case-goods" and isinstance(record_id, int):
            self.show_goods_of(record_id)
        elif kind == "unclaimed-list":
            self.tabs.setCurrentIndex(UNCLAIMED)
            self.unclaimed.open_list(record_id)

    def in_view(self) -> InView:
        """The box on the table, or the unclaimed one that is chosen; whose it is where somebody knows."""
        table, entry = self.boxes.table, self.unclaimed.current()
        if self.tabs.currentIndex() == BOXES:
            box = table.row if table is not None else None
        else:
            box = entry.row.box if entry is not None else None
        return InView() if box is None else view_of(box, box_id=box.id)

    def refresh(self) -> None:
        """Read everything again."""
        self._is_stale = False
        self.boxes.refresh()
        self.unclaimed.refresh()
        if self._dialog is not None:
            self._dialog.refresh()

    def keep_state(self) -> None:
        """Remember the tab and the splitter; raises OutputFailed."""
        self._settings.set(_TAB, self.tabs.currentIndex())
        self._settings.set(_SPLIT, self.boxes.splitter.sizes())

    def showEvent(self, event: QShowEvent) -> None:
        """What changed while another page was shown is read now."""
        super().showEvent(event)
        if self._is_stale:
            self.refresh()

    # What is opened over it

    def show_goods(self) -> None:
        """What is to be inspected and approved (RET-09)."""
        self._open(InspectionDialog(self._desk, self._background, self._messages, parent=self))

    def show_goods_of(self, case_id: int) -> None:
        """The same of one case alone."""
        self._open(InspectionDialog(self._desk, self._background, self._messages, case_id=case_id, parent=self))

    def close_day(self) -> None:
        """Cash and closing of the day that is listed (RET-07, RET-08)."""
        day = self.boxes.list.chosen_day
        self._open(ClosingDialog(self._desk, self._background, self._messages, day=day, parent=self))

    def print_cover(self) -> None:
        """The register of the day that is listed."""
        self.papers_requested.emit("register", self.boxes.list.chosen_day)

    def _open(self, dialog: InspectionDialog | ClosingDialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._dialog = dialog
        dialog.finished.connect(lambda _result: self._forget(dialog))
        dialog.open()

    def _forget(self, dialog: QDialog) -> None:
        if self._dialog is dialog:
            self._dialog = None
        self.take_focus()

    def _show_list(self, which: str) -> None:
        if which == "unclaimed":
            self.tabs.setCurrentIndex(UNCLAIMED)
            self.take_focus()
            return
        self.tabs.setCurrentIndex(BOXES)
        if which == "open":
            self.boxes.list.show_states([BoxState.OPENED])
        elif which == "inspect":
            self.show_goods()
        elif which in ("closing", "cash"):
            self._background.run_task(
                lambda: find_open_day(self._desk.seen, only_cash=which == "cash"), self._close_open_day, owner=self
            )

    def _close_open_day(self, day: str | None) -> None:
        if day is not None:
            self.boxes.list.show_day(day)
        self.close_day()

    # How it is put together

    def _make_actions(self) -> None:
        does: Mapping[str, Callable[[], object]] = {
            "cover": self.print_cover,
            "goods": self.show_goods,
            "close": self.close_day,
        }
        self._actions = {name: self._action(f"intake.{name}", key, does[name]) for name, (_text, key) in _DAY.items()}
        self._go = [self._go_action(place, key) for place, key in enumerate(_GO)]
        self.addActions(self.boxes.all_actions())
        self._buttons: dict[str, QPushButton] = {}
        for name, action in self._actions.items():
            self._buttons[name] = button(f"intake.{name}.button", "quiet", self)
            self._buttons[name].clicked.connect(action.trigger)

    def _go_action(self, place: int, key: str) -> QAction:
        return self._action(f"intake.go.{place}", key, lambda: self.tabs.setCurrentIndex(place))

    def _action(self, name: str, key: str, do: Callable[[], object]) -> QAction:
        action = QAction(self)
        action.setObjectName(name)
        action.setShortcut(QKeySequence(key))
        action.setAutoRepeat(False)
        action.triggered.connect(lambda _on=False: do())
        self.addAction(action)
        return action

    def _lay_out(self) -> None:
        self.tabs = named(QTabBar(self), "intake.tabs")
        self.tabs.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._stack = named(QStackedWidget(self), "intake.parts")
        for part in (self.boxes, self.unclaimed):
            self.tabs.addTab("")
            self._stack.addWidget(part)
        top = QHBoxLayout()
        top.setContentsMargins(0, 4, 12, 0)
        top.setSpacing(4)
        top.addWidget(self.tabs)
        top.addStretch(1)
        for made in self._buttons.values():
            top.addWidget(made)
        fill(self, surface("intake.content", top, rule("intake.rule"), self._stack, tall=self._stack))

    def _connect(self, changes: Changes) -> None:
        changes.changed.connect(self._on_changed)
        self.tabs.currentChanged.connect(self._on_tab)
        self.boxes.papers_requested.connect(self.papers_requested)
        self.boxes.open_requested.connect(self.open_requested)
        self.unclaimed.open_requested.connect(self.open_requested)
        self.unclaimed.box_requested.connect(lambda box_id: self.open_record("box", box_id))
        self.unclaimed.counted.connect(self._on_counted)

    def _on_tab(self, place: int) -> None:
        self._stack.setCurrentIndex(place)
        for action in self.boxes.all_actions():
            action.setVisible(place == BOXES)  # a hidden action's key does nothing
        self.take_focus()

    def _on_counted(self, boxes: int, _due: int) -> None:
        self._waiting = boxes
        self._write_tabs()

    def _write_tabs(self) -> None:
        for place, title in enumerate(_TABS):
            waiting = f"  {self._waiting}" if place == UNCLAIMED and self._waiting else ""
            self.tabs.setTabText(place, _(title) + waiting)
            self.tabs.setTabToolTip(place, _GO[place])

    def _restore_split(self) -> None:
        kept = self._settings.get(_SPLIT)
        if isinstance(kept, list) and len(kept) == self.boxes.splitter.count():
            self.boxes.splitter.setSizes([int(size) for size in kept])

    def _on_changed(self, kinds: frozenset[str]) -> None:
        wanted = (Changed.BOXES, Changed.CASES, Changed.ORDERS, Changed.REPAIRS, Changed.SETTINGS)
        if not concerns(kinds, *wanted):
            return
        if not self.isVisible():
            self._is_stale = True
            return
        self.boxes.refresh()
        if self._dialog is not None:
            self._dialog.refresh()
