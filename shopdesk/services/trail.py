"""Vouching for the trail and verifying it (TEAM-03).

Every PC signs, once a day and as it ends, the newest row of the trail with a key of its own (`services/pc_key.py`), and
remembers outside the shop what it signed and how far it looked. Whoever can write everything in the database can
recompute the whole chain, but not those signatures and memories.

What puts a backup in the shop's place calls `note_restore` afterwards: going back is noted, and this PC begins anew.
Wiping personal data (`services/retention.py`) changes no chain and needs nothing.
"""

import json
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, NamedTuple

from shopdesk.clock import Millis, to_local
from shopdesk.db.database import Database, place_of, rows_of
from shopdesk.db.errors import storage_errors
from shopdesk.db.trail import BEGINNING, Entry, Link, append_trails, find_link, follow_chain, newest_link
from shopdesk.db.trail_heads import Head, list_heads, put_head
from shopdesk.domain.permissions import Right, Role
from shopdesk.errors import N_, Refused, StorageError
from shopdesk.i18n import _, ngettext
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.desk import Desk, need, work
from shopdesk.services.last_stored import find_lost, forget_stored
from shopdesk.services.pc_key import Memory, PcKey, forget, pc_key, recall, remember
from shopdesk.settings import ZONE

VOUCH_EVERY: Millis = 3_600_000
MOST_SAID = 20
"""Rows named one by one; more than that is said as a number."""
RESTORED, WIPED, ACCEPTED = "restored", "wiped", "trail accepted"

Progress = Callable[[float], None]


class Doubt(StrEnum):
    """What doesn't fit."""

    CHANGED = "changed"
    MISSING = "missing"
    REWRITTEN = "rewritten"
    FORGED = "forged"
    GONE = "gone"
    EMPTIED = "emptied"
    RESTORED = "restored"
    """Perhaps nothing: a backup that was put back explains it."""


class Finding(NamedTuple):
    """Something that doesn't fit, in words."""

    doubt: Doubt
    text: str


@dataclass(frozen=True, slots=True)
class Verified:
    """What came of following the trail."""

    rows: int
    """Rows looked at."""
    whole: bool
    """From the beginning, not only what is new."""
    last: Link
    findings: tuple[Finding, ...]
    unjudged: tuple[str, ...]
    """PCs whose signatures can't be judged here: their keys are with them. What they vouch for was compared with the
    chain."""


class NothingToAccept(Refused):
    template = N_("The trail fits. There is nothing to accept.")


def trail_problems(desk: Desk) -> list[str]:
    """What doesn't fit in the whole trail, in sentences; nothing for a sound one, which this PC vouches for then."""
    found = verify_trail(desk, whole=True).findings
    if not found:
        with suppress(StorageError):  # it may be read-only here
            vouch(desk)
    return [finding.text for finding in found]


def verify_trail(
    desk: Desk, *, whole: bool = False, most: int | None = None, progress: Progress | None = None
) -> Verified:
    """Follow the chain from where this PC stopped last (`whole`: from its beginning), at most `most` rows, and compare
    it with what PCs vouched for. `progress` is told the share done (0 to 1), and may raise to stop.

    Raises StorageErrors."""
    place = place_of(desk.database)
    memory, key = recall(place), pc_key()
    findings = _remembered(desk, memory)
    is_whole = whole or bool(findings) or memory.verified == BEGINNING
    start = BEGINNING if is_whole else memory.verified
    last, rows, broken, emptied = _follow(desk.database, start, most, progress)
    findings += _broken(desk, broken)
    findings += _emptied(desk, emptied) if is_whole and most is None else []
    misfits, pcs = _heads(desk, key, memory)
    findings = list(dict.fromkeys([*findings, *misfits]))
    if not findings:
        remember(place, replace(memory, verified=last))
    elif any(finding.doubt in (Doubt.MISSING, Doubt.REWRITTEN, Doubt.GONE) for finding in findings):
        findings += _maybe_restored(desk)
    return Verified(rows, is_whole, last, tuple(findings), pcs)


def vouch_due(desk: Desk) -> bool:
    """Whether this PC has not vouched yet today, or not within the hour."""
    head = recall(place_of(desk.database)).head
    return head is None or head.day != _today(desk) or not 0 <= desk.clock() - head.at < VOUCH_EVERY


