"""Scripts: found by word or initials, filled from an order, kept, taken from files (CRM-02)."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from shopdesk.clock import day_end, day_start, iso
from shopdesk.commands.options import json_option, lines_option
from shopdesk.commands.output import as_json, fitted, say, tell
from shopdesk.commands.session import Session, one_of, options
from shopdesk.domain.script_blanks import BLANKS, SOURCES, gap_name
from shopdesk.domain.script_topics import TOPICS, Topic, chinese_name
from shopdesk.errors import N_, BadInput, NotFound
from shopdesk.i18n import _
from shopdesk.queries.buyers import find_buyer_id
from shopdesk.queries.orders import get_order_ids
from shopdesk.queries.people import find_person
from shopdesk.queries.script_hints import list_likely_scripts
from shopdesk.queries.script_values import About, fill_script
from shopdesk.queries.scripts import (
    ScriptRow,
    count_scripts,
    get_script,
    list_script_uses,
    list_scripts,
    search_scripts,
)
from shopdesk.queries.shop_settings import get_setting
from shopdesk.queries.shops import get_shop
from shopdesk.services.desk import Desk
from shopdesk.services.script_tables import export_scripts, import_scripts, plan_scripts, take_starting_set
from shopdesk.services.scripts import hide_script, save_script, script_base, show_script, use_script
from shopdesk.settings import ZONE

_DAY = click.DateTime(["%Y-%m-%d"])
_NAMED = 5
"""Scripts that a question names, where a word means several."""


class WhichScript(BadInput):
    template = N_("{text} means several scripts: {known}. Give the number of one.")


class NoSuchScript(NotFound):
    template = N_("No script is found by {text}. Try another word, or its pinyin initials.")


class NotFilled(BadInput):
    template = N_("{text} fills no blank. Write NAME=WORDS, the name as it stands between the braces.")


which_script = click.argument("script", metavar="NUMBER|WORDS")

in_view = options(
    click.option("--order", "order_no", default="", help=_("The order it is about.")),
    click.option("--shop", default="", help=_("The shop, where two shops have the same order number.")),
    click.option("--case", "case_id", type=click.IntRange(1), help=_("The case it is about.")),
    click.option("--refund", "refund_id", type=click.IntRange(1), help=_("The refund it is about.")),
    click.option("--repair", "repair_id", type=click.IntRange(1), help=_("The repair it is about.")),
    click.option("--buyer", default="", help=_("The buyer, where no order is meant.")),
    click.option("--waybill", default="", help=_("The parcel, where an order has several.")),
    click.option("--fill", "fills", multiple=True, metavar="NAME=WORDS", help=_("What to put into a blank.")),
)
"""What is in view where a script is said."""


@click.group()
def scripts() -> None:
    """Words to say."""


@scripts.command("list", help=_("List scripts; with words or pinyin initials the likeliest first."))
@click.argument("words", nargs=-1)
@click.option("--topic", type=one_of(Topic), help=_("Only this topic."))
@click.option("--hidden", "with_hidden", is_flag=True, help=_("Those out of use as well."))
@click.option("--order", "order_no", default="", help=_("Those first that this order is likely to need."))
@click.option("--limit", type=click.IntRange(1), help=_("The first so many; all if left out."))
@lines_option
@click.pass_obj
def list_(
    session: Session, /, *, words: Sequence[str], topic: str | None, form: str, order_no: str, **asked: Any
) -> None:
    """One line a script."""
    database = session.desk().seen
    if order_no and not (words or topic):
        order_id = get_order_ids(database, [order_no])[0]
        found = list_likely_scripts(database, order_id=order_id, limit=asked["limit"])
    else:
        found = list_scripts(database, topic=Topic(topic) if topic else None, find=" ".join(words), **asked)
    for row in found:
        say(as_json(_told(row)) if form == "jsonl" else _line(row))


@scripts.command("show", help=_("Show a script as it is kept, with its blanks."))
@which_script
@json_option
@click.pass_obj
def show(session: Session, /, *, script: str, json_wanted: bool) -> None:
    """One script."""
    row = _which(session.desk(), script)
    tell(_told(row), "\n\n".join(filter(None, (_line(row), row.body, row.gloss))), json_wanted=json_wanted)


@scripts.command("preview", help=_("Show a script as it would be said, and which blanks are still open."))
@which_script
@in_view
@json_option
@click.pass_obj
def preview(session: Session, /, *, script: str, fills: Sequence[str], json_wanted: bool, **seen: Any) -> None:
    """The text with its gaps."""
    desk = session.desk()
    row = _which(desk, script)
    filled = fill_script(
        desk.seen,
        script_id=row.id,
        now=desk.clock(),
        person=desk.actor.name,
        given=_given(fills),
        **_about(desk, **seen),
    )
    told = {"script": row.id, "text": filled.text, "gaps": list(filled.gaps)}
    open_ones = [_("Still open: {blank}").format(blank=gap_name(name)) for name in filled.gaps]
    tell(told, "\n".join([filled.text, *open_ones]), json_wanted=json_wanted)


@scripts.command("say", help=_("Write out a script to be sent, filled; it is counted. Refused while a blank is open."))
@which_script
@in_view
@json_option
@click.pass_obj
def say_(session: Session, /, *, script: str, fills: Sequence[str], json_wanted: bool, **seen: Any) -> None:
    """The text alone."""
    desk = session.desk()
    row = _which(desk, script)
    text = use_script(desk, script_id=row.id, given=_given(fills), **_about(desk, **seen))
    tell({"script": row.id, "text": text}, text, json_wanted=json_wanted)


@scripts.command("add", help=_("Write a new script. Blanks stand between braces: {order_no} or its Chinese name."))
@click.argument("title")
@click.argument("text")
@click.option("--topic", type=one_of(Topic), default=Topic.OTHER.value, show_default=True, help=_("Its topic."))
@click.option("--gloss", default="", help=_("The same in English."))
@json_option
@click.pass_obj
def add(session: Session, /, *, title: str, text: str, topic: str, gloss: str, json_wanted: bool) -> None:
    """A script of the shop's own."""
    desk = session.desk()
    script_id = save_script(desk, topic=Topic(topic), title=title, body=text, gloss=gloss)
    _tell_row(desk, script_id, json_wanted=json_wanted)


