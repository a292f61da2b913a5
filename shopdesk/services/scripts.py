"""The library of words to say: written, hidden, copied with its blanks filled (CRM-02)."""

from collections.abc import Iterable, Mapping
from typing import Any, Unpack

from shopdesk.db.database import add_row
from shopdesk.domain.permissions import Right
from shopdesk.domain.script_blanks import (
    LONGEST_NAME,
    find_blank,
    gap_name,
    has_loose_brace,
    nearest_name,
    seen,
    tidy,
    unknown_names,
)
from shopdesk.domain.script_search import search_initials
from shopdesk.domain.script_topics import TOPICS, Topic
from shopdesk.errors import N_, BadInput, Refused
from shopdesk.i18n import _
from shopdesk.queries.script_values import About, fill_script, find_order_in_view
from shopdesk.queries.scripts import ScriptRow, find_script, get_script
from shopdesk.services.clashes import Base, last_deed
from shopdesk.services.desk import Changed, Desk, Work, work
from shopdesk.services.edits import save_edit

SCRIPT_FIELDS = ("topic", "title", "body", "gloss", "position")
"""What is edited."""
LONGEST_TITLE, LONGEST_TEXT = 60, 2_000
"""Characters; chats take no longer message."""


class TitleMissing(BadInput):
    template = N_("A script needs a title to be found by.")


class TextMissing(BadInput):
    template = N_("{title} has no text yet. Write what is to be said.")


class TextTooLong(BadInput):
    template = N_("{title} has {n} characters; {most} is the most that can be kept. Make two of it.")


class TitleTaken(Refused):
    template = N_("There is a script {title} under {topic} already. Give this one another title.")


class UnknownBlanks(BadInput):
    template = N_(
        "Nothing fills {blanks} in {title}. Take a known blank from the list, or write {{?…}} for what is typed each "
        "time."
    )


class LooseBrace(BadInput):
    template = N_("A brace stands alone in {title}: a blank is written {{…}}, with a brace at both ends.")


class ScriptHasGaps(Refused):
    template = N_(
        "{title} wasn't copied, for it has gaps: {gaps}. Choose the order it is about, or type what is missing."
    )
    gaps: tuple[str, ...] = ()
    """Names of the blanks, as the script has them."""


class ScriptHidden(Refused):
    template = N_("{person} took {title} out of use ({when}). Choose another script.")


class HiddenAlready(Refused):
    template = N_("{person} took {title} out of use already ({when}).")


class ShownAlready(Refused):
    template = N_("{title} is in use already.")


def script_base(row: ScriptRow) -> Base:
    """What the editing of a script begins with."""
    return Base(row.version, script_values(row))


def script_values(row: ScriptRow) -> dict[str, Any]:
    """A script's fields as they are kept."""
    return {"topic": row.topic.value, "title": row.title, "body": row.body, "gloss": row.gloss,
            "position": row.position}  # fmt: skip


def save_script(
    desk: Desk,
    *,
    script_id: int | None = None,
    base: Base | None = None,
    topic: Topic,
    title: str,
    body: str,
    gloss: str = "",
    position: int | None = None,
) -> int:
    """Write or change words of the library; one of the starting set that is changed is the shop's own from then on.
    `position` is its place on its shelf, the last one where it is left out. Returns the id.

    Raises TitleMissing, TextMissing, TextTooLong, TitleTaken, UnknownBlanks, LooseBrace, Clash, Gone, NotAllowed.
    """
    with work(desk, Right.SETTINGS, Changed.WORDS) as doing:
        values: dict[str, Any] = {"topic": topic.value, "title": title, "body": body, "gloss": gloss}
        if position is not None:
            values |= {"position": position}
        return enter_script(doing, values, script_id=script_id, base=base)


def enter_script(
    doing: Work, values: Mapping[str, Any], *, script_id: int | None = None, base: Base | None = None
) -> int:
    """As `save_script`, inside another work; `values` by the names in SCRIPT_FIELDS."""
    tidied = checked_script(values)
    if script_id is None:
        return add_script(doing, tidied, own=True)
    change_script(doing, script_id, tidied, own=True, base=base)
    return script_id


