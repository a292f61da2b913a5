"""What happens with the box on the table, one after the other: a scanner is faster than a disk, so scans queue."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from shopdesk.clock import Millis, to_local
from shopdesk.domain.box_scans import ScanKind
from shopdesk.domain.intake import BoxState, MatchedBy
from shopdesk.errors import ShopdeskError
from shopdesk.i18n import _
from shopdesk.queries.box_doubts import find_doubts
from shopdesk.queries.box_scans import Scan, read_scan
from shopdesk.queries.boxes import BoxDetail, BoxNotFound, BoxRow, get_box, list_boxes_of
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.box_checks import BoxHere
from shopdesk.services.box_matches import OtherWaybill, match_box, scan_into, unmatch_box
from shopdesk.services.boxes import open_box, register_box, void_box
from shopdesk.services.desk import Desk
from shopdesk.services.unclaimed import claim_box, leave_unclaimed
from shopdesk.settings import ZONE
from shopdesk.ui.background import Background
from shopdesk.ui.intake.answers import (
    Answer,
    Tone,
    Way,
    of_further_scan,
    of_next_box,
    of_opened,
    of_refusal,
    of_registered,
    of_same_order,
    of_taken_up,
)
from shopdesk.ui.messages import Messages
from shopdesk.ui.order_forms.trouble_links import NONE, Troubles, read_of_box


@dataclass(frozen=True, slots=True)
class OnTable:
    """The box that is on the table, with what is odd about it."""

    box: BoxDetail
    doubts: tuple[str, ...]
    zone: str
    now: Millis
    troubles: Troubles = NONE
    """Repairs and damage that its goods became."""

    @property
    def row(self) -> BoxRow:
        """The box itself."""
        return self.box.row

    @property
    def is_open(self) -> bool:
        """Whether it is still being written down: further codes belong to it."""
        return self.row.state is BoxState.OPENED

    @property
    def is_today(self) -> bool:
        """Whether it came today."""
        return self.row.day == day_of(self.now, self.zone)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one thing led to."""

    table: OnTable | None
    answer: Answer | None = None
    undo: tuple[str, Callable[[], object]] | None = None
    """What the toast says, and how it is taken back."""
    is_renewed: bool = False
    """Only what others changed was read again."""


Job = Callable[[OnTable | None], Outcome]


def day_of(moment: Millis, zone: str) -> str:
    """The shop's day, `2026-11-22`."""
    return to_local(moment, zone).date().isoformat()


