"""Who makes or delivers the goods, and how long they take faulty ones back (PRD-01)."""

from shopdesk.db.database import add_row
from shopdesk.domain.permissions import Right
from shopdesk.errors import N_, Refused
from shopdesk.i18n import ngettext
from shopdesk.queries.products import SupplierRow
from shopdesk.services.clashes import strict_clash
from shopdesk.services.desk import Changed, Desk, Work, work
from shopdesk.services.edits import Base, save_edit

SUPPLIER_FIELDS = ("name", "contact", "phone", "return_days", "note")


class NameTaken(Refused):
    template = N_("There is a supplier {name} already.")


class NameMissing(Refused):
    template = N_("A supplier needs a name.")


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
) -> int:
    """Make or change a supplier; `return_days` 0 while unknown. Returns the id.

    Raises NameTaken, NameMissing, Clash, Gone, NotAllowed.
    """
    values: dict[str, str | int] = {
        "name": name,
        "contact": contact,
        "phone": phone,
        "return_days": return_days,
        "note": note,
    }
    with work(desk, Right.PRODUCTS, Changed.PRODUCTS) as doing:
        if not name:
            raise NameMissing()
        taken = desk.database.execute_sql("SELECT id FROM supplier WHERE name = ?", (name,)).fetchone()
        if taken and taken[0] != supplier_id:
            raise NameTaken(name=name)
        if supplier_id is None:
            return write_supplier(doing, values)
        save_edit(doing, "supplier", supplier_id, values, action="edit", kind="supplier", version=version, base=base)
        return supplier_id


def write_supplier(doing: Work, values: dict[str, str | int]) -> int:
    """A new supplier, inside another work; returns its id."""
    marks = ", ".join("?" * len(values))
    sql = f"INSERT INTO supplier ({', '.join(values)}) VALUES ({marks})"
    supplier_id = add_row(doing.desk.database, sql, tuple(values.values()))
    doing.note("add", "supplier", supplier_id, after=values)
    return supplier_id


def remove_supplier(desk: Desk, *, supplier_id: int, version: int | None = None) -> None:
    """Take a supplier out of the list; one that is gone needs nothing. Raises SupplierInUse, NotAllowed, and Clash
    where it was changed since `version`."""
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
        desk.database.execute_sql("DELETE FROM supplier WHERE id = ?", (supplier_id,))
        doing.note("remove", "supplier", supplier_id, before={"name": name})
