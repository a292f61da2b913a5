"""The button that says of which days orders are shown."""

from datetime import date

from PySide6.QtCore import QDate, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QActionGroup, QShowEvent
from PySide6.QtWidgets import QDateEdit, QFrame, QGridLayout, QMenu, QPushButton, QWidget

from shopdesk.i18n import N_, _
from shopdesk.ui.controls import button, label, named
from shopdesk.ui.language import Retranslated
from shopdesk.ui.orders.choice import Period
from shopdesk.ui.theme import Theme

PERIODS = {
    Period.ANY: N_("Any time"),
    Period.TODAY: N_("Today"),
    Period.YESTERDAY: N_("Yesterday"),
    Period.WEEK: N_("Last 7 days"),
    Period.MONTH: N_("Last 30 days"),
    Period.CUSTOM: N_("From … to …"),
}


class PeriodButton(Retranslated, QPushButton):
    """`period_chosen` carries the Period and, for CUSTOM, its first and last day."""

    period_chosen = Signal(object, object, object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("orders.period")
        self.setProperty("quiet", True)
        self.setAutoDefault(False)
        self.setIconSize(QSize(16, 16))
        theme.icons.put(self, "calendar-check")
        self._period, self._first, self._last = Period.ANY, None, None  # type: tuple[Period, date | None, date | None]
        self._menu = named(QMenu(self), "orders.period.menu")
        self._group = QActionGroup(self._menu)
        self._actions = {period: self._menu.addAction("") for period in Period}
        for period, action in self._actions.items():
            action.setObjectName(f"orders.period.{period.value}")
            action.setCheckable(True)
            self._group.addAction(action)
            action.triggered.connect(lambda _checked, chosen=period: self._choose(chosen))
        self.setMenu(self._menu)
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text again."""
        for period, action in self._actions.items():
            action.setText(_(PERIODS[period]))
        self._actions[self._period].setChecked(True)
        self.setText("" if self._period is Period.ANY else self._said() + "   ")
        self.setAccessibleName(_("Ordered: {period}").format(period=self._said()))
        self.setToolTip(_("Ordered: {period}").format(period=self._said()))

    def show_period(self, period: Period, first: date | None, last: date | None) -> None:
        """Say this, telling nobody."""
        self._period, self._first, self._last = period, first, last
        self.retranslate()

    def _said(self) -> str:
        if self._period is not Period.CUSTOM:
            return _(PERIODS[self._period])
        days = [day.isoformat() if day else "…" for day in (self._first, self._last)]
        return days[0] if days[0] == days[1] else " – ".join(days)

    def _choose(self, period: Period) -> None:
        if period is Period.CUSTOM:
            self._actions[self._period].setChecked(True)
            self._ask_days()
        else:
            self.period_chosen.emit(period, None, None)

    def _ask_days(self) -> None:
        asked = DaysPopup(self._first, self._last, self.window())
        asked.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        asked.days_chosen.connect(lambda first, last: self.period_chosen.emit(Period.CUSTOM, first, last))
        asked.adjustSize()
        asked.move(self.mapToGlobal(QPoint(self.width() - asked.width(), self.height() + 4)))
        asked.show()


class DaysPopup(Retranslated, QFrame):
    """Asks for a first and a last day."""

    days_chosen = Signal(object, object)

    def __init__(self, first: date | None, last: date | None, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("orders.days")
        self.setProperty("card", True)
        today = QDate.currentDate()
        self._labels = [label(f"orders.days.{key}.label", "small", parent=self) for key in ("first", "last")]
        self._first = _date_edit("orders.days.first", _qdate(first) or today.addDays(-6), self)
        self._last = _date_edit("orders.days.last", _qdate(last) or today, self)
        self._show = button("orders.days.show", "main", self)
        self._show.clicked.connect(self._take)
        grid = QGridLayout(self)
        grid.setContentsMargins(12, 10, 12, 12)
        for column, (said, edit) in enumerate(zip(self._labels, (self._first, self._last), strict=True)):
            grid.addWidget(said, 0, column)
            grid.addWidget(edit, 1, column)
        grid.addWidget(self._show, 1, 2)
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text again."""
        self.setAccessibleName(_("Days"))
        for said, edit, text in zip(self._labels, (self._first, self._last), (_("From"), _("To")), strict=True):
            said.setText(text)
            edit.setAccessibleName(text)
        self._show.setText(_("Show"))

    def showEvent(self, event: QShowEvent) -> None:
        """Typing begins in the first day."""
        super().showEvent(event)
        self._first.setFocus()

    def _take(self) -> None:
        days = sorted((_day(self._first.date()), _day(self._last.date())))
        self.close()
        self.days_chosen.emit(*days)


def _date_edit(name: str, day: QDate, parent: QWidget) -> QDateEdit:
    made = named(QDateEdit(day, parent), name)
    made.setDisplayFormat("yyyy-MM-dd")
    made.setCalendarPopup(True)
    made.setMinimumWidth(116)
    return made


def _qdate(day: date | None) -> QDate | None:
    return None if day is None else QDate(day.year, day.month, day.day)


def _day(day: QDate) -> date:
    return date(day.year(), day.month(), day.day())
