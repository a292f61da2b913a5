"""Leaving: parcels are scanned out as the courier takes them, and what went wrong before that is listed (SHP-05)."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from shopdesk.domain.permissions import Right
from shopdesk.errors import N_, NotFound, Refused
from shopdesk.i18n import _, ngettext, sentence
from shopdesk.queries.packing import PackSlip
from shopdesk.queries.shipping_lists import (
    ShippingList,
    ShippingRow,
    Waiting,
    count_shipping,
    count_wrong,
    list_shipping,
    list_waiting,
)
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.desk import Desk
from shopdesk.services.leaving import Leaving, ship_carrier, ship_scanned, unship_slips
from shopdesk.services.packing import find_pack_slip
from shopdesk.settings import ZONE
from shopdesk.ui.background import Background
from shopdesk.ui.controls import button, label, named
from shopdesk.ui.language import Retranslated
from shopdesk.ui.messages import Kind, Messages
from shopdesk.ui.packing.answer_panel import WAY_KEY, AnswerPanel, RecentScans
from shopdesk.ui.packing.answers import Answer, Tone, Way, of_stay
from shopdesk.ui.packing.carriers import CarrierRows
from shopdesk.ui.packing.fields import CodeField, tall
from shopdesk.ui.packing.list_table import ListedOrder, ListNames, columns
from shopdesk.ui.packing.shipping_file import ShippingFiles
from shopdesk.ui.record_table import RecordTable
from shopdesk.ui.rights import apply_right
from shopdesk.ui.sounds import Sounds
from shopdesk.ui.theme import Theme

LEFT, SIDE = 300, 216
"""px of the columns beside the table."""
LISTED = 2_000
"""Rows that are shown; the command line writes them all."""
NAMED_AT_MOST = 6


@dataclass(frozen=True, slots=True)
class Picture:
    """What the tab shows."""

    waiting: Sequence[Waiting]
    counts: dict[ShippingList, int]
    wrong: int
    rows: Sequence[ShippingRow]


class LeavingDesk(Retranslated, QWidget):
    """`open_requested` carries an order's id."""

    open_requested = Signal(int)
    counted = Signal(int)
    """How many orders stand on the lists of what went wrong."""

    def __init__(self, desk: Desk, background: Background, messages: Messages, theme: Theme, sounds: Sounds) -> None:
        super().__init__()
        self.setObjectName("packing.leaving")
        self._desk, self._background, self._messages, self._sounds = desk, background, messages, sounds
        self._files = ShippingFiles(desk, background, messages, self)
        self._codes: list[tuple[str, str]] = []
        self._is_busy = False
        self._build(theme)
        self._lay_out()
        self._connect()
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text again."""
        self.setAccessibleName(_("Leaving"))
        self._waiting_title.setText(_("Waiting for the courier"))
        self._lists_title.setText(_("Went wrong, or still here"))
        self._file.setText(_("File for the platform…"))
        self.export_action.setText(_("File for the platform…"))
        self.way_action.setText(_("What the answer offers"))

    def take_focus(self) -> None:
        """Where codes are typed."""
        self.code.setFocus()

    def take(self, code: str) -> None:
        """A waybill, order number or slip: its parcel leaves. One after the other, as they were scanned."""
        if code:
            self._ship(code, "")

    def show_list(self, word: str) -> None:
        """Show the list of this word; any other leaves the one that is shown."""
        if word in set(ShippingList):
            self.names.choose(ShippingList(word))
        self.refresh()

    def refresh(self) -> None:
        """Read counts and the chosen list again."""
        which = self.names.chosen

        def read() -> Picture:
            database, now = self._desk.seen, self._desk.clock()
            rows = list_shipping(database, which, now=now, limit=LISTED)
            counts = count_shipping(database, now=now)
            return Picture(list_waiting(database), counts, count_wrong(database, now=now), rows)

        self._background.run_task(read, lambda picture: self._show(which, picture), owner=self)

    # How it is put together

    def _build(self, theme: Theme) -> None:
        self.code = CodeField("packing.leaving.code", N_("Scan waybills as the courier takes the parcels"))
        self._file = button("packing.leaving.file")
        self._file.setStyleSheet(tall("QPushButton"))
        apply_right(self._file, self._desk, Right.EXPORT)
        self.answer = AnswerPanel(
            "packing.leaving.answer", theme, N_("Scan the waybill of each parcel that the courier takes.")
        )
        self.carriers = CarrierRows("packing.leaving.carriers", self._desk, theme)
        self.names = ListNames("packing.leaving.lists")
        self.table = RecordTable("packing.leaving.table", N_("Orders of the list"), columns(), theme)
        self.recent = RecentScans("packing.leaving.recent", theme)
        self._waiting_title = label("packing.leaving.waiting_title", "section")
        self._lists_title = label("packing.leaving.lists_title", "section")
        self._nothing = label("packing.leaving.nothing", "muted", wrap=True)
        self.export_action = QAction(self)
        self.export_action.setObjectName("packing.export")
        apply_right(self.export_action, self._desk, Right.EXPORT)
        self.way_action = QAction(self)
        self.way_action.setObjectName("packing.leaving.way.action")
        self.way_action.setShortcut(QKeySequence(WAY_KEY))
        self.way_action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.addAction(self.way_action)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.code, 1)
        top.addWidget(self._file)
        below = QHBoxLayout()
        below.setSpacing(20)
        below.addWidget(self._left())
        lists = QVBoxLayout()
        lists.setSpacing(8)
        lists.addWidget(self._nothing)
        lists.addWidget(self.table, 1)
        below.addLayout(lists, 1)
        middle = QVBoxLayout()
        middle.setSpacing(12)
        middle.addLayout(top)
        middle.addWidget(self.answer)
        middle.addLayout(below, 1)
        self.recent.setFixedWidth(SIDE)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(20)
        layout.addLayout(middle, 1)
        layout.addWidget(self.recent)

    def _left(self) -> QWidget:
        left = named(QFrame(self), "packing.leaving.left")
        left.setFixedWidth(LEFT)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for part in (self._waiting_title, self.carriers, self._lists_title, self.names):
            column.addWidget(part)
        column.addStretch(1)
        return left

    def _connect(self) -> None:
        self.code.entered.connect(self.take)
        self.code.stepped.connect(lambda _by: self.names.setFocus())
        self.carriers.taken.connect(self._take_all)
        self.names.currentRowChanged.connect(lambda _row: self.refresh())
        self.table.opened.connect(self._open)
        self.answer.gone.connect(self._go)
        self._file.clicked.connect(lambda: self._files.ask(self))
        self.export_action.triggered.connect(lambda: self._files.ask(self))
        self.way_action.triggered.connect(lambda _checked=False: self.answer.go())

    # What is shown

    def _show(self, which: ShippingList, picture: Picture) -> None:
        self.carriers.show_waiting(picture.waiting)
        self._order_tabs()
        self.names.show_counts(picture.counts)
        self.counted.emit(picture.wrong)
        if which is not self.names.chosen:
            return  # another list was chosen meanwhile, and its answer is on the way
        now, zone = self._desk.clock(), get_setting(self._desk.seen, ZONE)
        rows = [ListedOrder(place, row, now, zone) for place, row in enumerate(picture.rows)]
        self.table.show_rows(rows, again=True)
        self.table.setVisible(bool(rows))
        self._nothing.setText(_("Nothing is on this list."))
        self._nothing.setVisible(not rows)

    def _order_tabs(self) -> None:
        """Rows of carriers come later than what stands below them."""
        takes = (row.take for row in self.carriers.rows)
        for before, after in pairwise((self.code, self._file, self.answer.way, *takes, self.names, self.table)):
            self.setTabOrder(before, after)

    def _open(self, place: int) -> None:
        self.open_requested.emit(self.table.records.rows[place].row.order_id)

    # What is done

    def _ship(self, code: str, reason: str) -> None:
        self._codes.append((code, reason))
        self._ship_next()

    def _ship_next(self) -> None:
        if self._is_busy or not self._codes:
            return
        self._is_busy = True
        code, reason = self._codes.pop(0)
        self._background.run_task(
            lambda: ship_scanned(self._desk, code=code, reason=reason),
            lambda done: self._shipped(code, *done),
            lambda error: self._refused(code, error),
            owner=self,
        )

    def _shipped(self, code: str, slip: PackSlip, left: Leaving) -> None:
        told = _("Order {number} has left with {carrier}.").format(number=slip.number, carrier=slip.carrier or "-")
        if left.forgotten:
            told += " " + _("Something owed was forgotten: its flag is yellow.")
        self._answer(Answer(Tone.GOOD, _("Gone"), told, code, Way.TAKE_BACK))
        self._sounds.right()

    def _refused(self, code: str, error: Exception) -> None:
        if isinstance(error, Refused | NotFound):
            self._answer(of_stay(self._desk, error, code))
            self._sounds.wrong()
            return
        self._is_busy = False
        self._messages.error(error)

    def _answer(self, answer: Answer) -> None:
        self._is_busy = False
        self.answer.show_answer(answer)
        if self.isVisible():
            self.take_focus()
        self.recent.add(answer, self._desk.clock(), get_setting(self._desk.seen, ZONE))
        self._ship_next()

    def _go(self, way: str) -> None:
        """The way on from the last answer."""
        code = self.answer.answer.code if self.answer.answer is not None else ""
        if way == Way.LET_GO:
            self._messages.ask_text(
                _("Why does this parcel leave all the same?"), _("Let it go"), lambda reason: self._ship(code, reason)
            )
        elif way == Way.TAKE_BACK:
            self._messages.ask_text(
                _("Why is the parcel here again?"),
                _("Take it back"),
                lambda reason: self._return(code, reason),
                choices=(_("Scanned by mistake"), _("The courier did not take it")),
            )

    def _return(self, code: str, reason: str) -> None:
        def write() -> str:
            slip = find_pack_slip(self._desk, code)
            unship_slips(self._desk, slip_ids=[slip.id], reason=reason)
            return slip.number

        def say(number: str) -> None:
            self._answer(
                Answer(Tone.QUIET, _("Here again"), _("Order {number} has not left.").format(number=number), code)
            )

        self._background.run_task(write, say, lambda error: self._refused(code, error), owner=self)

    def _take_all(self, carrier: str) -> None:
        self._background.run_task(
            lambda: ship_carrier(self._desk, carrier=carrier),
            lambda left: self._all_taken(carrier, left),
            self._messages.error,
            owner=self,
        )

    def _all_taken(self, carrier: str, left: Leaving) -> None:
        self.take_focus()  # the button is done
        n = len(left.slip_ids)
        told = ngettext("{n} parcel left with {carrier}", "{n} parcels left with {carrier}", n)
        self._messages.toast(
            told.format(n=n, carrier=carrier or "-"), Kind.GOOD, undo=lambda: self._take_back(left.slip_ids)
        )
        if left.refused:
            reasons = [sentence(why) for _slip, why in left.refused[:NAMED_AT_MOST]]
            rest = len(left.refused) - NAMED_AT_MOST
            reasons += [_("… and {n} more").format(n=rest)] if rest > 0 else []
            self.answer.show_answer(Answer(Tone.BAD, _("Some stay here"), "\n".join(reasons)))

    def _take_back(self, slip_ids: list[int]) -> None:
        def say(n: int) -> None:
            told = ngettext("{n} parcel is here again", "{n} parcels are here again", n).format(n=n)
            self._messages.toast(told, Kind.INFO)

        self._background.run_task(
            lambda: unship_slips(self._desk, slip_ids=slip_ids, reason=_("Undone")),
            say,
            self._messages.error,
            owner=self,
        )