def vouch(desk: Desk, *, most: int | None = None) -> Verified:
    """Follow what is new (at most `most` rows) and sign the newest row as this PC's head of the day, unless something
    doesn't fit: nobody vouches for what is wrong. Needs no right: the PC does it by itself. Raises StorageErrors."""
    found = verify_trail(desk, most=most)
    memory = recall(place_of(desk.database))
    is_new = memory.head is None or (memory.head.day, memory.head.trail_id) != (_today(desk), found.last.id)
    if found.findings or found.last == BEGINNING or not is_new:
        return found
    key = pc_key()
    head = key.sign(Head(_today(desk), key.pc, found.last.id, found.last.chain, "", desk.clock()))
    with storage_errors(place_of(desk.database)), desk.database.atomic():
        put_head(desk.database, head)
    remember(place_of(desk.database), replace(memory, head=head))
    return found


def note_restore(database: Database, *, backup: str, at: Millis, person: str = "") -> None:
    """A backup (its name) took this shop's place: say so in the trail, and begin anew with what is there now.

    For whoever restores, right afterwards; they checked the right to it. The row stands under the person's name where
    the backup knows it, else under the owner's."""
    sql = "SELECT id FROM person ORDER BY name = ? DESC, role = ? DESC, id LIMIT 1"
    found = rows_of(database, sql, (person, Role.OWNER))
    if found:
        with storage_errors(place_of(database)), database.atomic():
            entry = Entry(0, {}, {"backup": backup})
            append_trails(database, [entry], at=at, person_id=found[0][0], action=RESTORED, kind="shop", reason="")
    forget_shop(database)


def forget_shop(database: Database) -> None:
    """This PC begins anew with the shop that is in this place now: a new one, or one that went back to a backup."""
    forget(place_of(database))
    forget_stored(database)


def accept_trail(desk: Desk, *, reason: str) -> int:
    """Take the trail as it is, after somebody looked into what didn't fit; who and why stands in it. Heads that don't
    fit go; returns how many. Raises NothingToAccept."""
    need(desk, Right.RESTORE)
    found = verify_trail(desk, whole=True)
    if not found.findings:
        raise NothingToAccept()
    key = pc_key()
    with work(desk, Right.RESTORE) as doing:
        gone = [head for head in list_heads(desk.database) if _misfit(desk.database, head) or _forged(head, key)]
        for head in gone:
            desk.database.execute_sql("DELETE FROM trail_head WHERE pc = ? AND day = ?", (head.pc, head.day))
        told = [finding.text for finding in found.findings]
        doing.note(ACCEPTED, "shop", 0, after={"heads": len(gone), "found": told}, reason=reason.strip())
        last = newest_link(desk.database)
    forget_stored(desk.database)
    remember(place_of(desk.database), Memory(verified=last))
    return len(gone)


# What doesn't fit


def _follow(
    database: Database, start: Link, most: int | None, progress: Progress | None
) -> tuple[Link, int, list[int], Counter[Millis]]:
    """The end that was reached, rows looked at, rows that don't fit, and how many were emptied at which moment."""
    end = max(newest_link(database).id, 1)
    last, rows, broken, emptied = start, 0, [], Counter[Millis]()
    while most is None or rows < most:
        part = follow_chain(database, last)
        if not part.rows:
            break
        last, rows = part.last, rows + part.rows
        broken += part.broken
        emptied += Counter(part.wiped)
        if progress:
            progress(min(last.id / end, 1.0))
    return last, rows, broken, emptied


def _remembered(desk: Desk, memory: Memory) -> list[Finding]:
    """What this PC saw itself, and what it vouched for, against what is there now."""
    found = _misfit(desk.database, memory.head) if memory.head else []
    verified = memory.verified
    if not found and verified != BEGINNING and find_link(desk.database, verified.id) != verified:
        said = _("The trail up to row {row} is not the one that this PC has looked at before: it was rewritten.")
        found.append(Finding(Doubt.REWRITTEN, said.format(row=verified.id)))
    if lost := find_lost(desk.database):
        said = _("This PC stored row {row} of the trail, and it was gone afterwards: what was done last may be lost.")
        found.append(Finding(Doubt.MISSING, said.format(row=lost)))
    return found


