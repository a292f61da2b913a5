"""What the three guides share: the order that is meant, sections that scroll, one large button, what is refused."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from shopdesk.clock import Millis
from shopdesk.domain.tracking import STATES
from shopdesk.errors import N_, ShopdeskError
from shopdesk.i18n import _, sentence
from shopdesk.queries.orders import OrderDetail, get_order
from shopdesk.queries.shop_settings import get_setting
from shopdesk.queries.tracking import ParcelRow, list_parcels_of
from shopdesk.services.desk import Desk
from shopdesk.settings import ZONE
from shopdesk.ui.background import Background
from shopdesk.ui.controls import button, label, named, rule
from shopdesk.ui.layouts import column
from shopdesk.ui.messages import Messages
from shopdesk.ui.moments import short_moment
from shopdesk.ui.order_forms.facts import Fact, Facts, wrapping
from shopdesk.ui.order_forms.order_finder import OrderFinder
from shopdesk.ui.page_actions import Declared, PageActions
from shopdesk.ui.parcels.guide import Guide
from shopdesk.ui.side_panel import Section
from shopdesk.ui.theme import Text, Theme

NAMES = 116
"""px of the names of facts and fields."""
TRY_AFTER = 60
"""Milliseconds after the last key: then it is said what that comes to."""
_LARGE = "min-height: 36px; padding: 0 16px;"

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Subject:
    """The order that a guide is about, and where its parcels are."""

    order: OrderDetail
    tracks: Mapping[str, ParcelRow]
    """By waybill."""
    now: Millis
    zone: str

    @property
    def name(self) -> str:
        """`4001 · tb_1 · 一号店`."""
        return " · ".join(filter(None, (self.order.order_no, self.order.buyer, self.order.shop)))

    @property
    def place(self) -> str:
        """Where it goes to, as far as it matters here."""
        return " ".join(filter(None, (self.order.province, self.order.city, self.order.district)))

    def where(self, waybill: str) -> str:
        """What the carrier told last of a parcel; "" where nobody follows it."""
        track = self.tracks.get(waybill)
        if track is None:
            return ""
        told = (_(STATES[track.state]), short_moment(track.moved_at, self.now, self.zone), track.last_text)
        return " · ".join(filter(None, told))


def read_subject(desk: Desk, order_id: int) -> Subject:
    """Raises OrderNotFound."""
    order = get_order(desk.seen, order_id)
    tracks = {row.waybill: row for row in list_parcels_of(desk.seen, order_id=order_id)}
    return Subject(order, tracks, desk.clock(), get_setting(desk.seen, ZONE))


class Sent(Protocol):
    """A parcel of an order."""

    @property
    def carrier(self) -> str:
        """By whom it went."""

    @property
    def waybill(self) -> str:
        """Its number."""


class ParcelChoice(QComboBox):
    """Which of an order's parcels; hidden where there is nothing to choose."""

    def __init__(self, name: str) -> None:
        super().__init__()
        named(self, name)

    def show_parcels(self, parcels: Sequence[Sent]) -> None:
        """Offer these; the first one is chosen."""
        self.blockSignals(True)
        self.clear()
        for each in {each.waybill: each for each in parcels if each.waybill}.values():
            self.addItem(" ".join(filter(None, (each.carrier, each.waybill))), each)
        self.blockSignals(False)
        self.setVisible(self.count() > 1)

    @property
    def waybill(self) -> str:
        """ "" where the order has no parcel."""
        chosen = self.currentData()
        return str(chosen.waybill) if chosen is not None else ""

    @property
    def carrier(self) -> str:
        """Of the parcel that is chosen."""
        chosen = self.currentData()
        return str(chosen.carrier) if chosen is not None else ""

    def choose(self, waybill: str) -> None:
        """Take this one, where it is among them."""
        for place in range(self.count()):
            if self.itemData(place).waybill == waybill:
                self.setCurrentIndex(place)

    def choose_but(self, begun: Mapping[str, int]) -> int | None:
        """The first parcel about which nothing was begun yet, by waybill; where all have something, the first of it."""
        numbers = [self.itemData(place).waybill for place in range(self.count())]
        free = next((number for number in numbers if number not in begun), None)
        if free is not None:
            self.choose(free)
        return None if free is not None or not begun else next(iter(begun.values()))


