"""Saving an edit: nobody's change in between is lost, and the trail keeps before and after (DATA-02)."""

from typing import Any

from shopdesk.db.search import index_again
from shopdesk.domain.money import MOST_TYPED, Money
from shopdesk.errors import N_, BadInput, NotFound, Refused
from shopdesk.i18n import _
from shopdesk.services.clashes import Base, Clash, merge_change, strict_clash
from shopdesk.services.desk import Work

__all__ = ["AmountBelowZero", "Base", "Clash", "Gone", "ReasonMissing", "checked_amount", "save_edit"]

_KINDS = {"order": N_("order"), "shop": N_("shop"), "variant": N_("variant"), "product": N_("product"),
          "supplier": N_("supplier"), "buyer": N_("buyer"), "owed_item": N_("owed item"), "slip": N_("slip"),
          "change_note": N_("change note"), "person": N_("person"), "intake_day": N_("day of intake"),
          "box": N_("box"), "box_item": N_("item of a box"), "case": N_("case"), "refund": N_("refund"),
          "tracking": N_("parcel"), "repair": N_("repair"), "repair_batch": N_("repair batch"),
          "damage": N_("entry of the damage list"), "damage_batch": N_("return batch"),
          "claim": N_("claim"), "interception": N_("interception"), "detour": N_("detour"),
          "shortage": N_("shortage"), "script": N_("script"), "size_table": N_("table of sizes"),
          "care_rule": N_("care rule"), "review": N_("review"), "own_rating": N_("own rating"),
          "complaint": N_("complaint"), "points": N_("entry of the points")}  # fmt: skip


class ReasonMissing(Refused):
    template = N_("Say why: this change is kept with its reason.")


class Gone(NotFound):
    template = N_("This {kind} is no longer there.")


class AmountBelowZero(BadInput):
    template = N_("{amount}: an amount has to be 0 or more and can't be that large.")


def checked_amount(amount: Money) -> Money:
    """An amount that somebody typed; raises AmountBelowZero."""
    if not 0 <= amount <= MOST_TYPED:
        raise AmountBelowZero(amount=amount.shown)
    return amount


def save_edit(
    doing: Work,
    table: str,
    record_id: int,
    after: dict[str, Any],
    *,
    action: str,
    kind: str,
    version: int | None = None,
    base: Base | None = None,
    reason: str = "",
    searched: bool = False,
) -> bool:
    """Set the columns in `after` on one row; False where they were so already.

    With a `base` only what differs from it is written, and what others changed since stays; Clash where both changed
    the same. With a `version` alone the row must still be at it, else Clash names who changed what last. `searched`
    says that the text of the order search depends on these columns. Table and column names are ours, never a user's.
    """
    columns = list(dict.fromkeys(["version", *after, *(base.values if base else ())]))
    row = _read(doing, table, record_id, columns, kind)
    if base is not None:
        seen = _read(doing, table, record_id, columns, kind, is_seen=True)
        after = merge_change(doing, kind, record_id, base, now=seen, mine=after, version=row["version"])
    elif version is not None and row["version"] != version:
        raise strict_clash(doing.desk, kind, record_id)
    before = {column: row[column] for column in after}
    if before == after:
        return False
    database = doing.desk.database
    sets = ", ".join(f"{column} = ?" for column in after)
    database.execute_sql(f"UPDATE {table} SET {sets}, version = version + 1 WHERE id = ?", (*after.values(), record_id))
    if searched:
        index_again(database, [record_id])
    doing.note(action, kind, record_id, before=before, after=after, reason=reason)
    return True


def _read(
    doing: Work, table: str, record_id: int, columns: list[str], kind: str, *, is_seen: bool = False
) -> dict[str, Any]:
    """These columns of a row; `is_seen`: as the acting person may see them, which is what an editor began with."""
    from shopdesk.domain.privacy import KINDS_WITHOUT_BUYERS  # its patterns take their time to read

    database = doing.desk.seen if is_seen and kind not in KINDS_WITHOUT_BUYERS else doing.desk.database
    row = database.execute_sql(f"SELECT {', '.join(columns)} FROM {table} WHERE id = ?", (record_id,)).fetchone()
    if row is None:
        raise Gone(kind=_(_KINDS[kind]))
    return dict(zip(columns, row, strict=True))