@scripts.command("edit", help=_("Change a script; what is left out stays."))
@which_script
@click.option("--topic", type=one_of(Topic), help=_("Its topic."))
@click.option("--title", help=_("What it is called."))
@click.option("--text", "body", help=_("What is said."))
@click.option("--gloss", help=_("The same in English."))
@click.option("--place", "position", type=click.IntRange(0, 9999), help=_("Its place in the topic."))
@json_option
@click.pass_obj
def edit(session: Session, /, *, script: str, topic: str | None, json_wanted: bool, **given: Any) -> None:
    """Other words."""
    desk = session.desk()
    row = _which(desk, script, with_hidden=True)
    kept: dict[str, Any] = {"title": row.title, "body": row.body, "gloss": row.gloss, "position": row.position}
    changed = kept | {name: value for name, value in given.items() if value is not None}
    save_script(desk, script_id=row.id, base=script_base(row), topic=Topic(topic) if topic else row.topic, **changed)
    _tell_row(desk, row.id, json_wanted=json_wanted)


@scripts.command("hide", help=_("Take a script out of use."))
@which_script
@json_option
@click.pass_obj
def hide(session: Session, /, *, script: str, json_wanted: bool) -> None:
    """Nobody is offered it any more."""
    desk = session.desk()
    row = _which(desk, script, with_hidden=True)
    hide_script(desk, script_id=row.id)
    _tell_row(desk, row.id, json_wanted=json_wanted)


@scripts.command("unhide", help=_("Take a script into use again."))
@which_script
@json_option
@click.pass_obj
def unhide(session: Session, /, *, script: str, json_wanted: bool) -> None:
    """Everybody is offered it again."""
    desk = session.desk()
    row = _which(desk, script, with_hidden=True)
    show_script(desk, script_id=row.id)
    _tell_row(desk, row.id, json_wanted=json_wanted)


@scripts.command("start", help=_("Take over the scripts that come with the program; your own and changed ones stay."))
@json_option
@click.pass_obj
def start(session: Session, /, *, json_wanted: bool) -> None:
    """The starting set."""
    done = take_starting_set(session.desk())
    said = _("{added} scripts added, {renewed} renewed, {kept} of your own left alone, {unchanged} as they were")
    told = {"added": done.added, "renewed": done.renewed, "kept": done.kept, "unchanged": done.unchanged}
    tell(told, said.format(**told), json_wanted=json_wanted)


@scripts.command(
    "import", help=_("Take a table of scripts over, all of it or nothing. Doing it again changes nothing.")
)
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--dry-run", is_flag=True, help=_("Only tell what would change, and the code of that."))
@click.option("--planned", metavar="CODE", help=_("Only if what changes still is what --dry-run told by this code."))
@json_option
@click.pass_obj
def take_in(session: Session, /, *, file: Path, dry_run: bool, planned: str | None, json_wanted: bool) -> None:
    """A CSV or spreadsheet."""
    desk = session.desk()
    plan = plan_scripts(desk.seen, file) if dry_run else import_scripts(desk, file, shown=planned)
    told = {"file": plan.file, "rows": plan.rows, "created": len(plan.new), "updated": len(plan.changed),
            "unchanged": plan.unchanged, "code": plan.code}  # fmt: skip
    said = _("{file}: {rows} rows, {created} new, {updated} changed, {unchanged} as they were").format_map(told)
    tell(told, f"{said} [{plan.code}]" if dry_run else said, json_wanted=json_wanted)


