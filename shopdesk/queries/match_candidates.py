"""The orders that a box may belong to, found by index: quick on a million orders (RET-03).

What is looked for first says most: a waybill, the phone, the buyer's id. Words that many orders hold are only asked
for while little else is known; the newest orders come first, since things come back within weeks.
"""

from collections.abc import Iterable, Iterator
from itertools import chain

from shopdesk.db.database import GIVEN, Database, escaped, listed, rows_of
from shopdesk.db.masking import unmasked
from shopdesk.db.search import find_ending_ids, find_field_ids, find_order_ids, find_piece_ids
from shopdesk.domain.likeness import (
    END,
    Fit,
    Goods,
    compare_goods,
    compare_names,
    compare_phones,
    compare_regions,
    compare_streets,
    first_part,
    phone_signs,
    plain,
    street_words,
)
from shopdesk.domain.matching import Candidate, Clues, rank
from shopdesk.domain.waybills import fold_waybill
from shopdesk.queries.match_facts import get_clues, get_facts, goods_of, is_expected

_MOST = 100
"""So many orders are compared at each of two steps."""
_MOST_OF_A_WORD = 50
_MOST_OF_GOODS = 200
_MOST_REQUESTS = 80
_MOST_THINGS = 3
_MOST_OF_AN_END = 2_000
_FEW = 12
_LIKELY_ENOUGH = 95
"""With a proposal of such a score nobody looks among what many share."""
_SHORT_NAME = 2
_RARE_DIGITS = 3
"""So many of a house's number make a street rare."""
_HEAD = 8
"""Digits by which a phone is looked for whose end is wrong."""


def propose(database: Database, clues: Clues, *, limit: int = 5, but_box: int = 0) -> list[Candidate]:
    """The orders that fit what came with a box, likeliest first, with reasons. Nothing is accepted by itself.

    It compares what is really there, whoever asks: the reasons tell no more than a mask lets see.
    """
    database = unmasked(database)
    near = find_near(database, clues)
    facts = get_facts(database, near, but_box=but_box)
    found = rank(clues, facts, limit=limit)
    if found and (found[0].sure or found[0].score >= _LIKELY_ENOUGH):
        return found
    others = [order_id for order_id in find_wide(database, clues) if order_id not in set(near)]
    return rank(clues, [*facts, *get_facts(database, others, but_box=but_box)], limit=limit)


def propose_for(database: Database, box_id: int, *, limit: int = 5) -> list[Candidate]:
    """The same for a box as it stands in the register; nothing for one that isn't there."""
    clues = get_clues(database, [box_id]).get(box_id)
    return propose(database, clues, limit=limit, but_box=box_id) if clues is not None else []


def find_near(database: Database, clues: Clues) -> list[int]:
    """Orders by what few others share: waybill, buyer, phone, whole name; and the other orders of the same buyers."""
    found = dict.fromkeys(
        chain(_by_waybill(database, clues), _by_buyer(database, clues), _by_phone(database, clues),
              _by_name(database, clues))
    )  # fmt: skip
    found |= dict.fromkeys(_of_same_buyers(database, list(found)[:_FEW]))
    return list(found)[:_MOST]


def find_wide(database: Database, clues: Clues) -> list[int]:
    """Orders by what many share: the house, the goods, goods that are expected."""
    people = dict.fromkeys(chain(_by_miswritten(database, clues), _by_street(database, clues)))
    people |= dict.fromkeys(_of_same_buyers(database, list(people)[:_FEW]))
    found = people | dict.fromkeys(chain(_by_goods(database, clues), _by_request(database, clues)))
    return list(found)[:_MOST]


_OF_WAYBILL = (
    "SELECT order_id FROM parcel WHERE waybill = ?",
    "SELECT order_id FROM cases WHERE waybill = ? AND order_id IS NOT NULL",
    "SELECT o.id FROM refund_request r JOIN orders o ON o.shop_id = r.shop_id AND o.order_no = r.order_no "
    "WHERE r.return_waybill <> '' AND r.return_waybill = ?",
)


def _by_waybill(database: Database, clues: Clues) -> Iterator[int]:
    waybill = fold_waybill(clues.waybill)
    if waybill:
        for sql in _OF_WAYBILL:
            yield from (row[0] for row in rows_of(database, sql, (waybill,)))


_OF_PHONE = (
    f"SELECT id, phone, receiver, address, province, city, district FROM orders WHERE id IN {GIVEN} ORDER BY id DESC"
)


