"""Whom to write to of the shop's own accord, and who was written to (CRM-05).

Never: who wants no messages, who is blocked, and, but for unpaid orders, with whom something is to be settled. A buyer
is one person under all names, written to once in so many days, whatever for.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from shopdesk.clock import Millis, to_local
from shopdesk.db.database import GIVEN, Database, escaped, listed, rows_of
from shopdesk.domain.care_kinds import OF_ORDERS, WISHES, CareKind, Stop, days_wanted, is_coming
from shopdesk.domain.statuses import Tray
from shopdesk.errors import N_, NotFound
from shopdesk.queries.buyer_joins import same_as
from shopdesk.queries.buyers import read_tags
from shopdesk.queries.shop_settings import get_setting
from shopdesk.settings import CARE_GAP_DAYS, CARE_UNPAID_MINUTES, ZONE

DAY: Millis = 86_400_000
_MINUTE: Millis = 60_000
_YEAR = 300 * DAY
"""What comes once a year has been done within it."""


class CareRuleNotFound(NotFound):
    template = N_("There is no care rule {number} here. Look at the list of rules.")


class CareRuleRow(NamedTuple):
    """Whom to write to, when, with which words."""

    id: int
    version: int
    kind: CareKind
    title: str
    script_id: int | None
    script: str
    """Its title; "" for none."""
    tag: str
    """Only buyers with it; "" for all."""
    day: str
    """A holiday's, `12-31` or `2027-02-06`."""
    days: int
    paused_at: Millis | None


class CareDue(NamedTuple):
    """A buyer to write to."""

    rule: CareRuleRow
    buyer_id: int
    buyer: str
    shop_id: int
    shop: str
    order_id: int | None
    """The order that is the reason, where one is."""
    order_no: str
    at: Millis | None
    """When it was made, or reviewed."""


class CareContactRow(NamedTuple):
    """A buyer was written to by a rule, or passed over."""

    id: int
    rule_id: int
    title: str
    buyer_id: int
    buyer: str
    order_id: int | None
    order_no: str
    skipped: bool
    person: str
    at: Millis


class WhyNot(NamedTuple):
    """Why a buyer isn't written to now."""

    stop: Stop
    said: str = ""
    """A reason that was given, or the buyer's other name."""
    person: str = ""
    at: Millis | None = None


_RULES = """
SELECT r.id, r.version, r.kind AS state, r.title AS title, r.script_id, coalesce(c.title, '') AS title, r.tag AS tag,
  r.day AS day, r.days, r.paused_at FROM care_rule r LEFT JOIN script c ON c.id = r.script_id
"""


def list_care_rules(database: Database, *, with_paused: bool = True) -> list[CareRuleRow]:
    """The rules, in the order in which a buyer gets one of several."""
    rows = [_rule(row) for row in rows_of(database, f"{_RULES} ORDER BY r.id")]
    order = list(CareKind)
    return sorted(
        (rule for rule in rows if with_paused or rule.paused_at is None), key=lambda rule: order.index(rule.kind)
    )


def get_care_rule(database: Database, rule_id: int) -> CareRuleRow:
    """One rule; raises CareRuleNotFound."""
    rows = rows_of(database, f"{_RULES} WHERE r.id = ?", (rule_id,))
    if not rows:
        raise CareRuleNotFound(number=rule_id)
    return _rule(rows[0])


def list_care(database: Database, *, now: Millis, rule_id: int | None = None) -> list[CareDue]:
    """Whom to write to today, by one rule or all; each person once, for the first of the rules that they are due by."""
    rules = [each for each in list_care_rules(database, with_paused=False) if rule_id in (None, each.id)]
    candidates = [(rule, each) for rule in rules for each in _candidates(database, rule, now)]
    facts = _read_facts(database, {each.buyer_id for _rule, each in candidates}, now)
    seen: set[int] = set()
    due = []
    for rule, each in candidates:
        one = facts.one_of(each.buyer_id)
        if one not in seen and facts.why_not(rule, each.buyer_id, each.order_id) is None:
            seen.add(one)
            due.append(CareDue(rule, *each))
    return due


