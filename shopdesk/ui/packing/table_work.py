"""What happens on the packing table, one thing after the other: a scanner is faster than a disk, so scans queue."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from shopdesk.domain.parcel_weights import is_plainly_weight, read_weight
from shopdesk.errors import NotFound, Refused, ShopdeskError
from shopdesk.i18n import _
from shopdesk.queries.notices import list_notices
from shopdesk.queries.packing import PackSlip, get_pack_slip
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.desk import Desk
from shopdesk.services.packed_parcels import finish_slip, get_expected_weight, keep_piece_weight, unpack_slip
from shopdesk.services.packing import Step, StepKind, find_pack_slip, open_slip, scan, set_aside, tick_all, tick_item
from shopdesk.services.packing_stops import WeightOff
from shopdesk.services.parcels import StopParcel
from shopdesk.settings import PACK_WEIGHING
from shopdesk.ui.background import Background
from shopdesk.ui.messages import Messages
from shopdesk.ui.packing.answers import Answer, Tone, of_packed, of_refusal, of_step


@dataclass(frozen=True, slots=True)
class OnTable:
    """The slip that is being packed, with what else the packer must know."""

    slip: PackSlip
    notices: tuple[str, ...]
    expected: int | None
    """Grams the parcel should weigh."""
    weighing: str
    """off, optional or required."""
    disputed: int | None = None
    """Grams on the scale that were refused as off: no scan of the next slip slips past that."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one thing led to."""

    table: OnTable | None
    answer: Answer | None = None
    packed_id: int | None = None
    """The slip that is packed now."""


Job = Callable[[OnTable | None], Outcome]


