"""Kind words of the shop's own accord: who is due, written to, left alone; the rules (CRM-05)."""

from typing import Any

import click

from shopdesk.clock import iso
from shopdesk.commands.options import json_option, lines_option
from shopdesk.commands.output import as_json, say, tell
from shopdesk.commands.session import Session, one_of, options
from shopdesk.domain.care_kinds import CARE_KINDS, MEANS, CareKind
from shopdesk.domain.script_topics import Topic
from shopdesk.errors import N_, BadInput, NotFound
from shopdesk.i18n import _
from shopdesk.queries.buyers import find_buyer_id
from shopdesk.queries.care_lists import (
    CareContactRow,
    CareDue,
    CareRuleRow,
    get_care_rule,
    list_care,
    list_care_contacts,
    list_care_rules,
)
from shopdesk.queries.scripts import find_script
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services import care_lists as services
from shopdesk.services.desk import Desk
from shopdesk.settings import ZONE

_rule = click.argument("number", metavar="RULE", type=click.IntRange(1))
_SHOP = click.option("--shop", default="", help=_("The shop, where two shops have the same buyer."))
_whom = options(_rule, click.argument("buyer_id", metavar="BUYER"), _SHOP, json_option)
_buyer = options(click.argument("buyer_id", metavar="BUYER"), _SHOP, json_option)


class NoSuchScript(NotFound):
    template = N_("There is no script {title} under care. Look at the library of scripts.")


class NoValue(BadInput):
    template = N_("{given} names no blank: write it like ?节日=元宵.")


@click.group()
def care() -> None:
    """Who is to be written to."""


@care.command("list", help=_("List whom to write to today, each buyer once."))
@click.option("--rule", "number", type=click.IntRange(1), help=_("Only by this rule."))
@click.option("--text", "with_text", is_flag=True, help=_("With the words to send."))
@lines_option
@click.pass_obj
def list_(session: Session, /, *, number: int | None, with_text: bool, form: str) -> None:
    """One line a buyer."""
    desk = session.desk()
    for due in list_care(desk.seen, now=desk.clock(), rule_id=number):
        told = told_due(desk, due) | ({"text": services.preview_care(desk, due)} if with_text else {})
        parts = (str(due.rule.id), due.rule.title, due.shop, due.buyer, due.order_no, told.get("text", ""))
        say(as_json(told) if form == "jsonl" else "  ".join(filter(None, parts)))


@care.command("write", help=_("Get the words for a buyer on the list, and note that they are written to."))
@_whom
@click.option("--fill", "given", multiple=True, metavar="BLANK=TEXT", help=_("What is typed into a blank."))
@click.pass_obj
def write(
    session: Session, /, *, number: int, buyer_id: str, shop: str, given: tuple[str, ...], json_wanted: bool
) -> None:
    """Write to one."""
    desk = session.desk()
    found, order_id = _on_list(desk, number, buyer_id, shop)
    written = services.mark_written(desk, rule_id=number, buyer_id=found, order_id=order_id, given=_values(given))
    told = {"number": written.care_id, "text": written.text}
    tell(told, written.text or _("{buyer}: noted").format(buyer=buyer_id), json_wanted=json_wanted)


@care.command("skip", help=_("Leave a buyer on the list alone this time."))
@_whom
@click.option("--reason", default="", help=_("Why."))
@click.pass_obj
def skip(session: Session, /, *, number: int, buyer_id: str, shop: str, reason: str, json_wanted: bool) -> None:
    """Pass one over."""
    desk = session.desk()
    found, order_id = _on_list(desk, number, buyer_id, shop)
    care_id = services.skip_care(desk, rule_id=number, buyer_id=found, order_id=order_id, reason=reason)
    tell({"number": care_id}, _("{buyer} is left alone this time").format(buyer=buyer_id), json_wanted=json_wanted)


@care.command("undo", help=_("Take back what was noted by mistake; NUMBER is what write, skip or done gave."))
@click.argument("number", type=click.IntRange(1))
@json_option
@click.pass_obj
def undo(session: Session, /, *, number: int, json_wanted: bool) -> None:
    """Take one back."""
    services.undo_care(session.desk(), care_id=number)
    tell({"number": number}, _("Taken back"), json_wanted=json_wanted)


@care.command("done", help=_("List who was written to and who was passed over, the newest first."))
@click.option("--limit", type=click.IntRange(1), default=50, help=_("How many."))
@lines_option
@click.pass_obj
def done(session: Session, /, *, limit: int, form: str) -> None:
    """One line each."""
    desk = session.desk()
    for row in list_care_contacts(desk.seen, limit=limit):
        what = _("passed over") if row.skipped else _("written to")
        parts = (str(row.id), desk.shown(row.at), row.title, row.buyer, row.order_no, what, row.person)
        say(as_json(_told_contact(desk, row)) if form == "jsonl" else "  ".join(filter(None, parts)))


@care.command("stop", help=_("A buyer wants no messages but answers."))
@_buyer
@click.option("--reason", required=True, help=_("What they said."))
@click.pass_obj
def stop(session: Session, /, *, buyer_id: str, shop: str, reason: str, json_wanted: bool) -> None:
    """Never write to them."""
    desk = session.desk()
    services.stop_care(desk, buyer_id=find_buyer_id(desk.seen, buyer_id, shop=shop), reason=reason)
    text = _("Nobody writes to {buyer} of our own accord any more").format(buyer=buyer_id)
    tell({"buyer": buyer_id, "care": False}, text, json_wanted=json_wanted)


