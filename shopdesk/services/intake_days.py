"""A day of intake: the cash found in boxes, the closing, and what is put right afterwards (RET-07, RET-08)."""

from datetime import date
from typing import Any

from shopdesk.clock import to_local
from shopdesk.db.database import add_row, rows_of
from shopdesk.domain.intake import BoxState
from shopdesk.domain.money import Money
from shopdesk.domain.permissions import Right
from shopdesk.errors import N_, BadInput, Refused
from shopdesk.queries.intake_days import IntakeDayRow, get_day, get_left_open
from shopdesk.queries.people import is_one_person_shop
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.desk import Changed, Desk, Work, need, work
from shopdesk.services.edits import checked_amount, save_edit
from shopdesk.settings import ZONE

_FIRST_YEAR = 2000
"""No box came before."""


class BadDay(BadInput):
    template = N_("{day} is no day. Write it like 2026-11-22.")


class DayToCome(Refused):
    template = N_("{day} has not come yet.")


class DayClosed(Refused):
    template = N_(
        "The intake of {day} was closed by {person} ({when}), so its register stays as it is. Let a supervisor add a "
        "correction to that day."
    )


class DayNotClosed(Refused):
    template = N_("The intake of {day} is not closed yet: change the box itself.")


class StillOpen(Refused):
    template = N_(
        "{day} can't be closed yet: {open}. Finish that, or let a supervisor close it all the same and say why."
    )


class NothingToHand(Refused):
    template = N_("No money was found in the boxes of {day}, so there is nothing to hand over.")


class NotHanded(Refused):
    template = N_("The cash of {day} was not handed over yet: {amount} was found in boxes. Count it first.")


class HandedByYou(Refused):
    template = N_("You handed over the cash of {day} yourself ({when}). Let somebody else count it again.")


class HandedAlready(Refused):
    template = N_("{person} handed over the cash of {day} already: {amount} ({when}).")


class ConfirmedAlready(Refused):
    template = N_("{person} confirmed the cash of {day} already: {amount} ({when}).")


class ExplanationMissing(Refused):
    template = N_("The cash of {day} differs: {expected} expected, {counted} counted. Say why.")


class CorrectionIncomplete(BadInput):
    template = N_("Say what is put right, what it should be, and why.")


class OtherDaysBox(BadInput):
    template = N_("That box did not come on {day}.")


def check_day_open(doing: Work, day: str, *, box_id: int | None = None) -> None:
    """Raises DayClosed where this day's register can't be changed any more (RET-08). Called by every write to what the
    register says of a box. The box that was named as open when the day was closed may still be finished."""
    row = get_day(doing.desk.database, day=day)
    if not row.is_closed:
        return
    if box_id is not None and row.left_open.registering:
        sql = "SELECT number FROM box WHERE id = ? AND day = ? AND state = ?"
        found = rows_of(doing.desk.database, sql, (box_id, day, BoxState.OPENED.value))
        if found and found[0][0] in row.left_open.registering:
            return
    raise _closed(doing.desk, row)


def count_cash(desk: Desk, *, day: str, counted: Money, explanation: str = "") -> None:
    """Hand over the money found in a day's boxes: whoever counts it hands it to the supervisor. In a one-person shop
    that is all (TEAM-01). What was found later is counted anew, together with the rest.

    Raises DayClosed, AmountBelowZero, NothingToHand, HandedAlready, ConfirmedAlready, ExplanationMissing.
    """
    with work(desk, Right.INTAKE, Changed.BOXES) as doing:
        row = _day_with_cash(doing, day)
        checked_amount(counted)
        if not row.cash and not counted and not row.counted:
            raise NothingToHand(day=day)
        _check_first_count(desk, row)
        _check_sums(day, row.cash, counted, explanation)
        is_alone = is_one_person_shop(desk.database)
        after = {
            "expected": int(row.cash), "counted": int(counted), "handed_by_id": desk.actor.id, "handed_at": doing.at,
            "confirmed": int(counted) if is_alone else 0, "confirmed_by_id": desk.actor.id if is_alone else None,
            "confirmed_at": doing.at if is_alone else None, "explanation": explanation.strip(),
        }  # fmt: skip
        _save(doing, row, after, action="cash handed over", reason=explanation)


def _check_first_count(desk: Desk, row: IntakeDayRow) -> None:
    """Who handed it over may count again until it is confirmed; everybody may once more was found."""
    if not row.is_cash_handed:
        return
    if row.confirmed_at is not None:
        raise _confirmed(desk, row)
    if row.handed_by_id != desk.actor.id:
        when = desk.shown(row.handed_at)
        raise HandedAlready(person=row.handed_by, day=row.day, amount=row.counted.shown, when=when)


