"""What the three guides share: the order that is meant, sections that scroll, one large button, what is refused."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from shopdesk.domain.permissions import Right
from shopdesk.errors import N_
from shopdesk.i18n import _
from shopdesk.queries.detours import DetourRow
from shopdesk.queries.interceptions import InterceptionRow
from shopdesk.queries.shortages import ShortageRow
from shopdesk.services.desk import Desk
from shopdesk.ui.background import Background
from shopdesk.ui.controls import button, named, rule
from shopdesk.ui.layouts import column
from shopdesk.ui.messages import Messages
from shopdesk.ui.newest import Newest
from shopdesk.ui.order_forms.facts import Fact, Facts, wrapping
from shopdesk.ui.order_forms.order_finder import OrderFinder
from shopdesk.ui.page import InView, view_of
from shopdesk.ui.page_actions import Declared, PageActions
from shopdesk.ui.parcels.guide import Guide
from shopdesk.ui.parcels.guide_parts import NAMES, FieldRow, ParcelChoice, Sent, Subject
from shopdesk.ui.rights import apply_right
from shopdesk.ui.side_panel import Section
from shopdesk.ui.theme import Text, Theme

TRY_AFTER = 60
"""Milliseconds after the last key: then it is said what that comes to."""
_LARGE = "min-height: 36px; padding: 0 16px;"

Result = TypeVar("Result")
BegunRow = InterceptionRow | DetourRow | ShortageRow
"""What guides begin."""
BOOKED_ON = ("interception", "shortage")
"""What points can be booked on; those of a detour are its order's."""


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
        self._begun_row: BegunRow | None = None
        self._kind = kind
        self._reads, self._is_writing, self._is_hurried = Newest(background, self), False, False
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

    def say_parcel(self, begun: BegunRow | None) -> None:
        """Show order and parcel that are meant, or the line in which they are found. Which parcel is asked until
        something is `begun` about one."""
        subject, is_begun = self._subject, begun is not None
        self._begun_row = begun
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
        self._reads.read(read, take, self._messages.error)

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

    def in_view(self) -> InView:
        """What was begun; before that the order that is meant, and its parcel."""
        if self._begun_row is not None:
            own = {f"{self._kind}_id": self._begun_row.id} if self._kind in BOOKED_ON else {}
            return view_of(self._begun_row, waybill=self._begun_row.waybill, **own)
        if self._subject is None:
            return InView()
        order = self._subject.order
        return InView(order_id=order.id, buyer_id=order.buyer_id, shop_id=order.shop_id, waybill=self.waybill)

    def find_order(self) -> None:
        """Begin with the question which order."""
        self._reads.forget()
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
        apply_right(self.main, self._desk, Right.SERVE)
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