def _by_phone(database: Database, clues: Clues) -> list[int]:
    """By the whole phone, or by its end: then those first whose name or place fits as well."""
    signs = phone_signs(clues.phone)
    end = signs[-END:]
    if len(end) < END or "*" in end:
        return []
    ids = find_ending_ids(database, end, most=_MOST_OF_AN_END)
    found = []
    for order_id, phone, *who in rows_of(database, _OF_PHONE, (listed(ids),)):
        fit = compare_phones(clues.phone, phone)
        if fit not in (Fit.OTHER, Fit.UNKNOWN):
            found.append((fit is Fit.END, not _may_send(clues, *who), -order_id))
    return [-order_id for *_worse, order_id in sorted(found)][:_MOST_OF_A_WORD]


_LIKE_STREETS = frozenset({Fit.SAME, Fit.NEARLY})
_LIKE_NAMES = frozenset({Fit.SAME, Fit.NEARLY, Fit.PET, Fit.MASKED})


def _may_send(clues: Clues, receiver: str, address: str, *where: str) -> bool:
    """Whether the sender may be called like that, or sends from there."""
    place = clues.region or clues.address
    return (
        compare_names(clues.name, receiver) in _LIKE_NAMES
        or compare_regions(place, *where) is Fit.SAME
        or (not clues.region and compare_streets(clues.address, address) in _LIKE_STREETS)
    )


_OF_BUYER = """
SELECT o.id FROM buyer b JOIN orders o ON o.buyer_id = b.id
WHERE b.shop_id IN (SELECT id FROM shop) AND b.platform_id = ? ORDER BY o.id + 0 DESC LIMIT 100
"""


def _by_buyer(database: Database, clues: Clues) -> Iterator[int]:
    for written in filter(None, (clues.buyer.strip(), clues.name.strip())):
        yield from (row[0] for row in rows_of(database, _OF_BUYER, (written,)))


def _by_miswritten(database: Database, clues: Clues) -> Iterator[int]:
    """By the part of a phone or of a buyer's id that may be right, where something is wrong in the other."""
    signs, buyer = phone_signs(clues.phone), clues.buyer.strip()
    if len(signs) > _HEAD and "*" not in signs:
        yield from find_field_ids(database, signs[:_HEAD], most=_FEW, begins=True)
    if len(buyer) >= _HEAD:
        half = len(buyer) // 2
        yield from find_field_ids(database, buyer[: half + 1], most=_FEW, begins=True)
        yield from find_ending_ids(database, buyer[half:], most=_FEW)


def _by_name(database: Database, clues: Clues) -> list[int]:
    """By the whole name, or where only its beginning is hidden by its end."""
    name = clues.name.strip()
    end = name.lstrip("*")
    if len(end) < _SHORT_NAME or "*" in end:
        return []
    if end != name:
        return find_ending_ids(database, end, most=_MOST_OF_A_WORD)
    return find_field_ids(database, name, most=_MOST_OF_A_WORD)


_WHO = f"SELECT id, receiver, address, province, city, district FROM orders WHERE id IN {GIVEN} ORDER BY id DESC"


def _by_street(database: Database, clues: Clues) -> Iterator[int]:
    """Orders to that house; where the box tells its place or sender, only those that fit."""
    for word in street_words(clues.address)[:2]:
        yield from _fitting(database, clues, _find_house(database, word, clues.address))


def _find_house(database: Database, word: str, address: str) -> list[int]:
    """Orders to a street with a house's number. A short number begins many longer ones, unless its sign follows."""
    if not word[-_RARE_DIGITS:].isdecimal():
        if word + "号" not in plain(address):
            return find_order_ids(database, word, most=_MOST_OF_A_WORD)
        word += "号"
    return find_piece_ids(database, word, most=_MOST_OF_A_WORD)


def _fitting(database: Database, clues: Clues, order_ids: list[int]) -> Iterator[int]:
    for order_id, *who in rows_of(database, _WHO, (listed(order_ids),)):
        if _may_send(clues, *who):
            yield order_id


_OF_BUYERS = f"""
SELECT o.id FROM orders o
WHERE o.buyer_id IN (SELECT g.buyer_id FROM orders g WHERE g.id IN {GIVEN} AND g.buyer_id IS NOT NULL)
ORDER BY o.id + 0 DESC LIMIT {_MOST}
"""


