"""What the checks look at, read for many orders with a few queries (ORD-12).

Most orders give a check nothing to say: no words to speak of, a plain address, a buyer with one order. Those are told
apart in bulk, so that only the others are read whole.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from shopdesk.db.database import Database, rows_of
from shopdesk.domain.address_changes import Address
from shopdesk.domain.carriers import OUTSIDE, Choice, area_of
from shopdesk.domain.flags import Colour
from shopdesk.domain.goods_wishes import Bought
from shopdesk.domain.messages import Understood, names_address, read_text, understand
from shopdesk.domain.money import Money
from shopdesk.domain.order_checks import Facts, Sibling, is_refund
from shopdesk.domain.origins import Origin
from shopdesk.domain.readings import Topic
from shopdesk.domain.salespeople import salespeople_of
from shopdesk.domain.statuses import Stage, Status
from shopdesk.queries.buyer_joins import same_as
from shopdesk.queries.carrier_choice import START, CarrierChooser
from shopdesk.queries.check_rules import CheckRules, bought_item

_OPEN = f"{{o}}.status = {int(Status.PAID)} AND {{o}}.stage < {int(Stage.PRINTED)}"
_A, _B, _O = (_OPEN.format(o=name) for name in "abo")
_GIVEN = "json_each(?) said"

_ASIDE = (Topic.MARK, Topic.COLLEAGUE, Topic.GIFT, Topic.BACK, Topic.BANK, Topic.WHOLESALE, Topic.REISSUE)
"""What is understood, but holds nothing."""

_EXTRA = re.compile("邮费|运费|差价|补差")
"""A line so named is money for postage or a difference, not goods."""


def list_checkable(database: Database, order_ids: Sequence[int]) -> list[int]:
    """Those of the orders that are paid and not printed, and the other such orders of their buyers."""
    given = json.dumps(sorted(set(order_ids)))
    own = f"SELECT o.id FROM {_GIVEN} CROSS JOIN orders o ON o.id = said.value WHERE {_O}"
    others = (
        f"SELECT b.id FROM {_GIVEN} CROSS JOIN orders a ON a.id = said.value "
        f"CROSS JOIN orders b ON b.buyer_id = a.buyer_id WHERE b.id <> a.id AND {_B}"
    )
    return sorted({row[0] for row in rows_of(database, f"{own} UNION ALL {others}", (given, given))})


class _Plain(NamedTuple):
    """The little that is read of every order."""

    id: int
    memo: str
    message: str
    province: str
    city: str
    district: str
    carrier: str
    surcharge: int
    by_hand: int
    refund_state: str
    flag: int
    origin: int
    start: str
    """How the address begins, where no province is known."""


@dataclass(slots=True)
class Looked:
    """What looking at some orders gave."""

    choices: dict[int, Choice] = field(default_factory=dict)
    """The carrier of each order whose carrier or surcharge is another than it has."""
    facts: dict[int, Facts] = field(default_factory=dict)
    """What there is to check; orders with nothing to say are missing."""


def read_facts(database: Database, order_ids: Sequence[int], rules: CheckRules) -> Looked:
    """Look at these orders, which are checkable."""
    reading = _Reading(database, json.dumps(list(order_ids)), rules)
    return reading.look()


class _Reading:
    def __init__(self, database: Database, given: str, rules: CheckRules) -> None:
        self._database, self._given, self._rules = database, given, rules
        self._carriers = CarrierChooser(rules)
        self._worth: dict[str, bool] = {}
        self._shared = {Colour.from_code(code) for code, names in rules.salespeople.items() if len(names) > 1}
        self._sizeless = {sku for (sku,) in rows_of(database, _SIZELESS_SQL)}
        self._related = self._find_siblings()
        self._blocked: dict[int, str] = dict(self._rows(_BLOCKED_ELSEWHERE_SQL)) | dict(self._rows(_BLOCKED_SQL))
        self._owed = self._find_owed()

    def look(self) -> Looked:
        looked = Looked()
        rows = list(map(_Plain._make, self._rows(_PLAIN_SQL)))
        wanted = self._odd_lines() | self._related.keys() | self._blocked.keys() | self._owed.keys()
        worth: list[_Plain] = []
        for row in rows:
            choice = self._choice(row)
            if (choice.carrier, int(choice.surcharge)) != (row.carrier, row.surcharge):
                looked.choices[row.id] = choice
            if row.id in wanted or self._has_something(row, choice):
                worth.append(row)
        if worth:
            self._fill(looked.facts, worth)
        return looked

    def _has_something(self, row: _Plain, choice: Choice) -> bool:
        if choice.surcharge or choice.unreached or not choice.known or row.flag in self._shared:
            return True
        return bool(row.refund_state) or self._is_worth(row.memo) or self._is_worth(row.message)

    def _is_worth(self, text: str) -> bool:
        """Whether there is anything in a text that a check might hold."""
        if not text:
            return False
        worth = self._worth.get(text)
        if worth is None:
            said = read_text(text, self._rules.lexicon)
            worth = any(reading.topic not in _ASIDE for reading in said) or names_address(text)
            self._worth[text] = worth
        return worth

    def _choice(self, row: _Plain) -> Choice:
        return self._carriers.choose(
            memo=row.memo, message=row.message, province=row.province, city=row.city, district=row.district,
            start=row.start, fixed=row.carrier if row.by_hand else "",
        )  # fmt: skip

    def _odd_lines(self) -> set[int]:
        """Orders with a line that needs a look: no size, a refund, or sums that don't agree."""
        numbers = self._rules.numbers
        odd = set()
        for order_id, paid, lines_paid, listed, without, refund in self._rows(
            _LINES_SUM_SQL, json.dumps(sorted(self._sizeless))
        ):
            wanted = lines_paid or listed * (100 - numbers.underpaid_percent) // 100
            if without or refund or wanted - paid > numbers.underpaid_tolerance:
                odd.add(order_id)
        return odd

    def _find_siblings(self) -> dict[int, list[int]]:
        related: dict[int, list[int]] = defaultdict(list)
        for order_id, other in sorted(self._rows(_SIBLINGS_SQL)):
            related[order_id].append(other)
        return related

    def _find_owed(self) -> dict[int, list[str]]:
        owed: dict[int, list[str]] = defaultdict(list)
        for order_id, item, quantity in [*self._rows(_OWED_SQL), *self._rows(_OWED_ELSEWHERE_SQL)]:
            owed[order_id].append(f"{item} ×{quantity}" if quantity > 1 else item)
        return owed

    def _fill(self, facts: dict[int, Facts], rows: Sequence[_Plain]) -> None:
        """Read whole what is worth a check, with the orders beside it."""
        wanted = {row.id for row in rows} | {other for row in rows for other in self._related.get(row.id, ())}
        ids = json.dumps(sorted(wanted))
        wholes = {row[0]: _Whole._make(row) for row in rows_of(self._database, _WHOLE_SQL, (ids,))}
        lines: dict[int, list[_Line]] = defaultdict(list)
        for line in map(_Line._make, rows_of(self._database, _LINES_SQL, (ids,))):
            lines[line.order_id].append(line)
        refunds = dict(rows_of(self._database, _REFUNDS_SQL, (ids,)))
        for row in rows:
            beside = [wholes[other] for other in self._related.get(row.id, ())]
            siblings = _siblings(wholes[row.id], beside, lines) if beside else ()
            refund = _refund(row.refund_state, lines[row.id], refunds.get(row.id, ""))
            facts[row.id] = self._facts(row, wholes[row.id], lines[row.id], siblings=siblings, refund=refund)

    def _facts(
        self, row: _Plain, whole: "_Whole", lines: Sequence["_Line"], *, siblings: tuple[Sibling, ...], refund: str
    ) -> Facts:
        goods = [line for line in lines if not _EXTRA.search(line.title)]
        extra = [line for line in lines if _EXTRA.search(line.title)] if len(goods) < len(lines) else []
        bought = tuple(map(_bought, goods))
        goes_to = Address(whole.receiver, whole.phone, row.province, row.city, row.district, whole.address)
        memo, message = (self._understood(text, bought, goes_to) for text in (row.memo, row.message))
        people = salespeople_of(Colour(row.flag), row.memo, self._rules.salespeople)
        area = area_of(row.province, row.start)
        return Facts(
            memo=memo,
            message=message,
            bought=bought,
            sizeless=tuple(_named(line) for line in goods if self._needs_size(line)),
            origin=Origin(row.origin),
            created=whole.created,
            paid=Money(whole.paid),
            postage=Money(whole.postage),
            extra_paid=Money(sum(line.paid or line.goods for line in extra)),
            lines_paid=Money(sum(line.paid for line in lines)),
            lines_listed=Money(sum(line.goods or line.price * line.quantity for line in lines)),
            buyer=whole.buyer,
            area=area or row.province,
            is_outside=area in OUTSIDE,
            people=people if whole.salesperson_id is None and whole.stage == Stage.NEW else (),
            choice=self._choice(row),
            asked_carrier=self._carriers.asked(row.memo, row.message)[0],
            has_carrier_by_hand=bool(row.by_hand),
            siblings=siblings,
            refund=refund,
            blocked=self._blocked.get(row.id, ""),
            owed=tuple(self._owed.get(row.id, ())),
        )

    def _understood(self, text: str, bought: Sequence[Bought], goes_to: Address) -> Understood:
        return understand(text, self._rules.lexicon, bought=bought, goes_to=goes_to) if text else Understood("")

    def _needs_size(self, line: "_Line") -> bool:
        if any(word in line.title for word in self._rules.without_size) or _bought(line).size:
            return False
        return line.sku in self._sizeless or (not line.variant_size and bool(line.product_sized))

    def _rows(self, sql: str, *more: Any) -> list[tuple[Any, ...]]:
        return rows_of(self._database, sql, (self._given, *more))


