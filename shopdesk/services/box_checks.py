"""What stands against changing a box, and who is asked then (RET-01, RET-08)."""

from collections.abc import Mapping
from typing import Any

from shopdesk.db.database import Database, rows_of
from shopdesk.domain.intake import BoxState
from shopdesk.errors import N_, BadInput, Refused
from shopdesk.i18n import _
from shopdesk.queries.boxes import BoxItemRow, BoxRow, get_box
from shopdesk.services.clashes import last_deed
from shopdesk.services.desk import Desk, Work
from shopdesk.services.intake_days import check_day_open


class BoxHere(Refused):
    template = N_(
        "This box is here already: box {box}, opened by {person} ({when}). If it is another one with the same waybill, "
        "open it without a scan and write the waybill into its note."
    )


class OddCode(BadInput):
    template = N_("“{code}” is neither a waybill nor a code of ours. Scan the carrier's bars, or type the waybill.")


class RepairLabel(BadInput):
    template = N_("“{code}” is the label of a repair, not of a parcel that came back. Look at the repair by it.")


class BoxStruckOut(Refused):
    template = N_("Box {box} was struck out by {person} ({when}): {reason}. Open it anew under a number of its own.")


class BoxGivenUp(Refused):
    template = N_("Box {box} was given up by {person} ({when}): {reason}. Nothing was changed.")


class AmongUnclaimed(Refused):
    template = N_("Box {box} waits among the unclaimed parcels since {when} ({person}). Claim it there.")


class RegisteredAlready(Refused):
    template = N_("Box {box} was registered by {person} already ({when}). Nothing was changed.")


class ItemInCase(Refused):
    template = N_("{item} is in case {case} already. Change the case instead.")


class ItemWorkedOn(Refused):
    template = N_("{item} stays in the box: it stands among the repairs or in the damage list ({entry}) already.")


class InspectedBefore(Refused):
    template = N_("{item} was inspected by {person} already ({when}), so it stays as it is.")


def get_changeable(doing: Work, box_id: int, *, is_money: bool = False) -> BoxRow:
    """A box that may still be written to: what is unclaimed, or was claimed and is still written down, on closed days
    too. `is_money`: the day's sums change by it, which a closed day forbids even then.

    Raises BoxNotFound, BoxStruckOut, BoxGivenUp, DayClosed.
    """
    row = get_box(doing.desk.database, box_id).row
    check_not_over(doing.desk, row)
    is_claimed = row.state is BoxState.OPENED and row.claimed_at is not None
    if is_money or not (row.state is BoxState.UNCLAIMED or is_claimed):
        check_day_open(doing, row.day, box_id=row.id)
    return row


def get_opened(doing: Work, box_id: int) -> BoxRow:
    """A box that is still being written down; raises RegisteredAlready and AmongUnclaimed too."""
    row = get_changeable(doing, box_id)
    if row.state is BoxState.REGISTERED:
        raise registered_already(doing.desk, row)
    if row.state is BoxState.UNCLAIMED:
        person, when = last_deed(doing.desk, "box", row.id, "unclaimed")
        raise AmongUnclaimed(box=row.name, person=person, when=when)
    return row


def check_not_over(desk: Desk, row: BoxRow) -> None:
    """Raises BoxStruckOut, BoxGivenUp."""
    if row.state is BoxState.VOID:
        person, when = last_deed(desk, "box", row.id, "strike out")
        raise BoxStruckOut(box=row.name, person=person, when=when, reason=row.reason)
    if row.state is BoxState.GIVEN_UP:
        person, when = last_deed(desk, "box", row.id, "give up")
        raise BoxGivenUp(box=row.name, person=person, when=when, reason=row.reason)


def registered_already(desk: Desk, row: BoxRow) -> RegisteredAlready:
    """The refusal that names who registered it."""
    person, when = last_deed(desk, "box", row.id, "register", "claim")
    return RegisteredAlready(box=row.name, person=person, when=when)


def write_box(doing: Work, box_id: int, columns: Mapping[str, Any]) -> None:
    """Write columns of a box whose trail row says more than they do."""
    sets = ", ".join(f"{column} = ?" for column in columns)
    doing.desk.database.execute_sql(
        f"UPDATE box SET {sets}, version = version + 1 WHERE id = ?", (*columns.values(), box_id)
    )


def check_free(item: BoxItemRow) -> None:
    """Raises ItemInCase."""
    if item.case_id is not None:
        raise ItemInCase(item=item.name, case=item.case_id)


def check_not_worked_on(database: Database, item: BoxItemRow) -> None:
    """Raises ItemWorkedOn."""
    found = rows_of(
        database,
        "SELECT 'repair', id FROM repair WHERE box_item_id = ? UNION ALL "
        "SELECT 'damage', id FROM damage WHERE box_item_id = ?",
        (item.id, item.id),
    )
    if found:
        kind, number = found[0]
        said = _("repair {number}") if kind == "repair" else _("entry {number}")
        raise ItemWorkedOn(item=item.name, entry=said.format(number=number))


def check_uninspected(desk: Desk, item: BoxItemRow) -> None:
    """Raises InspectedBefore."""
    if item.inspected_at is not None:
        raise InspectedBefore(item=item.name, person=item.inspected_by, when=desk.shown(item.inspected_at))


def box_here(desk: Desk, box_id: int) -> BoxHere:
    """The refusal that names the box which was opened with this waybill before."""
    row = get_box(desk.database, box_id).row
    return BoxHere(box=row.name, person=row.person, when=desk.shown(row.at))