class BoxWork(QObject):
    """Everything runs in the background, in the order in which it was asked for; `done` carries each Outcome."""

    done = Signal(object)

    def __init__(self, desk: Desk, background: Background, messages: Messages, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._background, self._messages = desk, background, messages
        self._waiting: deque[tuple[Job, bool]] = deque()
        self._is_busy, self._under_way = False, 0
        self._when_idle: list[Callable[[], object]] = []
        self.table: OnTable | None = None

    @property
    def is_busy(self) -> bool:
        """Whether something is under way or waits whose outcome nobody has seen yet."""
        return self._under_way > 0

    def then(self, go_on: Callable[[], object]) -> None:
        """Once what is read again is shown; now, where nothing is under way."""
        if self._is_busy or self._waiting:
            self._when_idle.append(go_on)
        else:
            go_on()

    def scan(self, code: str, *, anew: bool = False) -> None:
        """A code: of the next box, or a further one of the box on the table. `anew`: it is another box, whatever is on
        the table or came today."""
        self._ask(lambda table: self._scan(None if anew else table, code, anew=anew))

    def open(self) -> None:
        """A box without any code."""

        def job(_table: OnTable | None) -> Outcome:
            now = self.look(open_box(self._desk))
            return Outcome(now, of_opened(now.box, None))

        self._ask(job)

    def show(self, box_id: int) -> None:
        """Put a box on the table, as it stands."""
        self._ask(lambda _table: Outcome(self.look(box_id)))

    def renew(self) -> None:
        """Read the box on the table again: it, its order or its case was changed."""
        self._ask(lambda table: Outcome(table and self.look(table.row.id), is_renewed=True), is_renewal=True)

    def register(self) -> None:
        """All that is listed is really in it; whose it is, is known."""

        def job(table: OnTable | None) -> Outcome:
            if table is None:
                return Outcome(None)
            cases = register_box(self._desk, box_id=table.row.id, all_there=True)
            now = self.look(table.row.id)
            return Outcome(now, of_registered(now.box, len(cases)))

        self._ask(job)

    def accept(self, order_id: int, by: MatchedBy) -> None:
        """It is this order's. An unclaimed box is claimed for it."""

        def job(table: OnTable | None) -> Outcome:
            if table is None:
                return Outcome(None)
            box_id = table.row.id
            if table.row.state is BoxState.UNCLAIMED:
                claim_box(self._desk, box_id=box_id, order_id=order_id, by=by)
                now = self.look(box_id)
                title = _("No. {n} claimed for order {order_no}")
                return Outcome(now, _said(now, Tone.GOOD, title))
            match_box(self._desk, box_id=box_id, order_id=order_id, by=by)
            now = self.look(box_id)
            undo = _("No. {n}: order {order_no}").format(n=now.row.number, order_no=now.row.order_no)
            return Outcome(now, of_opened(now.box, None), (undo, lambda: self._take_back(table.row)))

        self._ask(job)

    def unmatch(self) -> None:
        """It isn't that order's after all."""

        def job(table: OnTable | None) -> Outcome:
            if table is None:
                return Outcome(None)
            row = table.row
            unmatch_box(self._desk, box_id=row.id)
            now = self.look(row.id)
            undo = _("No. {n} is not of order {order_no}").format(n=row.number, order_no=row.order_no)
            told = of_opened(now.box, None)
            return Outcome(now, told, (undo, lambda: self._match_again(row)))

        self._ask(job)

    def leave(self, asker_id: int) -> None:
        """Nobody knows whose it is: it waits among the unclaimed (RET-03)."""

        def job(table: OnTable | None) -> Outcome:
            if table is None:
                return Outcome(None)
            leave_unclaimed(self._desk, box_id=table.row.id, asker_id=asker_id)
            now = self.look(table.row.id)
            told = _("{person} asks whose it is.").format(person=now.row.asker)
            return Outcome(now, _said(now, Tone.GOOD, _("No. {n} waits among the unclaimed"), told))

        self._ask(job)

    def strike_out(self, reason: str) -> None:
        """Its number was given by mistake."""

        def job(table: OnTable | None) -> Outcome:
            if table is None:
                return Outcome(None)
            void_box(self._desk, box_id=table.row.id, reason=reason)
            now = self.look(table.row.id)
            return Outcome(now, _said(now, Tone.QUIET, _("No. {n} is struck out"), now.row.reason))

        self._ask(job)

    def set_aside(self) -> None:
        """Clear the table; an open box waits in the day's list."""

        def job(table: OnTable | None) -> Outcome:
            if table is None or not table.is_open:
                return Outcome(None)
            told = _("It stays in the day's list until it is registered.")
            return Outcome(None, _said(table, Tone.QUIET, _("No. {n} is set aside"), told))

        self._ask(job)

    # How

    def _scan(self, table: OnTable | None, code: str, *, anew: bool) -> Outcome:
        found = read_scan(self._desk.seen, code, carrier=table.row.carrier if table and table.is_open else "")
        if found.kind is ScanKind.LABEL and not (table and table.is_open and found.box_id != table.row.id):
            if found.box_id is None:
                raise BoxNotFound(number=found.text)
            return Outcome(self.look(found.box_id))
        if table is not None and table.is_open:
            return self._scan_into(table, code, found)
        same = None if anew else self._same_today(found, code)
        return same or self._open(table, code, found)

    def _open(self, table: OnTable | None, code: str, found: Scan) -> Outcome:
        try:
            now = self.look(open_box(self._desk, scan=code))
        except BoxHere as error:
            here = self.look(found.box_id) if found.box_id is not None else None
            if here is not None and here.is_open:  # it was set aside, and is taken up again
                return Outcome(here, of_taken_up(here.row, error))
            return Outcome(table, of_refusal(error, way=Way.SHOW, box_id=found.box_id))
        return Outcome(now, of_opened(now.box, found))

    def _scan_into(self, table: OnTable, code: str, found: Scan) -> Outcome:
        row = table.row
        is_other = bool(found.waybill) and row.waybill not in ("", found.waybill)
        if is_other and found.kind in (ScanKind.WAYBILL, ScanKind.RETURN, ScanKind.OWN):
            error = OtherWaybill(box=row.name, known=row.waybill, scanned=found.waybill)
            return Outcome(table, of_next_box(row, error, code))
        scan_into(self._desk, box_id=row.id, scan=code)
        now = self.look(row.id)
        return Outcome(now, of_further_scan(table.box, now.box, found))

    def _same_today(self, found: Scan, code: str) -> Outcome | None:
        """A form or an order's number whose box came today: most likely the same one, scanned twice."""
        if found.kind not in (ScanKind.FORM, ScanKind.ORDER) or not found.order_ids:
            return None
        desk = self._desk
        zone = get_setting(desk.seen, ZONE)
        today = day_of(desk.clock(), zone)
        states = (BoxState.OPENED, BoxState.REGISTERED)
        boxes = [row for row in list_boxes_of(desk.seen, order_id=found.order_ids[0]) if row.state in states]
        row = next((row for row in boxes if row.state is BoxState.OPENED or row.day == today), None)
        if row is None:
            return None
        when = to_local(row.at, zone).strftime("%H:%M")
        is_open = row.state is BoxState.OPENED
        return Outcome(self.look(row.id), of_same_order(row, when, code, is_open=is_open))

    def look(self, box_id: int) -> OnTable:
        """A box as it stands now; runs in a worker's thread."""
        seen = self._desk.seen
        doubts = tuple(doubt.said for doubt in find_doubts(seen, box_id=box_id))
        troubles = read_of_box(self._desk, box_id)
        return OnTable(get_box(seen, box_id), doubts, get_setting(seen, ZONE), self._desk.clock(), troubles)

    def _take_back(self, before: BoxRow) -> None:
        """The match as it was before."""
        if before.order_id is None:
            unmatch_box(self._desk, box_id=before.id)
        else:
            self._match_again(before)

    def _match_again(self, before: BoxRow) -> None:
        if before.order_id is not None:
            match_box(self._desk, box_id=before.id, order_id=before.order_id, by=before.matched_by or MatchedBy.HAND)

    def _ask(self, job: Job, *, is_renewal: bool = False) -> None:
        self._under_way += not is_renewal
        self._waiting.append((lambda table: self._attempt(job, table), is_renewal))
        self._go_on()

    def _attempt(self, job: Job, table: OnTable | None) -> Outcome:
        """In the worker's thread: a refusal is an answer like any other; what is on the table is read again then, since
        somebody else may have been there first."""
        try:
            return job(table)
        except ShopdeskError as error:
            if error.is_quiet:
                raise
            return Outcome(self._still(table), of_refusal(error))

    def _still(self, table: OnTable | None) -> OnTable | None:
        try:
            return table and self.look(table.row.id)
        except ShopdeskError as error:
            if error.is_quiet:
                raise
            return None

    def _go_on(self) -> None:
        if self._is_busy:
            return
        if not self._waiting:
            waiting, self._when_idle = self._when_idle, []
            for go_on in waiting:
                go_on()
            return
        self._is_busy = True
        (job, is_renewal), table = self._waiting.popleft(), self.table

        def take(outcome: Outcome) -> None:
            self._is_busy = False
            self._under_way -= not is_renewal
            self.table = outcome.table
            self.done.emit(outcome)
            self._go_on()

        self._background.run_task(lambda: job(table), take, self._fail, owner=self)

    def _fail(self, error: Exception) -> None:
        self._is_busy, self._under_way = False, 0
        self._waiting.clear()
        self._when_idle.clear()
        self._messages.error(error)


def _said(table: OnTable, tone: Tone, title: str, detail: str = "") -> Answer:
    row = table.row
    return Answer(tone, title.format(n=row.number, order_no=row.order_no), detail, box_id=row.id)