def _misfit(database: Database, head: Head) -> list[Finding]:
    there = find_link(database, head.trail_id)
    if there == head.link:
        return []
    end = newest_link(database).id
    if there is None and head.trail_id > end:
        said = _("The trail ends at row {end}, but {pc} vouched for row {row} on {day}: rows at its end are gone.")
        return [Finding(Doubt.MISSING, said.format(end=end, pc=head.pc, row=head.trail_id, day=head.day))]
    said = _("Row {row} of the trail is not the one that {pc} vouched for on {day}: the trail was rewritten.")
    return [Finding(Doubt.REWRITTEN, said.format(row=head.trail_id, pc=head.pc, day=head.day))]


def _forged(head: Head, key: PcKey) -> list[Finding]:
    if head.pc != key.pc or key.made(head):
        return []
    said = _("What is kept for {day} in the name of this PC ({pc}) was not signed by it.")
    return [Finding(Doubt.FORGED, said.format(day=head.day, pc=head.pc))]


def _heads(desk: Desk, key: PcKey, memory: Memory) -> tuple[list[Finding], tuple[str, ...]]:
    """What doesn't fit of all heads, and the other PCs that made some."""
    heads = list_heads(desk.database)
    chains = _chains_at_heads(desk.database)
    found: list[Finding] = []
    for head in heads:
        if chains.get(head.trail_id) != head.chain:
            found += _misfit(desk.database, head)
        found += _forged(head, key)
    mine = memory.head
    if mine and not any((head.pc, head.day) == (mine.pc, mine.day) for head in heads):
        said = _("What this PC vouched for on {day} is gone from the shop.")
        found.append(Finding(Doubt.GONE, said.format(day=mine.day)))
    return found, tuple(sorted({head.pc for head in heads} - {key.pc}))


def _chains_at_heads(database: Database) -> Mapping[int, str]:
    sql = "SELECT t.id, t.chain FROM trail t WHERE t.id IN (SELECT trail_id FROM trail_head)"
    return dict(rows_of(database, sql))


def _broken(desk: Desk, rows: list[int]) -> list[Finding]:
    said = _("Row {row} of the trail was changed from outside, or what stood before it is gone.")
    found = [Finding(Doubt.CHANGED, said.format(row=row)) for row in rows[:MOST_SAID]]
    if more := len(rows) - len(found):
        text = ngettext("{n} more row like that.", "{n} more rows like that.", more).format(n=more)
        found.append(Finding(Doubt.CHANGED, text))
    return found


def _emptied(desk: Desk, emptied: Counter[Millis]) -> list[Finding]:
    """Rows whose values are gone without a wipe that says so."""
    told = Counter[Millis]()
    sql = "SELECT at, after FROM trail WHERE kind = 'shop' AND record_id = 0 AND action = ?"
    for at, after in rows_of(desk.database, sql, (WIPED,)):
        told[at] += int(_values(after).get("trail", 0))
    missing = sum((emptied - told).values())
    if not missing:
        return []
    said = ngettext(
        "{n} row of the trail was emptied, and no wipe says so.",
        "{n} rows of the trail were emptied, and no wipe says so.",
        missing,
    )
    return [Finding(Doubt.EMPTIED, said.format(n=missing))]


def _maybe_restored(desk: Desk) -> list[Finding]:
    """A backup that was restored on another PC explains that the trail went back."""
    rows = rows_of(
        desk.database,
        "SELECT t.at, p.name FROM trail t JOIN person p ON p.id = t.person_id "
        "WHERE t.kind = 'shop' AND t.record_id = 0 AND t.action = ? ORDER BY t.id DESC LIMIT 1",
        (RESTORED,),
    )
    said = _("{person} restored a backup on {when}. If that is why, the owner accepts the trail as it is.")
    return [Finding(Doubt.RESTORED, said.format(person=who, when=desk.shown(at))) for at, who in rows]


def _values(text: str) -> dict[str, Any]:
    values = json.loads(text or "{}")
    return values if isinstance(values, dict) else {}


def _today(desk: Desk) -> str:
    return to_local(desk.clock(), get_setting(desk.database, ZONE)).date().isoformat()
