"""Doing things with the batches that go back to suppliers (REP-04)."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from shopdesk.domain.damage_list import State
from shopdesk.errors import N_, Refused
from shopdesk.i18n import _, ngettext
from shopdesk.queries.damage_batches import DamageBatchRow
from shopdesk.queries.damage_list import DamageRow, list_damage
from shopdesk.services.damage_batches import (
    add_to_damage_batch,
    cancel_damage_batch,
    damage_batch_base,
    edit_damage_batch,
    make_damage_batch,
    remove_from_damage_batch,
    send_damage_batch,
)
from shopdesk.services.desk import Desk
from shopdesk.ui.background import Background
from shopdesk.ui.clash_dialog import Opened
from shopdesk.ui.damage.forms import NEW_BATCH, Forms
from shopdesk.ui.damage.reading import Known
from shopdesk.ui.damage.work import DamageWork, fitting, named_all, own_supplier
from shopdesk.ui.form_dialog import Values
from shopdesk.ui.messages import Kind, Messages


class NothingListed(Refused):
    template = N_("Nothing of {supplier} is listed and in no batch.")


class BatchWork(QObject):
    """`work` is what the same page does with entries."""

    made = Signal(int)
    """There is a new batch."""

    def __init__(self, desk: Desk, background: Background, messages: Messages, work: DamageWork, page: QWidget) -> None:
        super().__init__(page)
        self._desk, self._messages, self._work = desk, messages, work
        self._forms = Forms(background, messages, page)

    def put_in(self, rows: Sequence[DamageRow]) -> None:
        """These into the batch of their supplier that is still here, or into a new one; where there are several, or
        nobody knows the supplier, it is asked for."""
        self._work.with_known(lambda known: self._choose(rows, known))

    def make_of(self, supplier_id: int, supplier: str) -> None:
        """A batch of everything of a supplier that is listed."""

        def write() -> tuple[int, int]:
            if not self._listed(supplier_id):
                raise NothingListed(supplier=supplier)
            return self._make_whole(supplier_id, "")

        self._work.run(write, self._say_made)

    def ask_new(self) -> None:
        """Ask for whom a new batch is."""

        def write(values: Values) -> tuple[int, int]:
            supplier_id, note = int(str(values["supplier"])), str(values["note"])
            if values["all"]:
                return self._make_whole(supplier_id, note)
            return make_damage_batch(self._desk, supplier_id=supplier_id, note=note), 0

        def ask(known: Known) -> None:
            if not known.suppliers:
                self._messages.toast(_("There is no supplier yet. Add one among the products."), Kind.WARNING)
                return
            form = self._forms.new_batch(known.suppliers, write)
            form.written.connect(self._say_made)
            form.open()

        self._work.with_known(ask)

    def take_out(self, row: DamageRow) -> None:
        """It stays in the list."""
        batch_id = row.batch_id
        if batch_id is None:
            return

        def said(_nothing: object) -> None:
            told = _("Entry {number} is out of batch {batch}").format(number=row.id, batch=batch_id)
            self._messages.toast(
                told, undo=lambda: add_to_damage_batch(self._desk, batch_id=batch_id, damage_ids=[row.id])
            )
            self._work.written.emit(row.id)

        self._work.run(lambda: remove_from_damage_batch(self._desk, batch_id=batch_id, damage_id=row.id), said)

    def send(self, batch: DamageBatchRow) -> None:
        """Ask by which parcel it goes."""

        def write(values: Values) -> int:
            return send_damage_batch(
                self._desk, batch_id=batch.id, carrier=str(values["carrier"]), waybill=str(values["waybill"]),
                version=batch.version,
            )  # fmt: skip

        def said(n: object) -> None:
            told = ngettext(
                "Batch {batch} with {n} entry is on its way to {supplier}",
                "Batch {batch} with {n} entries is on its way to {supplier}",
                int(str(n)),
            )
            self._messages.toast(told.format(batch=batch.id, n=n, supplier=batch.supplier))

        def ask(known: Known) -> None:
            form = self._forms.sent(batch, known.carriers, write)
            form.written.connect(said)
            form.open()

        self._work.with_known(ask)

    def call_off(self, batch: DamageBatchRow) -> None:
        """Ask why; what was in it stays in the list."""

        def write(reason: str) -> None:
            self._work.run(
                lambda: cancel_damage_batch(self._desk, batch_id=batch.id, reason=reason),
                lambda _nothing: self._messages.toast(_("Batch {batch} is called off").format(batch=batch.id)),
            )

        self._messages.ask_text(
            _("Why is batch {batch} for {supplier} called off?").format(batch=batch.id, supplier=batch.supplier),
            _("Call off"), write, choices=(_("Made by mistake"), _("The supplier doesn't take anything now")),
        )  # fmt: skip

    def note(self, batch: DamageBatchRow) -> None:
        """Ask what is to stand on its list."""
        opened = Opened(damage_batch_base(batch))

        def write(values: Values) -> bool:
            return edit_damage_batch(
                self._desk, batch_id=batch.id, values={"note": values["note"]}, base=opened.base
            )  # fmt: skip

        self._forms.note(batch, opened, write).open()

    # Which batch

    def _choose(self, rows: Sequence[DamageRow], known: Known) -> None:
        supplier_id = own_supplier(rows)
        open_ones = fitting(known.batches, supplier_id)
        if len(open_ones) == 1:
            self._put(rows, open_ones[0].id)
        elif supplier_id is not None and not open_ones:
            self._make(rows, supplier_id)
        elif not known.suppliers:
            self._messages.toast(_("There is no supplier yet. Add one among the products."), Kind.WARNING)
        else:
            self._ask_batch(rows, supplier_id, known)

    def _ask_batch(self, rows: Sequence[DamageRow], supplier_id: int | None, known: Known) -> None:
        ids = [row.id for row in rows]

        def write(values: Values) -> int:
            kind, _colon, number = str(values["batch"]).rpartition(":")
            if kind == NEW_BATCH:
                return make_damage_batch(self._desk, supplier_id=int(number), damage_ids=ids)
            add_to_damage_batch(self._desk, batch_id=int(number), damage_ids=ids)
            return int(number)

        form = self._forms.batch_for(known.suppliers, known.batches, supplier_id, write)
        form.written.connect(lambda batch_id: self._say_put(rows, batch_id, None))
        form.open()

    def _put(self, rows: Sequence[DamageRow], batch_id: int) -> None:
        ids = [row.id for row in rows]

        def undo() -> None:
            for damage_id in ids:
                remove_from_damage_batch(self._desk, batch_id=batch_id, damage_id=damage_id)

        self._work.run(
            lambda: add_to_damage_batch(self._desk, batch_id=batch_id, damage_ids=ids),
            lambda _n: self._say_put(rows, batch_id, undo),
        )

    def _make(self, rows: Sequence[DamageRow], supplier_id: int) -> None:
        ids = [row.id for row in rows]

        def said(batch_id: int) -> None:
            reason = _("Undone")
            self._say_put(rows, batch_id, lambda: cancel_damage_batch(self._desk, batch_id=batch_id, reason=reason))

        self._work.run(lambda: make_damage_batch(self._desk, supplier_id=supplier_id, damage_ids=ids), said)

    def _make_whole(self, supplier_id: int, note: str) -> tuple[int, int]:
        ids = self._listed(supplier_id)
        return make_damage_batch(self._desk, supplier_id=supplier_id, damage_ids=ids, note=note), len(ids)

    def _listed(self, supplier_id: int) -> list[int]:
        rows = list_damage(self._desk.seen, supplier_id=supplier_id, states=[State.LISTED.value])
        return [row.id for row in rows]

    def _say_made(self, made: tuple[int, int]) -> None:
        batch_id, n = made
        told = ngettext("Batch {batch} is made, with {n} entry", "Batch {batch} is made, with {n} entries", n)
        reason = _("Undone")
        self._messages.toast(
            told.format(batch=batch_id, n=n),
            undo=lambda: cancel_damage_batch(self._desk, batch_id=batch_id, reason=reason),
        )
        self.made.emit(batch_id)

    def _say_put(self, rows: Sequence[DamageRow], batch_id: int, undo: Callable[[], object] | None) -> None:
        told = _("{what} → batch {batch}").format(what=named_all(rows), batch=batch_id)
        self._messages.toast(told, undo=undo)
        self._work.written.emit(rows[0].id)
