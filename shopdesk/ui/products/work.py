"""Changing products: the service runs in the background, then a toast says what happened and offers Undo."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QObject

from shopdesk.errors import ShopdeskError
from shopdesk.i18n import _, ngettext, sentence
from shopdesk.queries.products import SupplierRow, VariantFilter, VariantRow
from shopdesk.queries.size_tables import SizeTableRow, find_product_sizes, list_size_tables
from shopdesk.services.clashes import Conflict
from shopdesk.services.desk import Desk
from shopdesk.services.learned_weights import learn_weights
from shopdesk.services.product_tables import PlanChanged, TablePlan, export_products, import_products, plan_table
from shopdesk.services.products import (
    PRODUCT_FIELDS,
    VARIANT_FIELDS,
    NewVariant,
    Values,
    VariantChange,
    add_variant,
    change_variants,
    remove_variants,
    variant_values,
)
from shopdesk.services.size_tables import give_size_table
from shopdesk.ui.background import Background, Task
from shopdesk.ui.clash_dialog import Chosen, decide
from shopdesk.ui.messages import Kind, Messages
from shopdesk.ui.products.columns import typed_values
from shopdesk.ui.saving import window_of

Result = TypeVar("Result")


class OwnSteps:
    """What this window's own writes made of the rows it shows. Cells are filled in faster than the list is read again:
    the write before is then no change by somebody else."""

    def __init__(self) -> None:
        self._steps: dict[tuple[str, int, int], Values] = {}

    def brought_up(self, change: VariantChange, row: VariantRow) -> VariantChange:
        """A change of a row as it was shown, over what our writes since then have made of it."""
        if change.version is None:
            return change
        variant, own = self._stand("variant", row.id, row.version)
        product, shared = self._stand("product", row.product_id, row.product_version)
        before = {**(change.before or {}), **own, **shared}
        return replace(change, version=variant, product_version=product, before=before)

    def add(self, row: VariantRow, values: Values) -> None:
        """These values were written to a row that was shown so."""
        for kind, record_id, version, names in (
            ("variant", row.id, row.version, VARIANT_FIELDS),
            ("product", row.product_id, row.product_version, PRODUCT_FIELDS),
        ):
            written = {name: value for name, value in values.items() if name in names}
            if written:
                stand, _values = self._stand(kind, record_id, version)
                self._steps[kind, record_id, stand] = written

    def _stand(self, kind: str, record_id: int, version: int) -> tuple[int, dict[str, Any]]:
        """At which version a record is by our own writes, and what they have changed."""
        written: dict[str, Any] = {}
        while (kind, record_id, version) in self._steps:
            written |= self._steps[kind, record_id, version]
            version += 1
        return version, written


class ProductWork(QObject):
    """What is written is announced by the desk itself; the page refreshes by that."""

    def __init__(self, desk: Desk, background: Background, messages: Messages, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._background, self._messages = desk, background, messages
        self._own = OwnSteps()

    def type_in(
        self,
        row: VariantRow,
        key: str,
        text: str,
        suppliers: Sequence[SupplierRow],
        *,
        not_saved: Callable[[], object] | None = None,
    ) -> None:
        """Save what was typed into a row; `not_saved` is called where it could not be."""
        try:
            values = typed_values(key, text, suppliers)
        except ShopdeskError as error:
            self._messages.error(error)
            if not_saved is not None:
                not_saved()
            return
        said = lambda _n: _("{code} saved").format(code=row.sku)  # noqa: E731
        self._change([_shown(row, values)], [row], said, not_saved=not_saved)

    def set_values(self, rows: Sequence[VariantRow], values: dict[str, Any]) -> None:
        """The same values for several variants."""
        changes = [_shown(row, values) for row in rows]
        self._change(changes, rows, lambda n: ngettext("{n} variant changed", "{n} variants changed", n).format(n=n))

    def read_sizes(
        self, rows: Sequence[VariantRow], on_read: Callable[[list[SizeTableRow], int | None], object]
    ) -> None:
        """The tables of sizes that these rows' products may go by, and the one that all of them go by now."""
        database = self._desk.seen
        products, shops = {row.product_id for row in rows}, {row.shop_id for row in rows}

        def find() -> tuple[list[SizeTableRow], int | None]:
            tables = list_size_tables(database, shop_id=shops.pop() if len(shops) == 1 else None)
            found = {product_id: find_product_sizes(database, product_id=product_id) for product_id in products}
            now = {table.id if table is not None else None for table in found.values()}
            return tables, now.pop() if len(now) == 1 else None

        self._run(find, lambda read: on_read(*read))

    def give_sizes(self, rows: Sequence[VariantRow], table_id: int | None) -> None:
        """A table of sizes for the products of these rows."""
        products = list(dict.fromkeys(row.product_id for row in rows))

        def write() -> tuple[int, dict[int | None, list[int]]]:
            before: dict[int | None, list[int]] = {}
            for product_id in products:
                table = find_product_sizes(self._desk.seen, product_id=product_id)
                before.setdefault(table.id if table is not None else None, []).append(product_id)
            return give_size_table(self._desk, product_ids=products, size_table_id=table_id), before

        def put_back(before: dict[int | None, list[int]]) -> None:
            for kept, product_ids in before.items():
                give_size_table(self._desk, product_ids=product_ids, size_table_id=kept)

        def say(done: tuple[int, dict[int | None, list[int]]]) -> None:
            n, before = done
            if not n:
                self._messages.toast(_("That is so already."), Kind.INFO)
                return
            said = ngettext("{n} product changed", "{n} products changed", n).format(n=n)
            self._messages.toast(said, undo=lambda: self._run(lambda: put_back(before), lambda _done: None))

        self._run(write, say)

    def add(self, variant: NewVariant, on_done: Callable[[int], object]) -> None:
        """A variant by hand; raises what `add_variant` raises, so that the form stays open."""
        variant_id = add_variant(self._desk, variant)
        on_done(variant_id)
        undo = lambda: self._run(lambda: remove_variants(self._desk, [variant_id]), lambda _n: None)  # noqa: E731
        self._messages.toast(_("{code} added").format(code=variant.sku), undo=undo)

    def plan(self, path: Path, on_plan: Callable[[TablePlan], object]) -> Task:
        """What a table would change."""
        title = _("Reading {file}").format(file=path.name)
        return self._run(lambda: plan_table(self._desk.seen, path), on_plan, title)

    def take_over(self, path: Path, plan: TablePlan, show_again: Callable[[str], object]) -> Task:
        """Take a table over as `plan` was agreed to; where it would change something else now, that is shown again,
        with the reason."""

        def say(plan: TablePlan) -> None:
            said = _("{file}: {created} new, {updated} changed, {unchanged} as they were")
            self._messages.toast(
                said.format(file=plan.file, created=len(plan.new), updated=len(plan.changed), unchanged=plan.unchanged)
            )

        title = _("Taking {file} over").format(file=path.name)

        def failed(error: Exception) -> None:
            if isinstance(error, PlanChanged):
                show_again(sentence(error))
            else:
                self._messages.error(error)

        write = lambda: import_products(self._desk, path, shown=plan.code)  # noqa: E731
        return self._background.run_task(write, say, failed, owner=self, title=title)

    def export(self, path: Path, chosen: VariantFilter) -> Task:
        """Write what is listed to a file."""

        def say(n: int) -> None:
            said = ngettext("Exported {n} variant to {file}", "Exported {n} variants to {file}", n)
            self._messages.toast(said.format(n=f"{n:,}", file=path.name))

        title = _("Exporting to {file}").format(file=path.name)
        return self._run(lambda: export_products(self._desk, path, chosen), say, title)

    def learn(self) -> Task:
        """What pieces weigh, from the newest weighed parcels; typed weights stay as they are."""

        def say(n: int) -> None:
            said = ngettext("{n} weight learned or changed.", "{n} weights learned or changed.", n).format(n=n)
            self._messages.toast(
                said if n else _("The weighed parcels say nothing new."), Kind.GOOD if n else Kind.INFO
            )

        return self._run(lambda: learn_weights(self._desk, again=True), say, _("Learning weights"))

    def _change(
        self,
        changes: Sequence[VariantChange],
        rows: Sequence[VariantRow],
        said: Callable[[int], str],
        *,
        not_saved: Callable[[], object] | None = None,
        decided: Sequence[VariantChange] = (),
    ) -> None:
        """`rows` as they were shown when the changes were made; `decided` are changes about which somebody chose."""
        shown = {row.id: row for row in rows}
        newest: list[VariantChange] = list(decided)

        def write() -> list[VariantChange]:
            newest[:] = decided or [self._own.brought_up(change, shown[change.variant_id]) for change in changes]
            undoing = change_variants(self._desk, newest)
            for change in undoing:
                self._own.add(shown[change.variant_id], change.before or {})
            return undoing

        def unsaved() -> None:
            if not_saved is not None:
                not_saved()

        def refused(error: Exception) -> None:
            def again(conflict: Conflict, chosen: Chosen) -> None:
                by_now = [_decided(change, shown[change.variant_id], conflict, chosen) for change in newest]
                self._change(changes, rows, said, not_saved=not_saved, decided=by_now)

            is_undo = said is _said_back
            if is_undo or not decide(error, again, window_of(self), on_back=unsaved):
                self._messages.error(error)
                unsaved()

        def say(undoing: list[VariantChange]) -> None:
            if undoing:
                self._messages.toast(said(len(undoing)), undo=lambda: self._change(undoing, rows, _said_back))
            else:
                self._messages.toast(_("That is so already."), Kind.INFO)

        self._background.run_task(write, say, refused, owner=self, in_order=True)

    def _run(self, write: Callable[[], Result], say: Callable[[Result], object], title: str = "") -> Task:
        return self._background.run_task(write, say, self._messages.error, owner=self, title=title)


def _shown(row: VariantRow, values: Values) -> VariantChange:
    """A change of a row by somebody who has seen it so."""
    return VariantChange(row.id, values, row.version, row.product_version, variant_values(row))


def _decided(change: VariantChange, row: VariantRow, conflict: Conflict, chosen: Chosen) -> VariantChange:
    """The change after somebody chose, where it is about that record."""
    is_of = row.id if conflict.kind == "variant" else row.product_id
    return change.decided(conflict, chosen) if is_of == conflict.record_id else change


def _said_back(_n: int) -> str:
    return _("As it was before")
