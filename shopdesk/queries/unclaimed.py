"""Unclaimed parcels: looked up when a buyer calls, worked through daily, ranked again (RET-03, RET-04, RET-05)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from shopdesk.clock import Millis
from shopdesk.db.database import GIVEN, Database, listed, rows_of
from shopdesk.domain.intake import BoxState
from shopdesk.domain.likeness import END, Fit, compare_names, compare_phones, plain
from shopdesk.domain.matching import Candidate, rank
from shopdesk.queries.boxes import BoxRow, list_boxes
from shopdesk.queries.match_candidates import propose
from shopdesk.queries.match_facts import get_clues, get_facts
from shopdesk.queries.shop_settings import get_setting
from shopdesk.settings import UNCLAIMED_ESCALATE_DAYS

_DAY = 86_400_000
_WORTH_TELLING = 40
"""A proposal with a lower score is no news."""
_MAY_BE = 5
"""An order's box with a lower score isn't shown to whoever asks about the order."""
_RISEN = 20
"""By so much a score has to rise to be news again."""
_NAMES = frozenset({Fit.SAME, Fit.NEARLY, Fit.PET, Fit.MASKED})
_PHONES = frozenset({Fit.SAME, Fit.NEARLY, Fit.MASKED, Fit.END})


@dataclass(frozen=True, slots=True)
class UnclaimedRow:
    """A box of which nobody knows whose it is."""

    box: BoxRow
    days: int
    """Whole days since it came."""
    is_due: bool
    """Somebody should have asked by now."""
    is_escalated: bool
    """A supervisor has to see to it: it lay too long, or was brought before them (RET-05)."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """What the desk now thinks of an unclaimed box."""

    box: BoxRow
    best: Candidate | None
    """None where no order here fits."""
    is_news: bool
    """Something that came since makes another order the best, or the known one much likelier."""


@dataclass(frozen=True, slots=True)
class News:
    """A proposal for an unclaimed box that nobody saw before."""

    box: BoxRow
    best: Candidate


def list_unclaimed(
    database: Database,
    *,
    now: Millis,
    asker_id: int | None = None,
    only_due: bool = False,
    only_escalated: bool = False,
) -> list[UnclaimedRow]:
    """Unclaimed boxes, what is due first; of one asker, due or before the supervisor only."""
    limit = get_setting(database, UNCLAIMED_ESCALATE_DAYS) * _DAY
    rows = [_row(box, now, limit) for box in list_boxes(database, states=(BoxState.UNCLAIMED,))]
    return sorted(
        (
            row
            for row in rows
            if (asker_id is None or row.box.asker_id == asker_id)
            and (row.is_due or not only_due)
            and (row.is_escalated or not only_escalated)
        ),
        key=lambda row: (not row.is_escalated, row.box.ask_by or 0, row.box.id),
    )


def _row(box: BoxRow, now: Millis, limit: Millis) -> UnclaimedRow:
    return UnclaimedRow(
        box=box,
        days=max(0, now - box.at) // _DAY,
        is_due=box.ask_by is not None and box.ask_by <= now,
        is_escalated=box.escalated_at is not None or now - box.at >= limit,
    )


def find_unclaimed(
    database: Database, *, now: Millis, waybill: str = "", phone: str = "", name: str = ""
) -> list[UnclaimedRow]:
    """Unclaimed boxes with this waybill or the end of it, this phone or a part of it, or a sender called like that;
    the best fit first (RET-04). Nothing asked, nothing found."""
    found = [
        (-points, row)
        for row in list_unclaimed(database, now=now)
        if (points := _points(row.box, plain(waybill), phone, name))
    ]
    return [row for _points_, row in sorted(found, key=lambda each: (each[0], -each[1].box.id))]


def _points(box: BoxRow, waybill: str, phone: str, name: str) -> int:
    known = plain(box.waybill)
    same_waybill = waybill != "" and (known == waybill or (len(waybill) >= END and known.endswith(waybill)))
    by_phone = compare_phones(phone, box.sender_phone)
    names = {compare_names(name, box.sender_name), compare_names(name, box.buyer_name)}
    return 4 * same_waybill + 3 * (by_phone in _PHONES) + (by_phone is Fit.SAME) + 2 * bool(names & _NAMES)


def rank_unclaimed(database: Database) -> list[Ranked]:
    """Every unclaimed box with the best proposal as it is now, news first. Nothing is accepted by itself. Each takes
    some milliseconds: ask in the background, with `desk.database`."""
    boxes = {box.id: box for box in list_boxes(database, states=(BoxState.UNCLAIMED,))}
    seen = _get_seen(database)
    ranked = []
    for box_id, clues in get_clues(database, list(boxes)).items():
        best = next(iter(propose(database, clues, limit=1, but_box=box_id)), None)
        is_news = best is not None and _is_news(best, *seen.get(box_id, (None, 0)))
        ranked.append(Ranked(boxes[box_id], best, is_news))
    return sorted(ranked, key=lambda each: (not each.is_news, -(each.best.score if each.best else 0), each.box.id))


def list_news(database: Database) -> list[News]:
    """Unclaimed boxes for which something that came since (a refund file, a call) makes a new order the best proposal,
    or the known one much likelier. As slow as `rank_unclaimed`."""
    return [News(each.box, each.best) for each in rank_unclaimed(database) if each.is_news and each.best is not None]


def rank_for_order(database: Database, order_id: int) -> dict[int, Candidate]:
    """The unclaimed boxes that may be this order's, by their ids, likeliest first: its buyer says "you signed for it"
    (RET-04). Compares what is really there, as `propose` does."""
    boxes = [box.id for box in list_boxes(database, states=(BoxState.UNCLAIMED,))]
    facts = get_facts(database, [order_id])
    found = [(box_id, rank(clues, facts, limit=1)) for box_id, clues in get_clues(database, boxes).items()]
    likely = [(box_id, ranked[0]) for box_id, ranked in found if ranked and ranked[0].score >= _MAY_BE]
    return dict(sorted(likely, key=lambda each: (-each[1].score, each[0])))


def look_up(database: Database, text: str, *, now: Millis) -> list[UnclaimedRow]:
    """What `find_unclaimed` finds for a text that may be a waybill, a phone or a name (RET-04)."""
    text = text.strip()
    digits = sum(sign.isdigit() for sign in text)
    is_number = digits >= END
    is_phone = is_number and not any(sign.isalpha() for sign in text)
    return find_unclaimed(
        database, now=now, waybill=text if is_number else "", phone=text if is_phone else "", name=text
    )


def list_contents(database: Database, box_ids: Iterable[int]) -> dict[int, tuple[str, ...]]:
    """What is in these boxes, as people call it, by their ids."""
    sql = (
        "SELECT box_id, style, title, sku, colour, size, quantity FROM box_item "
        f"WHERE box_id IN {GIVEN} ORDER BY box_id, id"
    )
    found: dict[int, list[str]] = defaultdict(list)
    for box_id, style, title, sku, colour, size, quantity in rows_of(database, sql, (listed(box_ids),)):
        name = " ".join(filter(None, (style or title or sku, colour, size))) or "–"
        found[box_id].append(f"{name} × {quantity}" if quantity > 1 else name)
    return {box_id: tuple(names) for box_id, names in found.items()}


def _get_seen(database: Database) -> dict[int, tuple[int | None, int]]:
    """The best proposals that somebody saw before, with their scores."""
    sql = "SELECT id, proposed_id, proposed_score FROM box WHERE state = 'unclaimed'"
    return {box_id: (order_id, score) for box_id, order_id, score in rows_of(database, sql)}


def _is_news(best: Candidate, order_id: int | None, score: int) -> bool:
    if best.score < _WORTH_TELLING:
        return False
    return best.order_id != order_id or best.score >= score + _RISEN
