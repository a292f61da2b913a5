"""What is done with a batch: made, filled, scanned, sent, unpacked, changed, called off (REP-03)."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from shopdesk.errors import N_
from shopdesk.i18n import _, ngettext
from shopdesk.queries.repair_batches import RepairBatchRow
from shopdesk.queries.repairs import RepairRow, get_repair_row, read_repair_scan
from shopdesk.services.desk import Desk
from shopdesk.services.repair_batches import (
    add_to_batch,
    batch_base,
    cancel_batch,
    come_back,
    dispatch,
    edit_batch,
    make_batch,
    remove_from_batch,
)
from shopdesk.ui.background import Background
from shopdesk.ui.clash_dialog import Opened
from shopdesk.ui.form_dialog import Field, FieldKind, Values
from shopdesk.ui.messages import Kind, Messages
from shopdesk.ui.order_forms.amounts import read_moment
from shopdesk.ui.order_forms.writing_form import WritingForm
from shopdesk.ui.repairs.batch_reading import BatchList
from shopdesk.ui.repairs.forms import carrier_field, carrier_of, optional_day
from shopdesk.ui.repairs.told import typed_day

Result = TypeVar("Result")


class BatchWork(QObject):
    """`view` is what forms lie over; what is written is announced by the desk itself."""

    made = Signal(int)
    """A new batch."""
    took = Signal(int)
    """A label was scanned: its repair is in the batch, or back from it."""

    def __init__(self, desk: Desk, background: Background, messages: Messages, view: QWidget) -> None:
        super().__init__(view)
        self._desk, self._background, self._messages, self._view = desk, background, messages, view

    def make(self, listed: BatchList) -> None:
        """Ask for whom; what waits for them goes in at once, unless that isn't wanted."""
        waits = listed.by_supplier
        ordered = sorted(listed.suppliers, key=lambda each: (-waits.get(each.id, 0), each.name))
        choices = [(str(each.id), _waiting_text(each.name, waits.get(each.id, 0))) for each in ordered]
        fields = (
            Field("supplier", N_("For"), FieldKind.CHOICE, choices[0][0] if choices else "", choices=choices,
                  required=True,
                  hint="" if choices else N_("There is no supplier yet: enter one on the page of products.")),
            Field("fill", N_("Put in what waits for it"), FieldKind.CHECK, True),
            *_own_fields("", ""),
        )  # fmt: skip

        def write(values: Values) -> int:
            supplier_id = int(str(values["supplier"]))
            waiting = [row.id for row in listed.waiting_for(supplier_id)] if values["fill"] else []
            return make_batch(
                self._desk, supplier_id=supplier_id, repair_ids=waiting, due_at=self._day(values, listed),
                note=str(values["note"]),
            )  # fmt: skip

        def say(batch_id: int) -> None:
            self._messages.toast(_("Batch {number} is there").format(number=batch_id))
            self.made.emit(batch_id)

        self._open("new-batch", _("New batch"), fields, write, say, save=N_("Make it"))

    def fill(self, batch: RepairBatchRow, rows: Sequence[RepairRow]) -> None:
        """What waits for its supplier goes in."""
        number, ids = batch.id, [row.id for row in rows]

        def say(n: int) -> None:
            said = ngettext("{n} repair is in batch {number}", "{n} repairs are in batch {number}", n)
            self._messages.toast(said.format(n=n, number=number), undo=lambda: self._take_all_out(number, ids))

        self._run(lambda: add_to_batch(self._desk, batch_id=number, repair_ids=ids), say)

    def scan(self, batch: RepairBatchRow, code: str) -> None:
        """A label: into a batch that has not gone, back from one that has. What belongs to another is refused by
        name."""
        number = batch.id

        def write() -> RepairRow:
            if batch.is_open:
                add_to_batch(self._desk, batch_id=number, scan=code)
            else:
                come_back(self._desk, scan=code, batch_id=number)
            return get_repair_row(self._desk.seen, read_repair_scan(self._desk.seen, code))

        def say(row: RepairRow) -> None:
            told = (
                _("{item} (repair {id}) is in batch {number}")
                if batch.is_open
                else _("{item} (repair {id}) is back from batch {number}")
            )
            self._messages.toast(told.format(item=row.name, id=row.id, number=number), topic="repairs.scan")
            self.took.emit(row.id)

        self._run(write, say)

    def take_out(self, batch: RepairBatchRow, row: RepairRow) -> None:
        """Out of a batch that has not gone; Undo puts it in again."""
        number, repair_id = batch.id, row.id

        def say(_done: object) -> None:
            said = _("Repair {number} is out of batch {batch}").format(number=repair_id, batch=number)
            self._messages.toast(said, undo=lambda: self._put_in_again(number, repair_id))

        self._run(lambda: remove_from_batch(self._desk, batch_id=number, repair_id=repair_id), say)

    def send(self, batch: RepairBatchRow, carriers: Sequence[str]) -> None:
        """Ask by which parcel it goes to the factory."""
        fields = (
            Field("waybill", N_("Waybill"), hint=N_("Empty where somebody takes it there.")),
            carrier_field(carriers),
        )

        def write(values: Values) -> int:
            return dispatch(
                self._desk, batch_id=batch.id, carrier=carrier_of(values, carriers), waybill=str(values["waybill"]),
                version=batch.version,
            )  # fmt: skip

        def say(n: int) -> None:
            said = ngettext("Batch {number} is sent: {n} repair", "Batch {number} is sent: {n} repairs", n)
            self._messages.toast(said.format(number=batch.id, n=n))

        title = _("Batch {number} to {supplier}").format(number=batch.id, supplier=batch.supplier)
        self._open("batch-sent", title, fields, write, say, save=N_("It is sent"))

    def come_back(self, batch: RepairBatchRow, rows: Sequence[RepairRow]) -> None:
        """These are back, without their labels being scanned."""

        def say(ids: tuple[int, ...]) -> None:
            said = ngettext("{n} repair is back", "{n} repairs are back", len(ids)).format(n=len(ids))
            self._messages.toast(said)

        ids = [row.id for row in rows]
        self._run(lambda: come_back(self._desk, repair_ids=ids, batch_id=batch.id), say)

    def change(self, batch: RepairBatchRow, listed: BatchList) -> None:
        """Due day and note."""
        zone = listed.moment.zone
        opened = Opened(batch_base(batch))
        known = typed_day(batch.due_at, zone)

        def write(values: Values) -> bool:
            due = batch.due_at if str(values["due_at"]) == known else self._day(values, listed)
            typed = {"due_at": due, "note": str(values["note"])}
            return edit_batch(self._desk, batch_id=batch.id, values=typed, base=opened.base)

        def say(_changed: bool) -> None:
            self._messages.toast(_("Batch {number} saved").format(number=batch.id))

        title = _("Batch {number} to {supplier}").format(number=batch.id, supplier=batch.supplier)
        self._open("batch", title, _own_fields(known, batch.note), write, say, opened=opened)

    def cancel(self, batch: RepairBatchRow) -> None:
        """Ask why a batch is called off that has not gone."""
        number = batch.id
        self._messages.ask_text(
            _("Why is batch {number} called off?").format(number=number), _("Call it off"),
            lambda reason: self._run(
                lambda: cancel_batch(self._desk, batch_id=number, reason=reason),
                lambda _done: self._messages.toast(_("Batch {number} is called off").format(number=number)),
            ),
            choices=(_("Goes with another batch"), _("Wrong supplier")),
        )  # fmt: skip

    # How

    def _day(self, values: Values, listed: BatchList) -> int | None:
        day = str(values["due_at"])
        return read_moment(day, listed.moment.zone, self._desk.clock()) if day else None

    def _take_all_out(self, batch_id: int, ids: Sequence[int]) -> None:
        def write() -> None:
            for repair_id in ids:
                remove_from_batch(self._desk, batch_id=batch_id, repair_id=repair_id)

        self._run(write, lambda _done: self._messages.toast(_("They are out of the batch"), Kind.INFO))

    def _put_in_again(self, batch_id: int, repair_id: int) -> None:
        said = _("Repair {number} is in batch {batch}").format(number=repair_id, batch=batch_id)
        self._run(
            lambda: add_to_batch(self._desk, batch_id=batch_id, repair_ids=[repair_id]),
            lambda _n: self._messages.toast(said, Kind.INFO),
        )

    def _open(
        self,
        name: str,
        title: str,
        fields: Sequence[Field],
        write: Callable[[Values], object],
        say: Callable[[Any], object],
        *,
        save: str = N_("Save"),
        opened: Opened | None = None,
    ) -> None:
        form = WritingForm(
            name, title, fields, write, background=self._background, messages=self._messages, save=save, opened=opened,
            parent=self._view,
        )  # fmt: skip
        form.written.connect(say)
        form.open()

    def _run(self, write: Callable[[], Result], say: Callable[[Result], object]) -> None:
        self._background.run_task(write, say, self._messages.error, owner=self)


def _own_fields(due: str, note: str) -> tuple[Field, ...]:
    hint = N_("Empty: by the supplier's usual days, from the day it goes.")
    return (
        Field("due_at", N_("Back by"), value=due, check=optional_day, hint=hint),
        Field("note", N_("Note"), value=note, hint=N_("For the factory; it is printed on the list.")),
    )


def _waiting_text(supplier: str, n: int) -> str:
    return f"{supplier}  ({ngettext('{n} waits', '{n} wait', n).format(n=n)})" if n else supplier
