"""Saving an edit: the row changes only if nobody changed it in between, and the trail keeps before and after."""

import json
from typing import Any

from shopdesk.db.search import index_again
from shopdesk.errors import N_, NotFound, Refused
from shopdesk.i18n import _
from shopdesk.services.desk import Work

_KINDS = {"order": N_("order"), "shop": N_("shop"), "variant": N_("variant"), "product": N_("product"),
          "supplier": N_("supplier"), "buyer": N_("buyer"), "owed_item": N_("owed item"), "slip": N_("slip"),
          "change_note": N_("change note"), "person": N_("person")}  # fmt: skip
_FIELDS = {
    "flag": N_("flag"), "memo": N_("memo"), "receiver": N_("receiver"), "phone": N_("phone"),
    "province": N_("province"), "city": N_("city"), "district": N_("district"), "address": N_("address"),
    "stage": N_("stage"), "held": N_("hold"), "salesperson_id": N_("salesperson"), "registrar_id": N_("registrar"),
    "name": N_("name"), "sku": N_("code"), "title": N_("title"), "style": N_("style"), "colour": N_("colour"),
    "size": N_("size"), "barcode": N_("barcode"), "weight": N_("weight"), "shelf": N_("shelf"), "price": N_("price"),
    "cost": N_("cost"), "supplier_id": N_("supplier"), "on_sale": N_("on sale"), "return_days": N_("return limit"),
    "contact": N_("contact"), "note": N_("note"), "carrier": N_("carrier"), "paid": N_("amount paid"),
    "lines": N_("goods"), "tier": N_("tier"), "discount": N_("discount"), "tags": N_("tags"), "blocked": N_("blocking"),
    "travels_id": N_("parcel"), "struck_at": N_("struck off"),
    **dict.fromkeys(("sender_name", "sender_phone", "sender_region", "sender_address"), N_("sender")),
    **dict.fromkeys(("return_name", "return_phone", "return_region", "return_address"), N_("return address")),
}  # fmt: skip
"""What people call the columns that are edited; the others follow from these."""


class Clash(Refused):
    template = N_("{person} changed this {kind} meanwhile ({fields}). Look at it again, then repeat your change.")


class ReasonMissing(Refused):
    template = N_("Say why: this change is kept with its reason.")


class Gone(NotFound):
    template = N_("This {kind} is no longer there.")


def save_edit(
    doing: Work,
    table: str,
    record_id: int,
    after: dict[str, Any],
    *,
    action: str,
    kind: str,
    version: int | None = None,
    reason: str = "",
    searched: bool = False,
) -> bool:
    """Set the columns in `after` on one row; False where they were so already.

    With `version` the row must still be at it, else Clash names who changed what last. `searched` says that the text
    of the order search depends on these columns. Table and column names are ours, never a user's.
    """
    database = doing.desk.database
    columns = ", ".join(["version", *after])
    row = database.execute_sql(f"SELECT {columns} FROM {table} WHERE id = ?", (record_id,)).fetchone()
    if row is None:
        raise Gone(kind=_(_KINDS[kind]))
    if version is not None and row[0] != version:
        raise _clash(doing, kind, record_id)
    before = dict(zip(after, row[1:], strict=True))
    if before == after:
        return False
    sets = ", ".join(f"{column} = ?" for column in after)
    database.execute_sql(f"UPDATE {table} SET {sets}, version = version + 1 WHERE id = ?", (*after.values(), record_id))
    if searched:
        index_again(database, [record_id])
    doing.note(action, kind, record_id, before=before, after=after, reason=reason)
    return True


def _clash(doing: Work, kind: str, record_id: int) -> Clash:
    """Who changed the record last, and what: a person's edit or, of an order, an import."""
    edits = doing.desk.database.execute_sql(
        "SELECT t.at, p.name, t.before, t.after FROM trail t JOIN person p ON p.id = t.person_id "
        "WHERE t.kind = ? AND t.record_id = ? ORDER BY t.id DESC LIMIT 1",
        (kind, record_id),
    ).fetchall()
    imports = doing.desk.database.execute_sql(
        "SELECT r.at, p.name, r.file FROM orders o JOIN import_run r ON r.id = o.import_id "
        "JOIN person p ON p.id = r.person_id WHERE ? = 'order' AND o.id = ?",
        (kind, record_id),
    ).fetchall()
    changes = [(at, person, _edited(json.loads(old), json.loads(new))) for at, person, old, new in edits]
    changes += [(at, person, _("import of {file}").format(file=file)) for at, person, file in imports]
    _at, person, fields = max(changes, default=(0, "?", "?"))
    return Clash(person=person, kind=_(_KINDS[kind]), fields=fields)


def _edited(before: dict[str, Any], after: dict[str, Any]) -> str:
    """The names of what differs, as people call it."""
    changed = (_FIELDS[column] for column, value in after.items() if column in _FIELDS and value != before.get(column))
    return ", ".join(_(name) for name in dict.fromkeys(changed)) or "?"
