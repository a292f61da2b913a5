"""What the packer must not miss: it stands in the black bar of the slip (ORD-14, ORD-20)."""

from collections.abc import Sequence

from shopdesk.db.database import GIVEN, Database, listed, rows_of
from shopdesk.domain.owed_items import owed_name
from shopdesk.i18n import _
from shopdesk.queries.order_links import list_unlisted

_NOTES_SQL = f"""
SELECT n.order_id, n.wanted, n.changed_to FROM change_note n
WHERE n.done_at IS NULL AND n.order_id IN {GIVEN} ORDER BY n.id
"""
_OWED_SQL = f"""
SELECT w.travels_id, w.kind, w.item, w.quantity FROM owed_item w
WHERE w.struck_at IS NULL AND w.travels_id IN {GIVEN} ORDER BY w.id
"""


def list_notices(
    database: Database, order_ids: Sequence[int], *, with_lists: bool = True
) -> dict[int, tuple[str, ...]]:
    """Open change notes and the owed items that travel, by order, in the language in use; orders without are left out.

    `with_lists`: also that a packing list is missing (ORD-10), which nobody asks of the list itself.
    """
    ids = listed(order_ids)
    found: dict[int, list[str]] = {}
    for order_id, wanted, changed_to in rows_of(database, _NOTES_SQL, (ids,)):
        said = _("CHANGED: {wanted} → {changed_to}").format(wanted=wanted, changed_to=changed_to)
        found.setdefault(order_id, []).append(said)
    for order_id, kind, item, quantity in rows_of(database, _OWED_SQL, (ids,)):
        said = _("PUT IN: {kind} {item} ×{n}").format(kind=_(owed_name(kind)), item=item, n=quantity)
        found.setdefault(order_id, []).append(said)
    for order_id in sorted(list_unlisted(database, order_ids)) if with_lists else ():
        found.setdefault(order_id, []).append(_("PACKING LIST is not printed yet"))
    return {order_id: tuple(said) for order_id, said in found.items()}