def find_care(
    database: Database, *, rule_id: int, buyer_id: int, order_id: int | None, now: Millis
) -> CareDue | WhyNot:
    """A buyer who is due by a rule now, or why they aren't; raises CareRuleNotFound."""
    rule = get_care_rule(database, rule_id)
    facts = _read_facts(database, {buyer_id}, now)
    why = facts.why_not(rule, buyer_id, order_id) if rule.paused_at is None else WhyNot(Stop.PAUSED)
    if why is not None:
        return why
    for each in _candidates(database, rule, now):
        if each.buyer_id == buyer_id and each.order_id == order_id:
            return CareDue(rule, *each)
    return WhyNot(Stop.NOT_DUE)


def list_care_contacts(
    database: Database, *, buyer_id: int | None = None, since: Millis | None = None, limit: int | None = None
) -> list[CareContactRow]:
    """Who was written to or passed over, the newest first; of one buyer's record, or since a moment."""
    asked = {"c.buyer_id = ?": buyer_id, "c.at >= ?": since}
    where = "".join(f" AND {sql}" for sql, value in asked.items() if value is not None)
    params = [value for value in (buyer_id, since, limit) if value is not None]
    rows = rows_of(
        database,
        "SELECT c.id, c.rule_id, r.title AS title, c.buyer_id, b.platform_id, c.order_id, "
        "coalesce(o.order_no, '') AS order_no, c.skipped, p.name AS person, c.at FROM care_contact c "
        "JOIN care_rule r ON r.id = c.rule_id JOIN buyer b ON b.id = c.buyer_id JOIN person p ON p.id = c.person_id "
        f"LEFT JOIN orders o ON o.id = c.order_id WHERE TRUE{where} ORDER BY c.at DESC, c.id DESC"
        + (" LIMIT ?" if limit is not None else ""),
        params,
    )
    return [CareContactRow._make([*row[:7], bool(row[7]), *row[8:]]) for row in rows]


class _Candidate(NamedTuple):
    """Whom a rule means, before anything is said against it."""

    buyer_id: int
    buyer: str
    shop_id: int
    shop: str
    order_id: int | None
    order_no: str
    at: Millis | None


_BUYER = "b.id, b.platform_id, b.shop_id, s.name AS shop"
_OF_SHOP = "JOIN shop s ON s.id = b.shop_id"
_UNPAID = f"""
SELECT {_BUYER}, o.id, o.order_no AS order_no, o.created, b.tags
FROM orders o JOIN buyer b ON b.id = o.buyer_id {_OF_SHOP}
WHERE o.tray = {int(Tray.UNPAID)} AND o.created >= ? AND o.created <= ? ORDER BY o.created, o.id
"""
_THANKS = f"""
SELECT {_BUYER}, r.order_id, r.order_no AS order_no, r.at, b.tags
FROM review r JOIN buyer b ON b.id = r.buyer_id {_OF_SHOP}
WHERE r.kind = 'good' AND r.but NOT IN ('found', 'said') AND r.deleted_at IS NULL AND r.at >= ? AND r.at <= ?
ORDER BY r.at, r.id
"""
_BIRTHDAY = f"""
SELECT {_BUYER}, NULL, '' AS order_no, NULL, b.tags FROM buyer b {_OF_SHOP}
WHERE b.birthday <> '' AND substr(b.birthday, length(b.birthday) - 4) IN ({{days}}) ORDER BY b.id
"""
_TAGGED = f"""
SELECT {_BUYER}, NULL, '' AS order_no, NULL, b.tags FROM buyer b {_OF_SHOP}
WHERE b.tags LIKE ? ESCAPE '\\' ORDER BY b.id
"""


def _candidates(database: Database, rule: CareRuleRow, now: Millis) -> Iterator[_Candidate]:
    for row in _rows(database, rule, now):
        if not rule.tag or rule.tag in read_tags(row[7]):
            yield _Candidate._make(row[:7])


def _rows(database: Database, rule: CareRuleRow, now: Millis) -> list[tuple[Any, ...]]:
    today = to_local(now, get_setting(database, ZONE)).date()
    since = now - rule.days * DAY
    if rule.kind is CareKind.UNPAID:
        return rows_of(database, _UNPAID, (since, now - get_setting(database, CARE_UNPAID_MINUTES) * _MINUTE))
    if rule.kind is CareKind.THANKS:
        return rows_of(database, _THANKS, (since, now))
    if rule.kind is CareKind.BIRTHDAY:
        days = days_wanted(today, rule.days)
        return rows_of(database, _BIRTHDAY.format(days=", ".join("?" * len(days))), days)
    if not is_coming(rule.day, today, rule.days):
        return []
    return rows_of(database, _TAGGED, (f'%"{escaped(rule.tag)}"%',))