class TableWork(QObject):
    """Everything runs in the background, in the order in which it was asked for; `done` carries each Outcome."""

    done = Signal(object)

    def __init__(self, desk: Desk, background: Background, messages: Messages, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._background, self._messages = desk, background, messages
        self._waiting: deque[Job] = deque()
        self._is_busy = False
        self.table: OnTable | None = None

    @property
    def is_busy(self) -> bool:
        """Whether something is under way or waits."""
        return self._is_busy or bool(self._waiting)

    def scan(self, code: str) -> None:
        """A slip or a piece."""
        self._ask(code, lambda table: self._scan(table, code))

    def open(self, code: str, *, take_over: bool = False, reason: str = "") -> None:
        """A slip, in spite of what its first scan was told."""

        def job(_table: OnTable | None) -> Outcome:
            step = open_slip(self._desk, code=code, take_over=take_over, reason=reason)
            return Outcome(self._look(step.slip.id), of_step(step, code))

        self._ask(code, job)

    def tick(self, item_id: int) -> None:
        """All pieces of an article are in, or out again."""

        def job(table: OnTable | None) -> Outcome:
            if table is None:
                return Outcome(None)
            item = next((item for item in table.slip.items if item.id == item_id), None)
            off = item is not None and item.is_done
            slip = tick_item(self._desk, slip_id=table.slip.id, item_id=item_id, version=table.slip.version, off=off)
            now = next((one for one in slip.items if one.id == item_id), None)
            answer = None if now is None or off else of_step(Step(StepKind.COUNTED, slip, now), "")
            return Outcome(self._look(slip.id), answer)

        self._ask("", job)

    def tick_all(self) -> None:
        """Everything is in."""

        def job(table: OnTable | None) -> Outcome:
            if table is None:
                return Outcome(None)
            slip = tick_all(self._desk, slip_id=table.slip.id)
            told = _("Weigh the parcel if you do, then press Enter.")
            return Outcome(self._look(slip.id), Answer(Tone.GOOD, _("Everything is in"), told))

        self._ask("", job)

    def finish(self, weight: int | None = None, reason: str = "") -> None:
        """Close the parcel."""

        def job(table: OnTable | None) -> Outcome:
            return Outcome(None) if table is None else self._finish(table, table.slip.number, weight, reason)

        self._ask("", job)

    def set_aside(self) -> None:
        """Leave the slip for later."""

        def job(table: OnTable | None) -> Outcome:
            if table is None:
                return Outcome(None)
            set_aside(self._desk, slip_id=table.slip.id)
            told = _("Slip {number}: what was counted stays counted.").format(number=table.slip.number)
            return Outcome(None, Answer(Tone.QUIET, _("Set aside"), told))

        self._ask("", job)

    def pack_again(self, code: str, reason: str) -> None:
        """Open a packed parcel."""

        def job(_table: OnTable | None) -> Outcome:
            slip = unpack_slip(self._desk, slip_id=find_pack_slip(self._desk, code).id, reason=reason)
            step = open_slip(self._desk, code=slip.waybill or code)
            return Outcome(self._look(step.slip.id), of_step(step, code))

        self._ask(code, job)

    def keep_weight(self, slip_id: int) -> None:
        """What the last parcel taught about its article."""

        def job(table: OnTable | None) -> Outcome:
            grams = keep_piece_weight(self._desk, slip_id=slip_id)
            title = _("{n} g a piece").format(n=grams) if grams else _("Nothing to keep")
            return Outcome(table, Answer(Tone.QUIET, title, _("Parcels with it are checked by that from now on.")))

        self._ask("", job)

    # How

    def _scan(self, table: OnTable | None, code: str) -> Outcome:
        if table is None:
            step = scan(self._desk, code=code)
        elif table.slip.is_complete and table.weighing != "off" and is_plainly_weight(code):
            return self._finish(table, code, read_weight(code), "")  # a scale that types as fast as a scanner
        else:
            slip = table.slip
            step = scan(self._desk, code=code, slip_id=slip.id, version=slip.version, weight=table.disputed)
        if step.kind is StepKind.JUST_PACKED:
            return Outcome(None, of_step(step, code))
        again = step.kind is StepKind.AGAIN and table is not None and table.weighing != "required"
        quick = step.kind is StepKind.COUNTED and table is not None and table.weighing == "off"
        now = self._look(step.slip.id)
        if step.slip.is_complete and (again or quick):
            return self._finish(replace(now, disputed=table.disputed if table else None), code, None, "")
        return Outcome(now, of_step(step, code), step.before.slip.id if step.before else None)

    def _finish(self, table: OnTable, code: str, weight: int | None, reason: str) -> Outcome:
        slip = table.slip
        weight = table.disputed if weight is None else weight
        done = finish_slip(self._desk, slip_id=slip.id, weight=weight, reason=reason, version=slip.version)
        return Outcome(None, of_packed(done, code), slip.id)

    def _look(self, slip_id: int) -> OnTable:
        database = self._desk.seen
        slip = get_pack_slip(database, slip_id)
        notices = list_notices(database, [order.id for order in slip.orders])
        told = tuple(dict.fromkeys(notice for order in slip.orders for notice in notices.get(order.id, ())))
        return OnTable(slip, told, get_expected_weight(self._desk, slip), get_setting(database, PACK_WEIGHING))

    def _ask(self, code: str, job: Job) -> None:
        self._waiting.append(lambda table: self._attempt(job, table, code))
        self._go_on()

    def _attempt(self, job: Job, table: OnTable | None, code: str) -> Outcome:
        """In the worker's thread: a refusal is an answer like any other."""
        try:
            return job(table)
        except (Refused, NotFound) as error:
            return Outcome(self._still(table, error), of_refusal(self._desk, error, code))

    def _still(self, table: OnTable | None, error: ShopdeskError) -> OnTable | None:
        """What lies on the table after a refusal: nothing, where this slip is no longer ours to pack."""
        if table is None or (isinstance(error, StopParcel) and error.values["order_no"] in _numbers(table.slip)):
            return None
        now = self._look(table.slip.id)
        gone = now.slip.packed_at or now.slip.cancelled_at or now.slip.shipped_at
        if gone or now.slip.packer_id not in (None, self._desk.actor.id):
            return None
        disputed = error.values["measured"] if isinstance(error, WeightOff) else table.disputed
        return replace(now, disputed=disputed if isinstance(disputed, int) else None)

    def _go_on(self) -> None:
        if self._is_busy or not self._waiting:
            return
        self._is_busy = True
        job = self._waiting.popleft()
        table = self.table
        self._background.run_task(lambda: job(table), self._take, self._fail, owner=self)

    def _take(self, outcome: Outcome) -> None:
        self._is_busy = False
        self.table = outcome.table
        self.done.emit(outcome)
        self._go_on()

    def _fail(self, error: Exception) -> None:
        self._is_busy = False
        self._waiting.clear()
        self._messages.error(error)


def _numbers(slip: PackSlip) -> list[str]:
    return [order.order_no for order in slip.orders]