class _Whole(NamedTuple):
    id: int
    order_no: str
    created: int
    paid: int
    postage: int
    receiver: str
    phone: str
    place: str
    address: str
    buyer: str
    salesperson_id: int | None
    stage: int


class _Line(NamedTuple):
    order_id: int
    sku: str
    title: str
    properties: str
    quantity: int
    price: int
    goods: int
    paid: int
    refund_state: str
    variant_size: str
    product_sized: int


_PLAIN_SQL = f"""
SELECT o.id, o.memo, o.buyer_message, o.province, o.city, o.district, o.carrier, o.surcharge, o.carrier_by_hand,
  o.refund_state, o.flag, o.origin, CASE o.province WHEN '' THEN substr(o.address, 1, {START}) ELSE '' END AS address
FROM {_GIVEN} CROSS JOIN orders o ON o.id = said.value
"""
_SIZELESS_SQL = """
SELECT v.sku FROM variant v WHERE v.size = '' AND EXISTS
  (SELECT 1 FROM variant w WHERE w.product_id = v.product_id AND w.size <> '')
"""
_LINES_SUM_SQL = """
SELECT o.id, o.paid, sum(l.paid), sum(CASE WHEN l.goods <> 0 THEN l.goods ELSE l.price * l.quantity END),
  max(CASE WHEN l.sku = '' OR l.sku IN (SELECT value FROM json_each(?2, '$')) THEN 1 ELSE 0 END),
  max(CASE WHEN l.refund_state <> '' THEN 1 ELSE 0 END)
FROM json_each(?1) said CROSS JOIN orders o ON o.id = said.value CROSS JOIN order_line l ON l.order_id = o.id
GROUP BY o.id, o.paid
"""
_SIBLINGS_SQL = f"""
SELECT a.id, b.id FROM {_GIVEN} CROSS JOIN orders a ON a.id = said.value
CROSS JOIN orders b ON b.buyer_id = a.buyer_id AND b.id <> a.id WHERE {_B} AND b.shop_id = a.shop_id
AND NOT EXISTS (SELECT 1 FROM slip_item i JOIN slip_item j ON j.slip_id = i.slip_id JOIN slip s ON s.id = i.slip_id
  WHERE i.order_id = a.id AND j.order_id = b.id AND s.cancelled_at IS NULL)
"""
"""Other open orders of the same buyer; those on one slip already travel together."""
_BLOCKED_SQL = f"""
SELECT o.id, b.blocked FROM buyer b CROSS JOIN orders o ON o.buyer_id = b.id
WHERE b.blocked <> '' AND o.id IN (SELECT value FROM {_GIVEN})
"""
_SAME = same_as("(SELECT a.buyer_id FROM json_each(?1) said CROSS JOIN orders a ON a.id = said.value)")
_BLOCKED_ELSEWHERE_SQL = f"""
SELECT o.id, min(b.blocked) AS blocked FROM {_SAME} t JOIN buyer b ON b.id = t.other_id AND b.blocked <> ''
JOIN orders o ON o.buyer_id = t.buyer_id WHERE o.id IN (SELECT value FROM json_each(?1)) GROUP BY o.id
"""
"""Under another name of the same buyer (CRM-01)."""
_OWED_SQL = f"""
SELECT o.id, w.item, w.quantity FROM owed_item w CROSS JOIN orders o ON o.buyer_id = w.buyer_id
WHERE w.struck_at IS NULL AND w.travels_id IS NULL AND w.order_id IS DISTINCT FROM o.id
AND o.id IN (SELECT value FROM {_GIVEN}) ORDER BY w.id
"""
_OWED_ELSEWHERE_SQL = f"""
SELECT o.id, w.item, w.quantity FROM {_SAME} t JOIN owed_item w ON w.buyer_id = t.other_id
JOIN orders o ON o.buyer_id = t.buyer_id WHERE w.struck_at IS NULL AND w.travels_id IS NULL
AND o.id IN (SELECT value FROM json_each(?1)) ORDER BY w.id
"""
_WHOLE_SQL = f"""
SELECT o.id, o.order_no, o.created, o.paid, o.postage, o.receiver, o.phone,
  o.province || '/' || o.city || '/' || o.district AS region, o.address, coalesce(b.platform_id, '') AS platform_id,
  o.salesperson_id, o.stage
FROM {_GIVEN} CROSS JOIN orders o ON o.id = said.value LEFT JOIN buyer b ON b.id = o.buyer_id
"""
_LINES_SQL = f"""
SELECT l.order_id, l.sku, l.title, l.properties, l.quantity, l.price, l.goods, l.paid, l.refund_state,
  coalesce(v.size, '') AS size, EXISTS (SELECT 1 FROM product p JOIN variant w ON w.product_id = p.id
    WHERE l.sku = '' AND p.shop_id = o.shop_id AND p.code IN (l.product_code, l.title) AND w.size <> '')
FROM {_GIVEN} CROSS JOIN orders o ON o.id = said.value CROSS JOIN order_line l ON l.order_id = o.id
LEFT JOIN variant v ON v.shop_id = o.shop_id AND v.sku = l.sku AND l.sku <> '' ORDER BY l.order_id, l.position, l.id
"""
_REFUNDS_SQL = f"""
SELECT o.id, max(r.state) AS state FROM {_GIVEN} CROSS JOIN orders o ON o.id = said.value
JOIN refund_request r ON r.shop_id = o.shop_id AND r.order_no = o.order_no GROUP BY o.id
"""


