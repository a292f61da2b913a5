"""Kind words of the shop's own accord: the rules, who was written to, who is left alone (CRM-05)."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from shopdesk.db.database import add_row, rows_of
from shopdesk.domain.care_kinds import MOST_DAYS, OF_ORDERS, USUAL_DAYS, CareKind, Stop, read_day
from shopdesk.domain.permissions import Right
from shopdesk.domain.script_blanks import Filled
from shopdesk.errors import N_, BadInput, NotFound, Refused
from shopdesk.queries.buyers import BuyerNotFound
from shopdesk.queries.care_lists import CareDue, CareRuleRow, WhyNot, find_care, get_care_rule
from shopdesk.queries.script_values import fill_script
from shopdesk.queries.scripts import get_script
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.clashes import Base, last_deed
from shopdesk.services.contacts import enter_contact
from shopdesk.services.desk import Changed, Desk, Work, work
from shopdesk.services.edits import ReasonMissing, save_edit
from shopdesk.services.scripts import enter_use, has_gaps
from shopdesk.settings import CARE_GAP_DAYS

CARE = "care"
"""The contact by which a buyer was written to."""
RULE_FIELDS = ("kind", "title", "script_id", "tag", "day", "days")


class RuleTitleMissing(BadInput):
    template = N_("A care rule needs a title to be known by.")


class TagMissing(BadInput):
    template = N_("{title}: holidays are for buyers with a tag. Name the tag.")


class NoSuchDay(BadInput):
    template = N_("{day} is no day. Write it like 05-17, or 2027-02-06 for one year alone.")


class TooManyCareDays(BadInput):
    template = N_("{title}: {days} days are too many; {most} is the most.")


class PausedAlready(Refused):
    template = N_("{person} paused {title} already ({when}).")


class RunsAlready(Refused):
    template = N_("{title} isn't paused.")


class WantsNoCare(Refused):
    template = N_("{buyer} wants no messages ({reason}). Nothing was noted.")


class CareBlocked(Refused):
    template = N_("{buyer} is blocked ({reason}), so nobody writes to them of our own accord.")


class WrittenBefore(Refused):
    template = N_("{person} wrote to {buyer} already ({when}); once in {days} days is enough.")


class PassedOver(Refused):
    template = N_("{person} decided not to write to {buyer} for this ({when}).")


class MatterOpen(Refused):
    template = N_("Something is still to be settled with {buyer}: a case, a complaint or a review. Settle it first.")


class RulePaused(Refused):
    template = N_("{title} is paused. Let it run again first.")


class CareNotDue(Refused):
    template = N_("{title} is not due for {buyer} any more. Look at the list again.")


class CareGone(NotFound):
    template = N_("This was taken back already. Look at the list again.")


class NoCareAlready(Refused):
    template = N_("{buyer} wants no messages since {when} ({reason}).")


class CareWelcome(Refused):
    template = N_("{buyer} never said that messages aren't welcome.")


class Written(NamedTuple):
    """A buyer was written to."""

    care_id: int
    """By which it is taken back."""
    text: str
    """What is to be sent; "" for a rule without a script."""


def care_rule_base(row: CareRuleRow) -> Base:
    """What the editing of a rule begins with."""
    return Base(row.version, {name: getattr(row, name) for name in RULE_FIELDS})


def save_care_rule(
    desk: Desk,
    *,
    rule_id: int | None = None,
    base: Base | None = None,
    kind: CareKind,
    title: str,
    script_id: int | None = None,
    tag: str = "",
    day: str = "",
    days: int | None = None,
) -> int:
    """Make or change a rule; returns its id. What `days` counts depends on the kind, see domain.care_kinds.MEANS;
    None for the usual.

    Raises RuleTitleMissing, TagMissing, NoSuchDay, TooManyCareDays, ScriptNotFound, Clash, Gone.
    """
    values = _checked(kind, title, tag, day, USUAL_DAYS[kind] if days is None else days)
    with work(desk, Right.SETTINGS, Changed.BUYERS) as doing:
        if script_id is not None:
            get_script(desk.database, script_id)
        values["script_id"] = script_id
        if rule_id is not None:
            save_edit(doing, "care_rule", rule_id, values, action="edit", kind="care_rule", base=base)
            return rule_id
        marks = ", ".join("?" * len(values))
        sql = f"INSERT INTO care_rule ({', '.join(values)}) VALUES ({marks})"
        rule_id = add_row(desk.database, sql, tuple(values.values()))
        doing.note("add", "care_rule", rule_id, after=values)
        return rule_id


def pause_care_rule(desk: Desk, *, rule_id: int) -> None:
    """List nobody by a rule for now. Raises PausedAlready with who did."""
    with work(desk, Right.SETTINGS, Changed.BUYERS) as doing:
        rule = get_care_rule(desk.database, rule_id)
        if rule.paused_at is not None:
            person, when = last_deed(desk, "care_rule", rule_id, "pause")
            raise PausedAlready(person=person, title=rule.title, when=when)
        save_edit(doing, "care_rule", rule_id, {"paused_at": doing.at}, action="pause", kind="care_rule")


def resume_care_rule(desk: Desk, *, rule_id: int) -> None:
    """List buyers by a rule again. Raises RunsAlready."""
    with work(desk, Right.SETTINGS, Changed.BUYERS) as doing:
        rule = get_care_rule(desk.database, rule_id)
        if rule.paused_at is None:
            raise RunsAlready(title=rule.title)
        save_edit(doing, "care_rule", rule_id, {"paused_at": None}, action="resume", kind="care_rule")


def mark_written(
    desk: Desk, *, rule_id: int, buyer_id: int, order_id: int | None = None, given: Mapping[str, str] | None = None
) -> Written:
    """Note that a buyer on the list is written to now, and get the words to send; `given` is what was typed into their
    blanks. The contact is noted, the script counted.

    Raises WrittenBefore and PassedOver with who did, WantsNoCare, CareBlocked, MatterOpen, CareNotDue, RulePaused,
    ScriptHasGaps.
    """
    with work(desk, Right.SERVE, Changed.BUYERS, Changed.CARE) as doing:
        due = _due(doing, rule_id, buyer_id, order_id)
        text = _words(doing, due, given)
        care_id = _enter(doing, due, skipped=False)
        enter_contact(doing, kind=CARE, note=text or due.rule.title, order_id=due.order_id, buyer_id=buyer_id)
        return Written(care_id, text)


def skip_care(desk: Desk, *, rule_id: int, buyer_id: int, order_id: int | None = None, reason: str = "") -> int:
    """Leave a buyer alone this time; other rules may still list them. Returns by what it is taken back. Raises as
    `mark_written`."""
    with work(desk, Right.SERVE, Changed.BUYERS) as doing:
        due = _due(doing, rule_id, buyer_id, order_id)
        care_id = _enter(doing, due, skipped=True)
        doing.note("care skipped", "buyer", buyer_id, after={"title": due.rule.title}, reason=reason.strip())
        return care_id


def undo_care(desk: Desk, *, care_id: int) -> None:
    """Take back what was noted by mistake: the buyer is listed again. Raises CareGone."""
    with work(desk, Right.SERVE, Changed.BUYERS, Changed.CARE) as doing:
        rows = desk.database.execute_sql(
            "DELETE FROM care_contact WHERE id = ? RETURNING buyer_id, person_id, at", (care_id,)
        ).fetchall()
        if not rows:
            raise CareGone()
        buyer_id, person_id, at = rows[0]
        desk.database.execute_sql(
            "DELETE FROM contact WHERE buyer_id = ? AND kind = ? AND person_id = ? AND at = ?",
            (buyer_id, CARE, person_id, at),
        )
        doing.note("care undone", "buyer", buyer_id)


def stop_care(desk: Desk, *, buyer_id: int, reason: str) -> None:
    """The buyer wants no messages but answers, under no name; kept with the reason. Raises NoCareAlready."""
    if not reason.strip():
        raise ReasonMissing()
    with work(desk, Right.BUYERS, Changed.BUYERS) as doing:
        buyer, since, why = _wish(desk, buyer_id)
        if since is not None:
            raise NoCareAlready(buyer=buyer, when=desk.shown(since), reason=why)
        after = {"no_care_at": doing.at, "no_care_reason": reason.strip()}
        save_edit(doing, "buyer", buyer_id, after, action="no care", kind="buyer", reason=reason.strip())


def allow_care(desk: Desk, *, buyer_id: int, reason: str) -> None:
    """The buyer has nothing against messages any more. Needs a reason; raises CareWelcome."""
    if not reason.strip():
        raise ReasonMissing()
    with work(desk, Right.BUYERS, Changed.BUYERS) as doing:
        buyer, since, _why = _wish(desk, buyer_id)
        if since is None:
            raise CareWelcome(buyer=buyer)
        after = {"no_care_at": None, "no_care_reason": ""}
        save_edit(doing, "buyer", buyer_id, after, action="care again", kind="buyer", reason=reason.strip())


def fill_care(desk: Desk, due: CareDue, *, given: Mapping[str, str] | None = None) -> Filled:
    """What would be said now, part by part; no parts for a rule without a script. Raises ScriptNotFound."""
    if due.rule.script_id is None:
        return Filled(())
    return fill_script(
        desk.seen, script_id=due.rule.script_id, now=desk.clock(), person=desk.actor.name, given=given, **_about(due)
    )


def preview_care(desk: Desk, due: CareDue, *, given: Mapping[str, str] | None = None) -> str:
    """What would be said now, its gaps as they stand; "" for a rule without a script."""
    return fill_care(desk, due, given=given).text


def _checked(kind: CareKind, title: str, tag: str, day: str, days: int) -> dict[str, Any]:
    title, tag = " ".join(title.split()), tag.strip()
    if not title:
        raise RuleTitleMissing()
    kept = read_day(day) if kind is CareKind.HOLIDAY else ""
    if kept is None or (kind is CareKind.HOLIDAY and not kept):
        raise NoSuchDay(day=day.strip() or "–")
    if kind is CareKind.HOLIDAY and not tag:
        raise TagMissing(title=title)
    if not 0 <= days <= MOST_DAYS:
        raise TooManyCareDays(title=title, days=days, most=MOST_DAYS)
    return {"kind": kind.value, "title": title, "tag": tag, "day": kept, "days": days}


def _due(doing: Work, rule_id: int, buyer_id: int, order_id: int | None) -> CareDue:
    desk = doing.desk
    found = find_care(desk.database, rule_id=rule_id, buyer_id=buyer_id, order_id=order_id, now=doing.at)
    if isinstance(found, CareDue):
        return found
    raise _refusal(desk, found, rule_id, _wish(desk, buyer_id)[0])


def _refusal(desk: Desk, why: WhyNot, rule_id: int, buyer: str) -> Refused:
    title, when = get_care_rule(desk.database, rule_id).title, desk.shown(why.at)
    days = get_setting(desk.database, CARE_GAP_DAYS)
    return {
        Stop.UNWANTED: WantsNoCare(buyer=buyer, reason=why.said),
        Stop.BLOCKED: CareBlocked(buyer=buyer, reason=why.said),
        Stop.WRITTEN: WrittenBefore(person=why.person, buyer=buyer, when=when, days=days),
        Stop.SKIPPED: PassedOver(person=why.person, buyer=buyer, when=when),
        Stop.OPEN: MatterOpen(buyer=buyer),
        Stop.PAUSED: RulePaused(title=title),
        Stop.NOT_DUE: CareNotDue(title=title, buyer=buyer),
    }[why.stop]


def _words(doing: Work, due: CareDue, given: Mapping[str, str] | None) -> str:
    script_id, desk = due.rule.script_id, doing.desk
    if script_id is None:
        return ""
    filled = fill_script(
        desk.seen, script_id=script_id, now=doing.at, person=desk.actor.name, given=given, **_about(due)
    )
    if filled.gaps:
        raise has_gaps(due.rule.script, filled.gaps)
    doing.kinds.add(Changed.WORDS)
    enter_use(doing, script_id, order_id=due.order_id)
    return filled.text


def _about(due: CareDue) -> Any:
    """What fills the blanks: the order that is the reason, else the buyer."""
    if due.order_id is not None:
        return {"order_id": due.order_id}
    return {"buyer_id": due.buyer_id, "shop_id": due.shop_id}


def _enter(doing: Work, due: CareDue, *, skipped: bool) -> int:
    order_id = due.order_id if due.rule.kind in OF_ORDERS else None
    return add_row(
        doing.desk.database,
        "INSERT INTO care_contact (rule_id, buyer_id, order_id, skipped, person_id, at) VALUES (?, ?, ?, ?, ?, ?)",
        (due.rule.id, due.buyer_id, order_id, int(skipped), doing.desk.actor.id, doing.at),
    )


def _wish(desk: Desk, buyer_id: int) -> tuple[str, int | None, str]:
    """A buyer's name, since when they want no messages, and why. Raises BuyerNotFound."""
    rows = rows_of(desk.database, "SELECT platform_id, no_care_at, no_care_reason FROM buyer WHERE id = ?", (buyer_id,))
    if not rows:
        raise BuyerNotFound(buyer=buyer_id)
    return rows[0]