class GuideForm(Guide):
    """Sections below each other, and a foot with the button that Enter presses. A subclass makes its sections in
    `_build`, and shows what it knows in `_write`."""

    asks_number = True
    """Whether an order without a parcel needs a waybill."""

    def __init__(
        self, kind: str, declared: Declared, *, desk: Desk, background: Background, messages: Messages, theme: Theme
    ) -> None:
        super().__init__()
        named(self, f"parcels.{kind}")
        self._desk, self._background, self._messages, self._theme = desk, background, messages, theme
        self._subject: Subject | None = None
        self._turn, self._is_writing, self._is_hurried = 0, False, False
        self.commands = PageActions(self, desk, declared)
        self._fields: list[FieldRow] = []
        self._sections = QVBoxLayout()
        self._timer = QTimer(self, singleShot=True, interval=TRY_AFTER)
        self._timer.timeout.connect(self._try)
        self._make_common(theme)
        self._build()
        self._lay_out()
        self._is_made = True
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text again."""
        if not getattr(self, "_is_made", False):
            return
        self.parcel.setAccessibleName(_("Which parcel"))
        for field in self._fields:
            field.retranslate_field()
        self.commands.retranslate()
        self._write()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves; Enter that nothing else takes is the large button."""
        if event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.main.isVisibleTo(self):
            if not event.isAutoRepeat():
                self.main.click()
        else:
            super().keyPressEvent(event)

    def scanned(self, code: str) -> bool:
        """The order that is looked for, or the number of its parcel that nobody knew."""
        if not self.finder.isHidden():
            self.finder.take_code(code)
        elif not self._number_row.isHidden():
            self.number.setText(code)
        else:
            return False
        return True

    # What a guide says of itself

    def _build(self) -> None:
        raise NotImplementedError

    def _write(self) -> None:
        raise NotImplementedError

    def _try(self) -> None:
        """Reckon anew with what was typed."""

    # For guides

    def add_part(self, key: str, title: str, *parts: QWidget) -> Section:
        """One more section; `title` is marked by N_."""
        name = f"{self.objectName()}.{key}"
        section = Section(name, title, column(f"{name}.body", *parts))
        self._sections.addWidget(section)
        return section

    def field(self, key: str, title: str, part: QWidget) -> "FieldRow":
        """An input with its name before it."""
        made = FieldRow(f"{self.objectName()}.{key}.row", title, part)
        self._fields.append(made)
        return made

    def line(self, key: str) -> QLineEdit:
        """A line; its Enter goes on to the large button."""
        return named(QLineEdit(), f"{self.objectName()}.{key}")

    def facts(self, key: str) -> Facts:
        """Facts, some of which can be copied."""
        made = Facts(f"{self.objectName()}.{key}", self._theme, name_width=NAMES)
        made.copied.connect(self._messages.copy)
        return made

    def say(self, text: str) -> None:
        """What is wrong, above the large button; "" for nothing."""
        self.said.setText(text)
        self.said.setVisible(bool(text))

    def wants(self, field: QLineEdit, said: str) -> None:
        """Go to the field that has to be filled in first, and say so."""
        self.say(said)
        field.setFocus()
        self.area.ensureWidgetVisible(field)

    def choose_parcel(self, parcels: Sequence[Sent], begun: Mapping[str, int]) -> int | None:
        """Offer these; what was begun about them by waybill. The record to go on with, where nothing else can be
        begun."""
        self.number.clear()
        self.parcel.show_parcels(parcels)
        return self.parcel.choose_but(begun)

    @property
    def waybill(self) -> str:
        """Of the parcel that is chosen; what was typed where the order has none."""
        return self.parcel.waybill or self.number.text().strip()

    def say_parcel(self, *, is_begun: bool) -> None:
        """Show order and parcel that are meant, or the line in which they are found. Which parcel is asked until
        something `is_begun` about one."""
        subject = self._subject
        self.parcel.setVisible(self.parcel.count() > 1 and not is_begun and subject is not None)
        is_asked = self.asks_number and not is_begun and subject is not None
        self._number_row.setVisible(is_asked and not self.parcel.count())
        self.finder.setVisible(subject is None)
        self.about.setVisible(subject is not None)
        if subject is not None:
            waybill = self.parcel.waybill
            named_once = self.parcel.count() == 1
            self.about.show_facts([
                Fact(_("Order"), subject.name, copy=subject.order.order_no),
                Fact(_("To"), subject.place),
                Fact(_("Parcel"), self.parcel.currentText() if named_once else "", copy=waybill),
                Fact(_("Last news"), subject.where(waybill)),
            ])  # fmt: skip

    def read(self, read: Callable[[], Result], take: Callable[[Result], object]) -> None:
        """In the background; what was asked for later overtakes it."""
        self._turn += 1
        turn = self._turn

        def done(found: Result) -> None:
            if turn == self._turn:
                take(found)

        self._background.run_task(read, done, self._messages.error, owner=self)

    def write(self, write: Callable[[], Result], done: Callable[[Result], object]) -> None:
        """Once at a time; a refusal is told, and everything typed is still there."""
        if self._is_writing:
            return
        self._is_writing = True

        def written(result: Result) -> None:
            self._is_writing = False
            done(result)

        def refused(error: Exception) -> None:
            self._is_writing = False
            self._messages.error(error)

        self._background.run_task(write, written, refused, owner=self)

    def show_order(self) -> None:
        """Show the order that is meant, on its own page."""
        if self._subject is not None:
            self.open_requested.emit("order", self._subject.order.id)

    def find_order(self) -> None:
        """Begin with the question which order."""
        self._turn += 1
        self._subject = None
        self.finder.clear()
        self._write()

    def pressed(self) -> bool:
        """Whether keys go to this guide now: what is written anew must not lose them."""
        focus = self.window().focusWidget()
        return focus is not None and (focus is self or self.isAncestorOf(focus))

    # How it is put together

    def _make_common(self, theme: Theme) -> None:
        name = self.objectName()
        self.finder = OrderFinder(f"{name}.finder", self._desk, self._background, self._messages)
        self.finder.chosen.connect(self.start)
        self.about = self.facts("about")
        self.parcel = ParcelChoice(f"{name}.parcel")
        self.said = wrapping(f"{name}.said", "danger", self)
        self.said.setContentsMargins(16, 4, 16, 0)
        self.headline = wrapping(f"{name}.headline", "body", self)
        self.headline.setFont(theme.font(Text.TITLE))
        self.headline.setContentsMargins(16, 8, 16, 0)
        self.headline.hide()
        self.main: QPushButton = button(f"{name}.main", "main", self)
        self.main.setFont(theme.font(Text.TITLE))
        self.main.setStyleSheet(_LARGE)
        self.foot = QHBoxLayout()
        self.foot.setContentsMargins(16, 8, 16, 12)
        self.foot.setSpacing(8)
        self.number = self.line("number")
        self._number_row = self.field("number", N_("Waybill"), self.number)
        self.add_part("which", N_("Which parcel"), self.finder, self.about, self.parcel, self._number_row)

    def _lay_out(self) -> None:
        inner = named(QWidget(), f"{self.objectName()}.sections")
        inner.setLayout(self._sections)
        inner.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)  # never scrolled sideways
        self._sections.setContentsMargins(0, 0, 0, 0)
        self._sections.setSpacing(0)
        self._sections.addStretch(1)
        area = named(QScrollArea(self), f"{self.objectName()}.area")
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inner)
        for ground in (inner, area.viewport()):
            ground.setAutoFillBackground(False)
        self.area = area
        self.foot.addStretch(1)
        self.foot.addWidget(self.main)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(area, 1)
        layout.addWidget(rule(f"{self.objectName()}.foot.rule", self))
        layout.addWidget(self.headline)  # seen wherever one has scrolled to
        layout.addWidget(self.said)
        layout.addLayout(self.foot)


class FieldRow(QWidget):
    """A name, and beside it what is typed."""

    def __init__(self, name: str, title: str, part: QWidget) -> None:
        super().__init__()
        named(self, name)
        self._title, self.part = title, part
        self._name = label(f"{name}.name", "muted", parent=self)
        self._name.setFixedWidth(NAMES)
        self._name.setBuddy(part)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._name, 0, Qt.AlignmentFlag.AlignTop if part.sizeHint().height() > 40 else _MIDDLE)
        layout.addWidget(part, 1)

    def retranslate_field(self) -> None:
        """Write its name again."""
        self._name.setText(_(self._title))
        self.part.setAccessibleName(_(self._title))


_MIDDLE = Qt.AlignmentFlag.AlignVCenter


def refusal_of(work: Callable[[], Result]) -> tuple[Result | None, str]:
    """What came of reckoning, or why nothing did; anything but a refusal of ours is a bug and goes on."""
    try:
        return work(), ""
    except ShopdeskError as error:
        if error.is_quiet:
            raise
        return None, sentence(error)
