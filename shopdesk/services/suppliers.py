"""Who makes or delivers the goods, how long they take faulty ones back and how long they mend (PRD-01, REP-03)."""

from shopdesk.db.database import add_row, rows_of
from shopdesk.domain.damage_list import State as Damaged
from shopdesk.domain.permissions import Right
from shopdesk.errors import N_, BadInput, Refused
from shopdesk.i18n import ngettext
from shopdesk.importing.product_tables import MOST_DAYS
from shopdesk.queries.products import SupplierRow
from shopdesk.services.clashes import strict_clash
from shopdesk.services.damage_list import follow_return_days
from shopdesk.services.desk import Changed, Desk, Work, work
from shopdesk.services.edits import Base, save_edit

SUPPLIER_FIELDS = ("name", "contact", "phone", "return_days", "note", "repair_days", "warranty_days")


class NameTaken(Refused):
    template = N_("There is a supplier {name} already.")


class NameMissing(Refused):
    template = N_("A supplier needs a name.")


class OddDays(BadInput):
    template = N_("{days} days are none that a supplier gives. Write whole days, 0 to {most}; 0 while it isn't known.")


class GoodsWithSupplier(Refused):
    template = N_("{name} still has goods of ours: {goods}. Wait for them, or write them off, before it is removed.")


class SupplierInHistory(Refused):
    template = N_("{name} stands with {goods} in the history of repairs and damage, so it stays. Rename it instead.")


class SupplierInUse(Refused):
    template = N_("{name} stands with {products}. Give those another supplier first.")


def supplier_base(row: SupplierRow) -> Base:
    """What the editing of a supplier begins with."""
    return Base(row.version, {name: getattr(row, name) for name in SUPPLIER_FIELDS})


def save_supplier(
    desk: Desk,
    *,
    supplier_id: int | None = None,
    version: int | None = None,
    base: Base | None = None,
    name: str,
    contact: str = "",
    phone: str = "",
    return_days: int = 0,
    note: str = "",
    repair_days: int | None = None,
    warranty_days: int | None = None,
) -> int:
    """Make or change a supplier; `return_days`, `repair_days` and `warranty_days` are 0 while unknown, the latter two
    stay as they are where they are left out. Returns the id.

    Raises NameTaken, NameMissing, OddDays, Clash, Gone, NotAllowed.
    """
    name = name.strip()
    values: dict[str, str | int] = {
        "name": name,
        "contact": contact.strip(),
        "phone": phone.strip(),
        "return_days": return_days,
        "note": note.strip(),
    }
    days = {"repair_days": repair_days, "warranty_days": warranty_days}
    values |= {key: given for key, given in days.items() if given is not None}
    for given in (return_days, repair_days or 0, warranty_days or 0):
        if not 0 <= given <= MOST_DAYS:
            raise OddDays(days=given, most=MOST_DAYS)
    with work(desk, Right.PRODUCTS, Changed.PRODUCTS) as doing:
        if not name:
            raise NameMissing()
        taken = desk.database.execute_sql("SELECT id FROM supplier WHERE name = ?", (name,)).fetchone()
        if taken and taken[0] != supplier_id:
            raise NameTaken(name=name)
        if supplier_id is None:
            return write_supplier(doing, values)
        before = rows_of(desk.database, "SELECT return_days FROM supplier WHERE id = ?", (supplier_id,))
        save_edit(doing, "supplier", supplier_id, values, action="edit", kind="supplier", version=version, base=base)
        if before:
            follow_return_days(doing, supplier_id, int(before[0][0]))
        return supplier_id


def write_supplier(doing: Work, values: dict[str, str | int]) -> int:
    """A new supplier, inside another work; returns its id."""
    marks = ", ".join("?" * len(values))
    sql = f"INSERT INTO supplier ({', '.join(values)}) VALUES ({marks})"
    supplier_id = add_row(doing.desk.database, sql, tuple(values.values()))
    doing.note("add", "supplier", supplier_id, after=values)
    return supplier_id


def remove_supplier(desk: Desk, *, supplier_id: int, version: int | None = None) -> None:
    """Take a supplier out of the list; one that is gone needs nothing. Raises SupplierInUse, GoodsWithSupplier,
    SupplierInHistory, NotAllowed, and Clash where it was changed since `version`."""
    with work(desk, Right.PRODUCTS, Changed.PRODUCTS) as doing:
        row = desk.database.execute_sql(
            "SELECT u.name, u.version, (SELECT count(*) FROM product WHERE supplier_id = u.id) FROM supplier u "
            "WHERE u.id = ?",
            (supplier_id,),
        ).fetchone()
        if row is None:
            return
        name, stands, n = row
        if version is not None and stands != version:
            raise strict_clash(desk, "supplier", supplier_id)
        if n:
            raise SupplierInUse(name=name, products=ngettext("{n} product", "{n} products", n).format(n=n))
        _check_goods(desk, supplier_id, name)
        desk.database.execute_sql("DELETE FROM supplier WHERE id = ?", (supplier_id,))
        doing.note("remove", "supplier", supplier_id, before={"name": name})


_AWAY = (
    "SELECT coalesce(sum(quantity), 0) FROM repair "
    "WHERE supplier_id = ? AND dispatched_at IS NOT NULL AND back_at IS NULL"
)
_SENT = (
    "SELECT coalesce(sum(quantity), 0) FROM damage "
    f"WHERE supplier_id = ? AND state IN ('{Damaged.SENT.value}', '{Damaged.ACCEPTED.value}')"
)


def _check_goods(desk: Desk, supplier_id: int, name: str) -> None:
    """Raises GoodsWithSupplier, SupplierInHistory."""

    def count(sql: str) -> int:
        return int(desk.database.execute_sql(sql, (supplier_id,)).fetchone()[0])

    away = count(_AWAY) + count(_SENT)
    if away:
        raise GoodsWithSupplier(name=name, goods=ngettext("{n} piece", "{n} pieces", away).format(n=away))
    tables = ("repair", "repair_batch", "damage", "damage_batch")
    known = sum(count(f"SELECT count(*) FROM {table} WHERE supplier_id = ?") for table in tables)
    if known:
        raise SupplierInHistory(name=name, goods=ngettext("{n} entry", "{n} entries", known).format(n=known))
