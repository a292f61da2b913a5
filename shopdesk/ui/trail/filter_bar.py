"""What is looked for in the trail: a record, a word, a person, a kind of thing, a span of days."""

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtCore import QDate, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QDateEdit, QHBoxLayout, QLineEdit, QWidget

from shopdesk.clock import Millis, day_end, day_start, to_local
from shopdesk.i18n import N_, _
from shopdesk.queries.trail import TrailFilter
from shopdesk.services.trail_export import kind_name
from shopdesk.ui.controls import named
from shopdesk.ui.language import Retranslated

SEARCH_AFTER = 250
"""Milliseconds after the last key."""
OWN_DAYS = -1
SPANS = {0: N_("Any day"), 1: N_("Today"), 7: N_("Last 7 days"), 30: N_("Last 30 days"), OWN_DAYS: N_("From – to")}
"""Days back, today included."""


class TrailFilterBar(Retranslated, QWidget):
    """`changed` comes once for what was typed, a moment after the last key."""

    changed = Signal()
    entered = Signal()
    """Enter: the keys go to the list."""

    def __init__(self, now: Millis, zone: str) -> None:
        super().__init__()
        self.setObjectName("trail.filter")
        self._now, self._zone = now, zone
        self.record = named(QLineEdit(self), "trail.record")
        self.word = named(QLineEdit(self), "trail.word")
        self.person = named(QComboBox(self), "trail.person")
        self.kind = named(QComboBox(self), "trail.kind")
        self.span = named(QComboBox(self), "trail.span")
        today = to_local(now, zone).date()
        self.since = named(QDateEdit(QDate(today.year, today.month, today.day), self), "trail.since")
        self.until = named(QDateEdit(QDate(today.year, today.month, today.day), self), "trail.until")
        self._timer = QTimer(self, singleShot=True, interval=SEARCH_AFTER)
        self._people: Sequence[str] = ()
        self._kinds: Sequence[str] = ()
        self._lay_out()
        self.retranslate()
        self._connect()

    def retranslate(self) -> None:
        """Write every text again."""
        for line, hint, said in (
            (self.record, _("Order number, waybill, name"), _("Record")),
            (self.word, _("Word"), _("Word")),
        ):
            line.setPlaceholderText(hint)
            line.setAccessibleName(said)
            line.setClearButtonEnabled(True)
        for box, said in (
            (self.person, _("Person")), (self.kind, _("Kind")), (self.span, _("Days")), (self.since, _("From")),
            (self.until, _("To")),
        ):  # fmt: skip
            box.setAccessibleName(said)
        _fill(self.span, [(_(said), days) for days, said in SPANS.items()])
        self.offer(self._people, self._kinds)

    def offer(self, people: Sequence[str], kinds: Sequence[str]) -> None:
        """Who and what can be chosen."""
        self._people, self._kinds = people, kinds
        _fill(self.person, [(_("Everybody"), ""), *((name, name) for name in people)])
        _fill(self.kind, [(_("Everything"), ""), *((kind_name(kind), kind) for kind in kinds)])

    @property
    def chosen(self) -> TrailFilter:
        """What is looked for."""
        since, until = self._days()
        return TrailFilter(
            person=self.person.currentData() or "",
            since=since,
            until=until,
            kind=self.kind.currentData() or "",
            record=self.record.text().strip(),
            word=self.word.text().strip(),
        )

    def clear(self) -> None:
        """Look for everything."""
        for line in (self.record, self.word):
            line.clear()
        for box in (self.person, self.kind, self.span):
            box.setCurrentIndex(0)

    def _days(self) -> tuple[Millis | None, Millis | None]:
        days = self.span.currentData()
        if not days:
            return None, None
        if days != OWN_DAYS:
            return day_start(to_local(self._now, self._zone).date() - timedelta(days=days - 1), self._zone), None
        first, last = (date(day.year(), day.month(), day.day()) for day in (self.since.date(), self.until.date()))
        return day_start(first, self._zone), day_end(max(first, last), self._zone)

    def _lay_out(self) -> None:
        line = QHBoxLayout(self)
        line.setContentsMargins(16, 8, 16, 8)
        line.setSpacing(8)
        line.addWidget(self.record, 2)
        line.addWidget(self.word, 1)
        for box in (self.person, self.kind, self.span, self.since, self.until):
            line.addWidget(box)
        for day in (self.since, self.until):
            day.setCalendarPopup(True)
            day.setDisplayFormat("yyyy-MM-dd")
            day.hide()

    def _connect(self) -> None:
        for line in (self.record, self.word):
            line.textChanged.connect(lambda _text: self._timer.start())
            line.returnPressed.connect(self.entered)
        for box in (self.person, self.kind, self.span):
            box.currentIndexChanged.connect(lambda _place: self._timer.start())
        for day in (self.since, self.until):
            day.dateChanged.connect(lambda _day: self._timer.start())
        self.span.currentIndexChanged.connect(self._show_days)
        self._timer.timeout.connect(self.changed)

    def _show_days(self) -> None:
        for day in (self.since, self.until):
            day.setVisible(self.span.currentData() == OWN_DAYS)


def _fill(box: QComboBox, choices: Sequence[tuple[str, object]]) -> None:
    """Put other choices into a box without anything being chosen anew."""
    chosen = box.currentData()
    box.blockSignals(True)
    box.clear()
    for text, data in choices:
        box.addItem(text, data)
    box.setCurrentIndex(max(0, box.findData(chosen)))
    box.blockSignals(False)