@scripts.command("export", help=_("Write scripts to a CSV or XLSX file that can be taken over again."))
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--topic", type=one_of(Topic), help=_("Only this topic."))
@click.pass_obj
def export(session: Session, /, *, file: Path, topic: str | None) -> None:
    """The library as a table."""
    count = export_scripts(session.desk(), file, topic=Topic(topic) if topic else None)
    say(_("{n} scripts written to {file}").format(n=count, file=file))


@scripts.command("topics", help=_("List the topics with the number of their scripts."))
@lines_option
@click.pass_obj
def topics(session: Session, /, *, form: str) -> None:
    """One line a topic."""
    for topic, count in count_scripts(session.desk().seen).items():
        told = {"topic": topic.value, "name": _(TOPICS[topic]), "chinese": chinese_name(topic), "scripts": count}
        line = f"{fitted(topic.value, 16)} {fitted(_(TOPICS[topic]), 26)} {count:>4}"
        say(as_json(told) if form == "jsonl" else line)


@scripts.command("blanks", help=_("List the blanks, what fills them and how they are called."))
@lines_option
def blanks(*, form: str) -> None:
    """One line a blank."""
    for blank in BLANKS:
        told = {"name": blank.name, "chinese": list(blank.names), "from": blank.source.value, "what": _(blank.title)}
        names = " ".join("{" + name + "}" for name in (blank.name, *blank.names))
        line = f"{fitted(_(SOURCES[blank.source]), 18)} {fitted(_(blank.title), 36)} {names}"
        say(as_json(told) if form == "jsonl" else line)


@scripts.command("uses", help=_("List who copied which scripts how often, the most used first."))
@click.option("--since", type=_DAY, metavar="DAY", help=_("From this day on."))
@click.option("--until", type=_DAY, metavar="DAY", help=_("Up to this day."))
@click.option("--by", default="", metavar="NAME", help=_("Only by this person."))
@lines_option
@click.pass_obj
def uses(session: Session, /, *, since: datetime | None, until: datetime | None, by: str, form: str) -> None:
    """One line a script and person."""
    desk = session.desk()
    zone = get_setting(desk.seen, ZONE)
    found = find_person(desk.seen, by) if by else None
    for row in list_script_uses(
        desk.seen, since=day_start(since.date(), zone) if since else 0,
        until=day_end(until.date(), zone) if until else None, person_id=(found.id if found else 0) if by else None,
    ):  # fmt: skip
        told = {"script": row.script_id, "topic": row.topic.value, "title": row.title, "person": row.person,
                "times": row.times, "last_at": iso(row.last_at, zone)}  # fmt: skip
        line = f"{row.times:>5} {fitted(row.person, 12)} {fitted(row.title, 30)} {_(TOPICS[row.topic])}"
        say(as_json(told) if form == "jsonl" else line)


def _which(desk: Desk, text: str, *, with_hidden: bool = False) -> ScriptRow:
    """The script of a number, of a title, or the only one that the words find."""
    if text.isdecimal():
        return get_script(desk.seen, int(text))
    rows = list_scripts(desk.seen, with_hidden=with_hidden)
    same = [row for row in rows if row.title.casefold() == text.strip().casefold()]
    found = same or search_scripts(rows, text)
    if not found:
        raise NoSuchScript(text=text)
    if len(found) > 1:
        known = _(", ").join(f"{row.id} {row.title}" for row in found[:_NAMED])
        raise WhichScript(text=text, known=known if len(found) <= _NAMED else f"{known} …")
    return found[0]


def _about(
    desk: Desk, *, order_no: str, shop: str, buyer: str, waybill: str, case_id: int | None, refund_id: int | None,
    repair_id: int | None,
) -> About:  # fmt: skip
    about = About(waybill=waybill, case_id=case_id, refund_id=refund_id, repair_id=repair_id)
    if order_no:
        about["order_id"] = get_order_ids(desk.seen, [order_no], shop=shop)[0]
    elif shop:
        about["shop_id"] = get_shop(desk.seen, shop).id
    if buyer:
        about["buyer_id"] = find_buyer_id(desk.seen, buyer, shop=shop)
    return about


def _given(fills: Sequence[str]) -> dict[str, str]:
    given = {}
    for text in fills:
        name, sign, words = text.partition("=")
        if not sign or not name.strip():
            raise NotFilled(text=text)
        given[name.strip().strip("{}")] = words
    return given


def _tell_row(desk: Desk, script_id: int, *, json_wanted: bool) -> None:
    row = get_script(desk.seen, script_id)
    tell(_told(row), _line(row), json_wanted=json_wanted)


def _told(row: ScriptRow) -> dict[str, Any]:
    return {
        "id": row.id, "topic": row.topic.value, "title": row.title, "text": row.body, "gloss": row.gloss,
        "used": row.used, "own": row.own, "hidden": row.hidden_at is not None,
    }  # fmt: skip


def _line(row: ScriptRow) -> str:
    hidden = f" [{_('out of use')}]" if row.hidden_at is not None else ""
    return f"{row.id:>5} {fitted(_(TOPICS[row.topic]), 20)} {fitted(row.title, 26)} {row.used:>5}{hidden}"