@care.command("allow", help=_("A buyer has nothing against messages any more."))
@_buyer
@click.option("--reason", required=True, help=_("What they said."))
@click.pass_obj
def allow(session: Session, /, *, buyer_id: str, shop: str, reason: str, json_wanted: bool) -> None:
    """Write to them again."""
    desk = session.desk()
    services.allow_care(desk, buyer_id=find_buyer_id(desk.seen, buyer_id, shop=shop), reason=reason)
    tell({"buyer": buyer_id, "care": True}, _("Messages to {buyer} are welcome").format(buyer=buyer_id),
         json_wanted=json_wanted)  # fmt: skip


@care.command("rules", help=_("List the rules."))
@lines_option
@click.pass_obj
def rules(session: Session, /, *, form: str) -> None:
    """One line a rule."""
    desk = session.desk()
    for row in list_care_rules(desk.seen):
        means = f"{_(MEANS[row.kind])}: {row.days}"
        state = _("paused") if row.paused_at is not None else ""
        parts = (str(row.id), _(CARE_KINDS[row.kind]), row.title, row.tag, row.day, means, row.script, state)
        say(as_json(told_rule(desk, row)) if form == "jsonl" else "  ".join(filter(None, parts)))


@care.command("rule", help=_("Make a rule, or change one: --number N; what is left out stays or is as usual."))
@click.option("--number", type=click.IntRange(1), help=_("The rule to change."))
@click.option("--kind", type=one_of(CareKind), help=_("What it is for."))
@click.option("--title", help=_("What it is called."))
@click.option("--script", help=_("Title of its words, among those about care; empty for none."))
@click.option("--tag", help=_("Only buyers with this tag; empty for all."))
@click.option("--day", help=_("A holiday: 12-31 of each year, or 2027-02-06."))
@click.option("--days", type=click.IntRange(0), help=_("How many days before or after; see rules."))
@json_option
@click.pass_obj
def rule(session: Session, /, *, number: int | None, json_wanted: bool, **given: Any) -> None:
    """Keep a rule."""
    desk = session.desk()
    row = get_care_rule(desk.seen, number) if number is not None else None
    if row is None and (given["kind"] is None or given["title"] is None):
        raise click.UsageError(_("A new rule needs --kind and --title."))
    values = _rule_values(desk, row, given)
    base = services.care_rule_base(row) if row is not None else None
    saved = get_care_rule(desk.seen, services.save_care_rule(desk, rule_id=number, base=base, **values))
    tell(told_rule(desk, saved), _("Rule {number}: {title}").format(number=saved.id, title=saved.title),
         json_wanted=json_wanted)  # fmt: skip


@care.command("pause", help=_("List nobody by a rule for now."))
@options(_rule, json_option)
@click.pass_obj
def pause(session: Session, /, *, number: int, json_wanted: bool) -> None:
    """Pause a rule."""
    desk = session.desk()
    services.pause_care_rule(desk, rule_id=number)
    tell(told_rule(desk, get_care_rule(desk.seen, number)), _("Paused"), json_wanted=json_wanted)


@care.command("resume", help=_("List buyers by a paused rule again."))
@options(_rule, json_option)
@click.pass_obj
def resume(session: Session, /, *, number: int, json_wanted: bool) -> None:
    """Let a rule run."""
    desk = session.desk()
    services.resume_care_rule(desk, rule_id=number)
    tell(told_rule(desk, get_care_rule(desk.seen, number)), _("Runs again"), json_wanted=json_wanted)


def told_rule(desk: Desk, row: CareRuleRow) -> dict[str, Any]:
    """A rule as scripts get it."""
    return {
        "number": row.id, "kind": row.kind.value, "title": row.title, "script": row.script, "tag": row.tag,
        "day": row.day, "days": row.days, "paused_at": iso(row.paused_at, get_setting(desk.seen, ZONE)),
    }  # fmt: skip


def told_due(desk: Desk, due: CareDue) -> dict[str, Any]:
    """Somebody to write to as scripts get it."""
    return {
        "rule": due.rule.id, "kind": due.rule.kind.value, "title": due.rule.title, "buyer": due.buyer,
        "shop": due.shop, "order_no": due.order_no, "at": iso(due.at, get_setting(desk.seen, ZONE)),
    }  # fmt: skip


def _told_contact(desk: Desk, row: CareContactRow) -> dict[str, Any]:
    return {
        "number": row.id, "rule": row.rule_id, "title": row.title, "buyer": row.buyer, "order_no": row.order_no,
        "skipped": row.skipped, "person": row.person, "at": iso(row.at, get_setting(desk.seen, ZONE)),
    }  # fmt: skip


def _on_list(desk: Desk, number: int, buyer: str, shop: str) -> tuple[int, int | None]:
    """A buyer and the order that is the reason; the service refuses who isn't due."""
    found = find_buyer_id(desk.seen, buyer, shop=shop)
    rows = list_care(desk.seen, now=desk.clock(), rule_id=number)
    return found, next((due.order_id for due in rows if due.buyer_id == found), None)


def _values(given: tuple[str, ...]) -> dict[str, str]:
    found = {}
    for each in given:
        name, sign, text = each.partition("=")
        if not sign or not name.strip():
            raise NoValue(given=each)
        found[name.strip()] = text
    return found


def _rule_values(desk: Desk, row: CareRuleRow | None, given: dict[str, Any]) -> dict[str, Any]:
    def value(name: str, usual: Any) -> Any:
        return given[name] if given[name] is not None else getattr(row, name) if row is not None else usual

    script_id = row.script_id if row is not None else None
    if given["script"] is not None:
        found = find_script(desk.seen, Topic.CARE, given["script"]) if given["script"] else None
        if given["script"] and found is None:
            raise NoSuchScript(title=given["script"])
        script_id = found.id if found is not None else None
    return {
        "kind": CareKind(value("kind", None)), "title": value("title", ""), "script_id": script_id,
        "tag": value("tag", ""), "day": value("day", ""), "days": value("days", None),
    }  # fmt: skip