def checked_script(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as they are kept. Raises TitleMissing, TextMissing, TextTooLong, UnknownBlanks, LooseBrace."""
    body, gloss = tidy(str(values["body"])), tidy(str(values.get("gloss", "")))
    title = " ".join(str(values["title"]).split())
    if not seen(title):
        raise TitleMissing()
    if not seen(body):
        raise TextMissing(title=title)
    for text, most in ((title, LONGEST_TITLE), (body, LONGEST_TEXT), (gloss, LONGEST_TEXT)):
        if len(text) > most:
            raise TextTooLong(title=title[:LONGEST_TITLE], n=len(text), most=most)
    check_blanks(title, body, gloss)
    return {**values, "title": title, "body": body, "gloss": gloss}


def check_blanks(title: str, *texts: str) -> None:
    """Raises UnknownBlanks, LooseBrace."""
    unknown = tuple(dict.fromkeys(_told(name) for text in texts for name in unknown_names(text)))
    if unknown:
        raise UnknownBlanks(title=title, blanks=unknown)
    if any(map(has_loose_brace, texts)):
        raise LooseBrace(title=title)


def add_script(doing: Work, values: Mapping[str, Any], *, own: bool, origin: str = "") -> int:
    """A new script of checked values; returns its id. Raises TitleTaken."""
    database = doing.desk.database
    topic, title = Topic(values["topic"]), str(values["title"])
    _check_title(doing.desk, topic, title)
    position = values.get("position")
    row: dict[str, Any] = {
        **{name: values[name] for name in ("topic", "title", "body", "gloss")},
        "position": _next_place(doing, topic) if position is None else position,
        "initials": values.get("initials") or search_initials(title, values["body"]),
        "own": int(own),
        "origin": origin,
    }
    marks = ", ".join("?" * len(row))
    script_id = add_row(database, f"INSERT INTO script ({', '.join(row)}) VALUES ({marks})", tuple(row.values()))
    told = {name: row[name] for name in ("topic", "title", "body")}
    doing.note("add", "script", script_id, after=told)
    return script_id


def change_script(
    doing: Work, script_id: int, values: Mapping[str, Any], *, own: bool, base: Base | None = None
) -> bool:
    """New values of a script; False where they were so already. Raises TitleTaken, Clash, Gone."""
    after = {name: values[name] for name in SCRIPT_FIELDS if name in values}
    if not save_edit(doing, "script", script_id, after, action="edit", kind="script", base=base):
        return False
    database = doing.desk.database
    now = get_script(database, script_id)  # two people's changes may have met in it
    _check_title(doing.desk, now.topic, now.title, but=script_id)
    database.execute_sql(
        "UPDATE script SET initials = ?, own = ? WHERE id = ?",
        (search_initials(now.title, now.body), int(own), script_id),
    )
    return True


def hide_script(desk: Desk, *, script_id: int) -> None:
    """Take words out of use; a newer starting set doesn't bring them back. Raises ScriptNotFound, HiddenAlready,
    NotAllowed."""
    with work(desk, Right.SETTINGS, Changed.WORDS) as doing:
        row = get_script(desk.database, script_id)
        if row.hidden_at is not None:
            raise _by_whom(desk, HiddenAlready, row)
        set_hidden(doing, row.id, row.title, is_hidden=True)


def show_script(desk: Desk, *, script_id: int) -> None:
    """Take words into use again. Raises ScriptNotFound, ShownAlready, NotAllowed."""
    with work(desk, Right.SETTINGS, Changed.WORDS) as doing:
        row = get_script(desk.database, script_id)
        if row.hidden_at is None:
            raise ShownAlready(title=row.title)
        set_hidden(doing, row.id, row.title, is_hidden=False)


def use_script(desk: Desk, *, script_id: int, given: Mapping[str, str] | None = None, **about: Unpack[About]) -> str:
    """The text to copy, filled from what is in view; that it was used is counted. `given` is what was typed into
    blanks. Raises ScriptHasGaps with the blanks' names, ScriptHidden, ScriptNotFound, NotAllowed."""
    with work(desk, Right.VIEW, Changed.WORDS) as doing:
        row = get_script(desk.database, script_id)
        if row.hidden_at is not None:
            raise _by_whom(desk, ScriptHidden, row)
        filled = fill_script(desk.seen, script_id=script_id, now=doing.at, person=desk.actor.name, given=given, **about)
        if filled.gaps:
            raise has_gaps(row.title, filled.gaps)
        enter_use(doing, script_id, order_id=find_order_in_view(desk.database, about))
        return filled.text


def has_gaps(title: str, gaps: Iterable[str]) -> ScriptHasGaps:
    """The refusal that names what is missing."""
    names = tuple(gaps)
    refusal = ScriptHasGaps(title=title, gaps=tuple(map(gap_name, names)))
    refusal.gaps = names
    return refusal


def enter_use(doing: Work, script_id: int, *, order_id: int | None = None) -> None:
    """Somebody says these words, about an order or nothing: counted, inside another work."""
    database = doing.desk.database
    row = (script_id, order_id, doing.desk.actor.id, doing.at)
    database.execute_sql("INSERT INTO script_use (script_id, order_id, person_id, at) VALUES (?, ?, ?, ?)", row)
    database.execute_sql("UPDATE script SET used = used + 1 WHERE id = ?", (script_id,))
    doing.note("use", "script", script_id, after={"order_id": order_id} if order_id else {})


def set_hidden(doing: Work, script_id: int, title: str, *, is_hidden: bool) -> None:
    """Take a script out of use or into it again, inside another work."""
    hidden_at = doing.at if is_hidden else None
    sql = "UPDATE script SET hidden_at = ?, version = version + 1 WHERE id = ?"
    doing.desk.database.execute_sql(sql, (hidden_at, script_id))
    doing.note("hide" if is_hidden else "show", "script", script_id, after={"title": title})


def _by_whom(desk: Desk, refusal: type[Refused], row: ScriptRow) -> Refused:
    person, when = last_deed(desk, "script", row.id, "hide")
    return refusal(title=row.title, person=person, when=when)


def _check_title(desk: Desk, topic: Topic, title: str, *, but: int | None = None) -> None:
    taken = find_script(desk.database, topic, title, but=but)
    if taken is not None:
        raise TitleTaken(title=taken.title, topic=_(TOPICS[topic]))


def _next_place(doing: Work, topic: Topic) -> int:
    sql = "SELECT coalesce(max(position), 0) + 1 FROM script WHERE topic = ?"
    return int(doing.desk.database.execute_sql(sql, (topic.value,)).fetchone()[0])


def _told(name: str) -> str:
    """`{订单} (did you mean {订单号}?)`."""
    written = "{" + name[:LONGEST_NAME] + "}"
    near = nearest_name(name)
    blank = find_blank(near) if near else None
    if blank is None:
        return written
    meant = near if not near.isascii() else blank.name
    return _("{written} (did you mean {meant}?)").format(written=written, meant="{" + meant + "}")