def confirm_cash(desk: Desk, *, day: str, confirmed: Money, explanation: str = "") -> None:
    """Take the money over, with one's own count (RET-07).

    Raises DayClosed, AmountBelowZero, NotHanded, HandedByYou, ConfirmedAlready, ExplanationMissing.
    """
    with work(desk, Right.CONFIRM_MONEY, Changed.BOXES) as doing:
        row = _day_with_cash(doing, day)
        if not row.is_cash_handed:
            raise NotHanded(day=day, amount=row.cash.shown)
        if row.confirmed_at is not None:
            raise _confirmed(desk, row)
        if row.handed_by_id == desk.actor.id and not is_one_person_shop(desk.database):
            raise HandedByYou(day=day, when=desk.shown(row.handed_at))
        _check_sums(day, row.counted, checked_amount(confirmed), explanation)
        said = [each for each in (row.explanation, explanation.strip()) if each]
        after = {
            "confirmed": int(confirmed), "confirmed_by_id": desk.actor.id, "confirmed_at": doing.at,
            "explanation": "\n".join(said),
        }  # fmt: skip
        _save(doing, row, after, action="cash confirmed", reason=explanation)


def close_day(desk: Desk, *, day: str, reason: str = "") -> None:
    """Close a day (RET-08). Raises StillOpen, which names what is open; with a reason a supervisor closes all the same,
    and what was open stays on record. Raises DayClosed where somebody did, DayToCome, NotAllowed."""
    with work(desk, Right.INTAKE, Changed.BOXES) as doing:
        row = get_day(desk.database, day=_past_day(doing, day))
        if row.is_closed:
            raise _closed(desk, row)
        left = get_left_open(desk.database, day=day)
        if not left.is_nothing:
            if not reason.strip():
                raise StillOpen(day=day, open=tuple(left.lines()))
            need(desk, Right.OVERRULE)
        after = {
            "closed_by_id": desk.actor.id, "closed_at": doing.at, "left_open": left.kept(),
            "reason": "" if left.is_nothing else reason.strip(),
        }  # fmt: skip
        _save(doing, row, after, action="day closed", reason=reason)


def correct_day(
    desk: Desk, *, day: str, what: str, was: str, should_be: str, reason: str, box_id: int | None = None
) -> int:
    """Put something right about a closed day: the register stays as it was, the entry stands beside it (RET-08);
    returns its id. Raises DayNotClosed, CorrectionIncomplete, OtherDaysBox."""
    what, was, should_be, reason = (each.strip() for each in (what, was, should_be, reason))
    with work(desk, Right.OVERRULE, Changed.BOXES) as doing:
        row = get_day(desk.database, day=_past_day(doing, day))
        if not row.is_closed or row.id is None:
            raise DayNotClosed(day=day)
        if not (what and should_be and reason):
            raise CorrectionIncomplete()
        if box_id is not None and not rows_of(
            desk.database, "SELECT 1 FROM box WHERE id = ? AND day = ?", (box_id, day)
        ):
            raise OtherDaysBox(day=day)
        made = add_row(
            desk.database,
            "INSERT INTO intake_correction (day, box_id, what, was, should_be, reason, person_id, at) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (day, box_id, what, was, should_be, reason, desk.actor.id, doing.at),
        )
        said = {"before": {"what": what, "value": was}, "after": {"what": what, "value": should_be}}
        doing.note("correct", "intake_day", row.id, reason=reason, **said)
        if box_id is not None:
            doing.note("correct", "box", box_id, reason=reason, **said)
    return made


def _day_with_cash(doing: Work, day: str) -> IntakeDayRow:
    """A day whose money may still be handed over: it is open, or it was closed before that was done."""
    row = get_day(doing.desk.database, day=_past_day(doing, day))
    left = row.left_open
    if row.is_closed and not (left.has_cash or left.registering):
        raise _closed(doing.desk, row)
    return row


def read_day(day: str) -> date:
    """A day as it is written everywhere; raises BadDay."""
    try:
        found = date.fromisoformat(day)
    except ValueError as error:
        raise BadDay(day=day) from error
    if found.isoformat() != day or found.year < _FIRST_YEAR:
        raise BadDay(day=day)
    return found


def _past_day(doing: Work, day: str) -> str:
    if read_day(day) > to_local(doing.at, get_setting(doing.desk.database, ZONE)).date():
        raise DayToCome(day=day)
    return day


def _check_sums(day: str, expected: Money, counted: Money, explanation: str) -> None:
    if counted != expected and not explanation.strip():
        raise ExplanationMissing(day=day, expected=expected.shown, counted=counted.shown)


def _closed(desk: Desk, row: IntakeDayRow) -> DayClosed:
    return DayClosed(day=row.day, person=row.closed_by, when=desk.shown(row.closed_at))


def _confirmed(desk: Desk, row: IntakeDayRow) -> ConfirmedAlready:
    when = desk.shown(row.confirmed_at)
    return ConfirmedAlready(person=row.confirmed_by, day=row.day, amount=row.confirmed.shown, when=when)


def _save(doing: Work, row: IntakeDayRow, after: dict[str, Any], *, action: str, reason: str) -> None:
    day_id = row.id
    if day_id is None:
        day_id = add_row(doing.desk.database, "INSERT INTO intake_day (day) VALUES (?)", [row.day])
    save_edit(doing, "intake_day", day_id, after, action=action, kind="intake_day", reason=reason.strip())