@dataclass(slots=True)
class _Facts:
    """What may speak against writing to some buyers, by their records."""

    members: Mapping[int, Sequence[int]]
    now: Millis
    blocked: dict[int, str] = field(default_factory=dict)
    unwanted: dict[int, str] = field(default_factory=dict)
    """Why they want no messages."""
    open: set[int] = field(default_factory=set)
    written: dict[int, tuple[str, Millis]] = field(default_factory=dict)
    """By whom and when, within the days in which one is enough."""
    done: dict[int, list[tuple[int, int | None, Millis, str, bool]]] = field(default_factory=dict)
    """Rule, order, moment, person, whether passed over."""

    def all_of(self, buyer_id: int) -> Sequence[int]:
        return self.members.get(buyer_id, (buyer_id,))

    def one_of(self, buyer_id: int) -> int:
        """The same number for all records of a person."""
        return min(self.all_of(buyer_id))

    def why_not(self, rule: CareRuleRow, buyer_id: int, order_id: int | None) -> WhyNot | None:
        """The first thing that speaks against it."""
        members = self.all_of(buyer_id)
        for each in members:
            if each in self.unwanted:
                return WhyNot(Stop.UNWANTED, self.unwanted[each])
        for each in members:
            if each in self.blocked:
                return WhyNot(Stop.BLOCKED, self.blocked[each])
        done = self._done(rule, members, order_id)
        if done is not None:
            return done
        for each in members:
            if each in self.written:
                return WhyNot(Stop.WRITTEN, "", *self.written[each])
        return WhyNot(Stop.OPEN) if rule.kind in WISHES and self.open.intersection(members) else None

    def _done(self, rule: CareRuleRow, members: Iterable[int], order_id: int | None) -> WhyNot | None:
        for each in members:
            for rule_id, of_order, at, person, skipped in self.done.get(each, ()):
                same = of_order == order_id if rule.kind in OF_ORDERS else at > self.now - _YEAR
                if rule_id == rule.id and same:
                    return WhyNot(Stop.SKIPPED if skipped else Stop.WRITTEN, "", person, at)
        return None


def _read_facts(database: Database, buyer_ids: set[int], now: Millis) -> _Facts:
    members: defaultdict[int, list[int]] = defaultdict(list)
    sql = f"SELECT t.buyer_id, t.other_id FROM {same_as(GIVEN)} t"
    for own, other in rows_of(database, sql, (listed(buyer_ids),)):
        members[own].append(other)
    facts = _Facts({own: [own, *others] for own, others in members.items()}, now)
    given = (listed(buyer_ids.union(*members.values())),)
    for each, blocked, no_care_at, why in rows_of(
        database,
        "SELECT id, blocked AS why, no_care_at, no_care_reason AS why FROM buyer "
        f"WHERE (blocked <> '' OR no_care_at IS NOT NULL) AND id IN {GIVEN}",
        given,
    ):
        if blocked:
            facts.blocked[each] = blocked
        if no_care_at is not None:
            facts.unwanted[each] = why
    for sql in _OPEN:
        facts.open.update(row[0] for row in rows_of(database, sql, given))
    enough = now - get_setting(database, CARE_GAP_DAYS) * DAY
    for each, rule_id, order_id, at, person, skipped in rows_of(database, _DONE, given):
        facts.done.setdefault(each, []).append((rule_id, order_id, at, person, bool(skipped)))
        if not skipped and at > enough:
            facts.written[each] = (person, at)
    return facts


_OPEN = (
    f"SELECT buyer_id FROM cases WHERE closed_at IS NULL AND buyer_id IN {GIVEN}",
    f"SELECT buyer_id FROM complaint WHERE closed_at IS NULL AND buyer_id IN {GIVEN}",
    f"SELECT buyer_id FROM review WHERE closed_at IS NULL AND buyer_id IN {GIVEN}",
)
"""With whom something is to be settled: a case, a complaint, a review that somebody follows up."""
_DONE = (
    "SELECT c.buyer_id, c.rule_id, c.order_id, c.at, p.name AS person, c.skipped FROM care_contact c "
    f"JOIN person p ON p.id = c.person_id WHERE c.buyer_id IN {GIVEN} ORDER BY c.at, c.id"
)


def _rule(row: tuple[Any, ...]) -> CareRuleRow:
    return CareRuleRow._make([*row[:2], CareKind(row[2]), *row[3:]])