def _of_same_buyers(database: Database, order_ids: list[int]) -> list[int]:
    return [row[0] for row in rows_of(database, _OF_BUYERS, (listed(order_ids),))] if order_ids else []


_OPEN_REQUESTS = """
SELECT o.id, r.kind, r.state, r.goods_state, r.return_waybill, r.title, r.sku
FROM refund_request r JOIN orders o ON o.shop_id = r.shop_id AND o.order_no = r.order_no
WHERE r.finished_at IS NULL AND (r.sku LIKE ? ESCAPE '\\' OR r.title LIKE ? ESCAPE '\\')
ORDER BY r.requested_at DESC NULLS LAST, r.id DESC LIMIT ?
"""
_OPEN_CASES = """
SELECT c.order_id, i.title, i.sku, i.properties FROM cases c JOIN case_item i ON i.case_id = c.id
WHERE c.closed_at IS NULL AND c.state IN ('asked', 'agreed', 'sent') AND c.order_id IS NOT NULL
  AND (i.sku LIKE ? ESCAPE '\\' OR i.title LIKE ? ESCAPE '\\')
ORDER BY c.due_at DESC NULLS LAST, c.id DESC LIMIT ?
"""


def _by_request(database: Database, clues: Clues) -> Iterator[int]:
    """Orders whose goods are expected, and may be these."""
    for word in _words_of(clues.items):
        asked = (*[f"%{escaped(word)}%"] * 2, _MOST_REQUESTS)
        for order_id, kind, state, goods_state, waybill, title, sku in rows_of(database, _OPEN_REQUESTS, asked):
            like = _may_be(clues.items, goods_of(title=title, codes=(sku,)))
            if like and is_expected(kind, state, goods_state, waybill, None):
                yield order_id
        for order_id, title, sku, properties in rows_of(database, _OPEN_CASES, asked):
            if _may_be(clues.items, goods_of(title=title, properties=properties, codes=(sku,))):
                yield order_id


def _may_be(items: Iterable[Goods], known: Goods) -> bool:
    """Whether one of these things may be what a request is about."""
    return any(compare_goods(item, known).style in (Fit.SAME, Fit.PART) for item in items)


_BOUGHT = f"""
SELECT order_id, title, sku, properties FROM order_line
WHERE order_id IN {GIVEN} AND (sku LIKE ? ESCAPE '\\' OR properties LIKE ? ESCAPE '\\')
ORDER BY order_id DESC, id LIMIT 400
"""


def _by_goods(database: Database, clues: Clues) -> Iterator[int]:
    """Orders of such goods from where the box comes, or of people who may be called as its sender; then those of the
    very same variant, whoever sends it."""
    for word in _words_of(clues.items):
        ids = _find_goods(database, word)
        yield from _fitting(database, clues, ids)
        for item in clues.items:
            if word == _word_of(item):
                yield from _of_variant(database, item, ids)


def _find_goods(database: Database, word: str) -> list[int]:
    """Orders of goods whose codes begin with a style; of those that hold the word, where few codes do."""
    ids: list[int] = []
    for code in (f"{word}-", word):
        ids = ids if len(ids) >= _FEW else find_field_ids(database, code, most=_MOST_OF_GOODS, begins=True)
    return ids if len(ids) >= _FEW else find_order_ids(database, word, most=_MOST_OF_GOODS)


def _of_variant(database: Database, item: Goods, order_ids: list[int]) -> list[int]:
    """Of these orders those in which just this was bought."""
    part = f"%{escaped(item.colour or next(iter(item.codes), ''))}%"
    found = []
    for order_id, title, sku, properties in rows_of(database, _BOUGHT, (listed(order_ids), part, part)):
        fit = compare_goods(item, goods_of(title=title, properties=properties, codes=(sku,)))
        if fit.code is Fit.SAME or (fit.style is fit.colour is Fit.SAME and fit.size is not Fit.OTHER):
            found.append(order_id)
    return found[:_MOST_OF_A_WORD]


def _words_of(items: Iterable[Goods]) -> list[str]:
    """By what some of these things are searched."""
    return list(dict.fromkeys(filter(None, map(_word_of, items))))[:_MOST_THINGS]


def _word_of(item: Goods) -> str:
    """By what a thing is searched: its style, which codes begin with as well."""
    return next((word for word in (item.style, *map(first_part, item.codes)) if len(word) > 1), "")
