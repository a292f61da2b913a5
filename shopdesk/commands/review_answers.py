"""How the commands about reviews answer: lines for people, objects for scripts."""

import codecs
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from shopdesk.clock import Millis, day_end, from_local, iso
from shopdesk.commands.options import json_option
from shopdesk.commands.output import fitted, tell
from shopdesk.commands.parcel_options import told_values
from shopdesk.commands.session import options
from shopdesk.domain.reviews import CAUSES, KINDS, RESULTS, STATES, But
from shopdesk.errors import N_, BadInput, NotFound
from shopdesk.i18n import _
from shopdesk.queries.people import find_person
from shopdesk.queries.reviews import ReviewDetail, ReviewRow, get_review_row
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.desk import Desk
from shopdesk.services.review_steps import said_of
from shopdesk.settings import ZONE

COLUMNS = (
    "review", "kind", "state", "late", "order_no", "known", "shop", "buyer", "goods", "stars", "said", "later_said",
    "cause", "at", "kind_before", "changed_at", "deleted_at", "salesperson", "but", "but_words", "person",
    "assigned_at", "due_at", "change_until", "raised_at", "contacts", "next_at", "reply", "replied_by", "replied_at",
    "result", "explanation", "case", "came_at", "closed_by", "closed_at",
)  # fmt: skip
"""Of a review, for scripts and files."""
which_review = options(click.argument("number", metavar="NUMBER", type=click.IntRange(1)), json_option)

_PLAIN = (
    "order_no", "shop", "buyer", "goods", "stars", "said", "later_said", "salesperson", "but_words", "person",
    "contacts", "reply", "replied_by", "explanation", "closed_by",
)  # fmt: skip
_MOMENTS = (
    "at", "changed_at", "deleted_at", "assigned_at", "due_at", "change_until", "raised_at", "next_at", "replied_at",
    "came_at", "closed_at",
)  # fmt: skip
_WORDS = ("kind", "state", "cause", "kind_before", "result")
_MOST_PASTED = 1 << 20
"""Bytes; no page of a platform has as many."""


class NoPastedText(BadInput):
    template = N_("{file} is no text of a page: copy the review from the platform's page and save it as a text.")


def pasted_text(file: Path) -> str:
    """What a file or stdin (`-`) holds, in UTF-8, UTF-16 or GB18030. Raises NoPastedText."""
    try:
        told = _bytes_of(file)
        if len(told) > _MOST_PASTED:
            raise NoPastedText(file=file.name)
        return _decoded(told).replace("\0", "")
    except (OSError, UnicodeDecodeError) as error:
        raise NoPastedText(file=file.name) from error


def _bytes_of(file: Path) -> bytes:
    if str(file) == "-":
        return sys.stdin.buffer.read(_MOST_PASTED + 1)
    with file.open("rb") as opened:
        return opened.read(_MOST_PASTED + 1)


def _decoded(told: bytes) -> str:
    if told.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return told.decode("utf-16")
    try:
        return told.decode("utf-8-sig")
    except UnicodeDecodeError:
        return told.decode("gb18030")


class NobodyCalled(NotFound):
    template = N_("Nobody here is called {name}.")


def person_id_of(desk: Desk, name: str) -> int:
    """Whoever has this name. Raises NobodyCalled."""
    found = find_person(desk.seen, name)
    if found is None:
        raise NobodyCalled(name=name)
    return found.id


def local_moment(desk: Desk, when: datetime | None, *, ends: bool = False) -> Millis | None:
    """A typed moment; a day alone is its beginning, or its last minute where it `ends` something."""
    if when is None:
        return None
    zone = get_setting(desk.seen, ZONE)
    is_day = (when.hour, when.minute) == (0, 0)
    return day_end(when.date(), zone) - 1 if ends and is_day else from_local(when, zone)


def told_review(desk: Desk, row: ReviewRow) -> dict[str, Any]:
    """A review as scripts get it."""
    words = {name: getattr(row, name).value if getattr(row, name) is not None else "" for name in _WORDS}
    told = {
        "review": row.id, "known": row.order_id is not None, "late": row.is_late(desk.clock()), "case": row.case_id,
        "but": row.but in (But.FOUND, But.SAID), **words, **told_values(desk, row, plain=_PLAIN, moments=_MOMENTS),
    }  # fmt: skip
    return {name: told[name] for name in COLUMNS}


def told_whole_review(desk: Desk, found: ReviewDetail) -> dict[str, Any]:
    """The same with its order, its history and what was spoken."""
    zone = get_setting(desk.seen, ZONE)
    return {
        **told_review(desk, found.row),
        "receiver": found.receiver,
        "phone": found.phone,
        "bought": found.bought,
        "others": found.others,
        "steps": [
            {"step": each.step, "note": each.note, "person": each.person, "at": iso(each.at, zone)}
            for each in found.steps
        ],
        "spoken": [
            {"note": each.note, "person": each.person, "at": iso(each.at, zone), "next_at": iso(each.next_at, zone)}
            for each in found.contacts
        ],
    }


def review_line(desk: Desk, row: ReviewRow) -> str:
    """One line of the list."""
    late = _("late") if row.is_late(desk.clock()) else ""
    state = _(RESULTS[row.result]) if row.result is not None else _(STATES[row.state])
    parts = (fitted(_(KINDS[row.kind]), 8), row.order_no, row.buyer, state, late, row.person,
             " ".join((row.said or row.later_said).split()))  # fmt: skip
    return "  ".join(filter(None, (f"{row.id:>4}", *parts)))


def review_lines(desk: Desk, found: ReviewDetail) -> list[str]:
    """Everything about one."""
    row = found.row
    facts = [
        (_("Written"), desk.shown(row.at)),
        (_("Can be changed until"), desk.shown(row.change_until)),
        (_("Next step by"), desk.shown(row.due_at) if row.due_at is not None else ""),
        (_("About"), _(CAUSES[row.cause]) if row.cause is not None else ""),
        (_("Complains by these words"), row.but_words if row.but in (But.FOUND, But.SAID) else ""),
        (_("Whose customer"), row.salesperson),
        (_("Added later"), row.later_said),
        (_("Before"), _(KINDS[row.kind_before]) if row.kind_before is not None else ""),
        (_("Answer in public"), row.reply),
        (_("Explanation"), row.explanation),
    ]
    lines = [review_line(desk, row)]
    lines += [_("{part}: {rest}").format(part=part, rest=rest) for part, rest in facts if rest]
    lines += [
        "  ".join(filter(None, (desk.shown(each.at), each.person, said_of(each.step), each.note)))
        for each in found.steps
    ]
    return lines


def tell_review(desk: Desk, number: int, *, json_wanted: bool) -> None:
    """Where a review stands now."""
    row = get_review_row(desk.seen, number)
    text = _("Review {number}: {state}").format(number=number, state=_(STATES[row.state]))
    tell(told_review(desk, row), text, json_wanted=json_wanted)
