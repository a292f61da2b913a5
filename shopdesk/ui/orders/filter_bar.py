"""Everything above the table: flag chips, search, views, tabs, days, shop and columns."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtGui import QAction, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QProgressBar,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from shopdesk.domain.flags import Colour
from shopdesk.domain.statuses import Tray
from shopdesk.i18n import _
from shopdesk.queries.shops import ShopRow
from shopdesk.ui.controls import named, rule, say, tool_button
from shopdesk.ui.flags import Pennants
from shopdesk.ui.language import Retranslated
from shopdesk.ui.orders.choice import Choice, Period
from shopdesk.ui.orders.flag_chips import FlagChips
from shopdesk.ui.orders.period_button import PeriodButton
from shopdesk.ui.orders.saved_views import ViewsButton
from shopdesk.ui.orders.tray_tabs import TrayTabs
from shopdesk.ui.search_line import SearchLine
from shopdesk.ui.theme import Theme

SEARCH_AFTER = 150
"""Milliseconds after the last key."""
SEARCH_WIDTH = 160
"""px of the search box at least, where it stands beside the chips."""


class FilterBar(Retranslated, QWidget):
    """`choice_changed` carries the new Choice whenever the user changes it."""

    choice_changed = Signal(object)
    tint_toggled = Signal(bool)

    def __init__(self, theme: Theme, pennants: Pennants, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("orders.filters")
        self._theme = theme
        self._choice = Choice()
        self._is_narrow = False
        self._shops: Sequence[ShopRow] = ()
        self.chips = FlagChips(theme, pennants, self)
        self.tabs = TrayTabs(theme, self)
        self.period = PeriodButton(theme, self)
        self.views = ViewsButton(theme, self)
        self.search = named(SearchLine(self), "orders.search")
        self.shop = named(QComboBox(self), "orders.shop")
        self.column_menu = named(QMenu(self), "orders.columns.menu")
        self.columns = tool_button(theme.icons, "columns", "orders.columns", self)
        self.tint = QAction(self)
        self.panel = tool_button(theme.icons, "layout-sidebar-right", "orders.panel.toggle", self)
        self.busy = named(QProgressBar(self), "orders.busy")
        self._timer = QTimer(self, singleShot=True, interval=SEARCH_AFTER)
        self._set_up()
        self._lay_out()
        self._connect()
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text again."""
        self.search.setPlaceholderText(_("Search this list"))
        self.search.setAccessibleName(_("Search orders"))
        self.search.setToolTip(_("Order no., phone, name, memo, waybill") + "  Ctrl+F")
        self.shop.setAccessibleName(_("Shop"))
        if self.shop.count():
            self.shop.setItemText(0, _("All shops"))
        say(self.columns, _("Columns"))
        say(self.panel, _("Show or hide the panel"))
        self.busy.setAccessibleName(_("Searching"))
        self.tint.setText(_("Tint rows by flag"))
        self._make_room()

    @property
    def choice(self) -> Choice:
        """What is chosen now."""
        return self._choice

    def start_search(self) -> None:
        """Into the search line, ready to be typed over."""
        self.search.setFocus()
        self.search.selectAll()

    def show_choice(self, choice: Choice) -> None:
        """Show this choice everywhere, telling nobody."""
        self._choice = choice
        self._timer.stop()
        self.chips.show_chosen(choice.flags)
        self.tabs.show_chosen(choice.tray)
        self.period.show_period(choice.period, choice.first, choice.last)
        if self.search.text().strip() != choice.find:
            self.search.blockSignals(True)
            self.search.setText(choice.find)
            self.search.blockSignals(False)
        self.shop.setCurrentIndex(max(0, self.shop.findData(choice.shop_id)))

    def show_counts(
        self, by_flag: Mapping[Colour, int], by_tray: Mapping[Tray, int], flag_names: Mapping[str, str]
    ) -> None:
        """The live counts."""
        self.chips.show_counts(by_flag, flag_names)
        self.tabs.show_counts(by_tray)
        self._make_room()

    def show_shops(self, shops: Sequence[ShopRow]) -> None:
        """The shops there are; one alone needs no choosing."""
        self._shops = shops
        self.shop.blockSignals(True)
        self.shop.clear()
        self.shop.addItem(_("All shops"), None)
        for shop in shops:
            self.shop.addItem(shop.name, shop.id)
        self.shop.setCurrentIndex(max(0, self.shop.findData(self._choice.shop_id)))
        self.shop.blockSignals(False)
        self.shop.setVisible(len(shops) > 1)

    def show_busy(self, busy: bool) -> None:
        """A list is being found in the background."""
        self.busy.setRange(0, 0 if busy else 1)
        self.busy.setTextVisible(False)
        self.busy.setProperty("idle", not busy)
        self.busy.setVisible(busy)
        self._rule.setVisible(not busy)

    def change(self, **parts: object) -> None:
        """Choose something else in these parts, and tell."""
        changed = replace(self._choice, **parts)  # type: ignore[arg-type]
        if changed != self._choice:
            self.show_choice(changed)
            self.choice_changed.emit(changed)

    def _set_up(self) -> None:
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(140)
        self.search.setMaximumWidth(320)
        self.search.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._search_icon = QAction(self)
        self._theme.icons.put(self._search_icon, "search")
        self.search.addAction(self._search_icon, QLineEdit.ActionPosition.LeadingPosition)
        self.shop.setMaximumWidth(120)
        self.shop.hide()
        self.columns.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.columns.setMenu(self.column_menu)
        self.panel.setCheckable(True)
        self.tint.setCheckable(True)
        self.tint.setObjectName("orders.tint")
        self.busy.setFixedHeight(2)
        self.chips.setMinimumWidth(120)  # those that don't fit are cut off
        self.chips.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._rule = rule("orders.filters.rule", self)
        for quiet in (self.columns, self.panel):
            quiet.setIconSize(QSize(18, 18))

    def _lay_out(self) -> None:
        self._first, self._middle, self._second = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        for row, margins in ((self._first, (16, 12)), (self._middle, (16, 8)), (self._second, (8, 4))):
            row.setContentsMargins(margins[0], margins[1], 12, 0)
            row.setSpacing(8)
        self._second.setSpacing(4)
        self._first.addWidget(self.chips, 1)
        self._second.addWidget(self.tabs, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for row in (self._first, self._middle, self._second):
            layout.addLayout(row)
        layout.addWidget(self.busy)
        layout.addWidget(self._rule)
        self._arrange(narrow=False)
        self.show_busy(False)

    def _arrange(self, *, narrow: bool) -> None:
        """With room: search beside the chips, the rest beside the tabs. Without: a line of their own between them."""
        self._is_narrow = narrow
        searching, rest = (self.search, self.views), (self.shop, self.period, self.columns, self.panel)
        for part in (*searching, *rest):
            for row in (self._first, self._middle, self._second):
                row.removeWidget(part)
        for part in searching:
            (self._middle if narrow else self._first).addWidget(part)
        for part in rest:
            (self._middle if narrow else self._second).addWidget(part)
        self.search.setMaximumWidth(10_000 if narrow else 320)
        self._middle.setContentsMargins(16, 8 if narrow else 0, 12, 0)

    def showEvent(self, event: QShowEvent) -> None:
        """Only now is it known how wide it is."""
        super().showEvent(event)
        self._make_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width may need another arrangement."""
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        rest = sum(part.sizeHint().width() + 4 for part in (self.period, self.columns, self.panel))
        rest += min(self.shop.sizeHint().width(), self.shop.maximumWidth()) + 4 if len(self._shops) > 1 else 0
        first = self.chips.sizeHint().width() + SEARCH_WIDTH + self.views.sizeHint().width() + 44
        needed = max(first, self.tabs.full_width() + rest + 28)
        if self.isVisible() and (needed > self.width()) != self._is_narrow:
            self._arrange(narrow=needed > self.width())

    def _connect(self) -> None:
        self.chips.flags_chosen.connect(lambda flags: self.change(flags=flags))
        self.tabs.tray_chosen.connect(lambda tray: self.change(tray=tray))
        self.period.period_chosen.connect(self._take_period)
        self.shop.currentIndexChanged.connect(lambda _place: self.change(shop_id=self.shop.currentData()))
        self.search.textChanged.connect(lambda _text: self._timer.start())
        self._timer.timeout.connect(lambda: self.change(find=self.search.text().strip()))
        self.tint.toggled.connect(self.tint_toggled)

    def _take_period(self, period: Period, first: date | None, last: date | None) -> None:
        self.change(period=period, first=first, last=last)