def _bought(line: _Line) -> Bought:
    return bought_item(line.sku, line.title, line.properties, line.quantity, size=line.variant_size)


def _named(line: _Line) -> str:
    return " ".join(filter(None, (line.sku or line.title, line.properties)))


def _goods(lines: Iterable[_Line]) -> list[tuple[str, str, int]]:
    return sorted((line.sku or line.title, line.properties, line.quantity) for line in lines)


def _siblings(own: _Whole, others: Iterable[_Whole], lines: Mapping[int, list[_Line]]) -> tuple[Sibling, ...]:
    """A buyer whose name the platform hides (`t**3`) may be several people: only the address tells then."""
    found = (_sibling(own, other, lines) for other in others)
    return tuple(other for other in found if other.same_address or "*" not in own.buyer)


def _sibling(own: _Whole, other: _Whole, lines: Mapping[int, list[_Line]]) -> Sibling:
    same_address = _goes(own) == _goes(other)
    own_goods, other_goods = _goods(lines[own.id]), _goods(lines[other.id])
    earlier = (other.created, other.id) < (own.created, own.id)
    same_goods = bool(own_goods) and own_goods == other_goods and earlier
    return Sibling(other.order_no, other.created, same_address, same_goods)


def _goes(whole: _Whole) -> tuple[str, str, str, str]:
    return whole.receiver, whole.phone, whole.place, whole.address


def _refund(state: str, lines: Sequence[_Line], request: str) -> str:
    states = [state, request, *(line.refund_state for line in lines)]
    return next((each for each in states if is_refund(each)), "")
