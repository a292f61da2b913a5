"""What the checks go by: the shop's carriers, its people, the words of its goods, its numbers (ORD-07, ORD-12)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from shopdesk.db.database import Database, rows_of
from shopdesk.domain.carriers import CarrierTable
from shopdesk.domain.goods_wishes import Bought, GoodsWords
from shopdesk.domain.messages import Lexicon, Understood, understand
from shopdesk.domain.money import Money
from shopdesk.domain.order_checks import Numbers
from shopdesk.domain.properties import read_properties
from shopdesk.domain.readings import plain
from shopdesk.queries.orders import OrderDetail
from shopdesk.queries.shop_settings import get_setting
from shopdesk.settings import (
    CARRIERS,
    CHECKS_OFF,
    DEFAULT_CARRIER,
    DUPLICATE_HOURS,
    FLAG_SALESPEOPLE,
    OUT_OF_REACH,
    REGISTERED_MARK,
    SURCHARGE_BY_MEMO,
    SURCHARGES,
    UNDERPAID_PERCENT,
    UNDERPAID_TOLERANCE,
    WITHOUT_SIZE,
)


@dataclass(frozen=True)
class CheckRules:
    """The settings of the checks, read once for many orders."""

    lexicon: Lexicon
    carriers: CarrierTable
    salespeople: Mapping[str, list[str]]
    without_size: list[str]
    off: list[str]
    numbers: Numbers


def get_rules(database: Database) -> CheckRules:
    """The rules as they stand."""
    numbers = Numbers(
        get_setting(database, DUPLICATE_HOURS),
        get_setting(database, UNDERPAID_PERCENT),
        Money(get_setting(database, UNDERPAID_TOLERANCE)),
        get_setting(database, SURCHARGE_BY_MEMO),
    )
    return CheckRules(
        get_lexicon(database),
        get_carriers(database),
        get_setting(database, FLAG_SALESPEOPLE),
        get_setting(database, WITHOUT_SIZE),
        get_setting(database, CHECKS_OFF),
        numbers,
    )


def get_carriers(database: Database) -> CarrierTable:
    """The carriers of Settings."""
    carriers, surcharges = get_setting(database, CARRIERS), get_setting(database, SURCHARGES)
    out_of_reach = get_setting(database, OUT_OF_REACH)
    return CarrierTable(carriers, get_setting(database, DEFAULT_CARRIER), surcharges, out_of_reach)


def get_lexicon(database: Database) -> Lexicon:
    """The names that this shop's memos and messages are read with."""
    aliases = {
        plain(str(word)): str(row["name"])
        for row in get_setting(database, CARRIERS)
        for word in (row["name"], *row.get("aliases", ()))
        if str(word).strip()
    }
    flags = get_setting(database, FLAG_SALESPEOPLE).values()
    people = {name for (name,) in rows_of(database, "SELECT name FROM person WHERE active AND role <> 'owner'")}
    people |= {name for names in flags for name in names}
    words = GoodsWords(
        _words(database, "SELECT DISTINCT substr(sku, 1, instr(sku || '-', '-') - 1) AS sku FROM variant")
        | _words(database, "SELECT code FROM product WHERE length(code) < 12"),
        _words(database, "SELECT DISTINCT colour FROM variant WHERE length(colour) < 9 ORDER BY colour LIMIT 400"),
        _words(database, "SELECT DISTINCT size FROM variant WHERE length(size) < 12 ORDER BY size LIMIT 400"),
    )
    colleagues = tuple(sorted(name for name in people if len(name) > 1))
    return Lexicon(tuple(sorted(aliases.items())), colleagues, get_setting(database, REGISTERED_MARK), words)


def _words(database: Database, sql: str) -> frozenset[str]:
    return frozenset(str(word) for (word,) in rows_of(database, sql) if word)


@lru_cache(maxsize=20_000)
def bought_item(sku: str, title: str, properties: str, quantity: int, *, size: str = "") -> Bought:
    """A line as the checks compare it; `size` is what its variant is known to have."""
    read = read_properties(properties)
    text = " ".join(filter(None, (sku, title, properties)))
    return Bought(text, read.colour, read.size or size, quantity)


@dataclass(frozen=True, slots=True)
class OrderWords:
    """What an order's memo and its buyer's message are understood to say."""

    memo: Understood
    message: Understood


def understand_order(database: Database, order: OrderDetail) -> OrderWords:
    """For the window: what the checks read out of memo and message, without what agrees with the order."""
    lexicon = get_lexicon(database)
    bought = [bought_item(line.sku, line.title, line.properties, line.quantity) for line in order.lines]
    memo, message = (
        understand(text, lexicon, bought=bought, goes_to=order.goes_to) for text in (order.memo, order.buyer_message)
    )
    return OrderWords(memo, message)
