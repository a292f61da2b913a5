"""Orders that no platform's file brings: bank transfer, wholesale, phone, exchange, reissue (ORD-06, ORD-09 to ORD-11).

Postage is always 0 (ORD-04). Exchanges and reissues cost nothing and belong to the order they come from.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from shopdesk.domain.address_changes import Address
from shopdesk.domain.flags import Colour
from shopdesk.domain.money import ZERO, Money
from shopdesk.domain.origins import Origin
from shopdesk.domain.properties import read_properties
from shopdesk.errors import N_, BadInput

MOST_PIECES = 9_999
"""More of one item than anybody sends is a slip of the finger."""

_ITEM = re.compile(r"(?P<sku>[^,，]*?)(?:[,，](?P<properties>.*?))?\s*[x×X＊*]\s*(?P<quantity>\d+)(?:@(?P<price>.+))?")


class AmountUnreadable(BadInput):
    template = N_("{text} is not an amount. Write yuan, such as 359 or 1,299.50.")


class ItemUnreadable(BadInput):
    template = N_("{text} is not an item. Write code and quantity, such as 5815-1-W7x2, or 5815,黑色 W7x2@359.")


@dataclass(frozen=True, slots=True)
class Rule:
    """What holds for a kind of order entered by hand."""

    letters: str
    """What the numbers of these orders begin with."""
    prefix: str = ""
    """What its memo begins with."""
    is_free: bool = False
    """Amount 0, and it belongs to the order it comes from."""
    needs_payment: bool = False
    """There is no such order before money was sent."""


RULES: Mapping[Origin, Rule] = {
    Origin.BANK: Rule("YH", "银:", needs_payment=True),
    Origin.WHOLESALE: Rule("PF", "批发", needs_payment=True),
    Origin.PHONE: Rule("DH"),
    Origin.EXCHANGE: Rule("HH", is_free=True),
    Origin.REISSUE: Rule("BF", "补:", is_free=True),
}
PACKING_LIST_NOTE = "附清单"
"""What the memo of a large wholesale order says of its packing list (ORD-10)."""
_NOTES = {Origin.WHOLESALE: PACKING_LIST_NOTE}


@dataclass(frozen=True, slots=True)
class ManualItem:
    """One line; where only the code is given, the rest is looked up."""

    sku: str = ""
    title: str = ""
    properties: str = ""
    quantity: int = 1
    price: Money | None = None
    """None for the usual price."""


@dataclass(frozen=True, slots=True)
class ManualOrder:
    """What somebody entered."""

    kind: Origin
    shop_id: int
    items: tuple[ManualItem, ...]
    buyer: str = ""
    """The buyer's id on the platform; "" for the source order's, or for nobody known."""
    receiver: Address | None = None
    """None for the source order's."""
    paid: Money = ZERO
    """What was really received (ORD-04)."""
    memo: str = ""
    """Without the prefix, which is added."""
    reason: str = ""
    """Why something is exchanged or sent again."""
    source_id: int | None = None
    flag: Colour | None = None
    """None for the source order's, or none."""
    order_no: str = ""
    """"" for the desk's own next number."""


def number_stem(kind: Origin, day: date) -> str:
    """What the desk's own numbers of a kind begin with on a day: `YH20261121-`. Plain ASCII, for Code 128."""
    return f"{RULES[kind].letters}{day:%Y%m%d}-"


def memo_beginning(kind: Origin, items: Iterable[ManualItem], *, needs_list: bool) -> str:
    """What such a memo begins with: `银:`, `批发`, `批发 附清单`, `补:5815 深紫 W7×1` (ORD-09 to ORD-11)."""
    prefix = RULES[kind].prefix
    if kind is Origin.REISSUE:
        return prefix + "，".join(map(item_text, items))
    return f"{prefix} {PACKING_LIST_NOTE}" if needs_list else prefix


def with_beginning(memo: str, kind: Origin, beginning: str) -> str:
    """The memo with its beginning, exactly once, whichever colon was typed and whatever stood there before."""
    prefix, rest = RULES[kind].prefix, memo.strip()
    known = [part for part in (beginning, prefix, prefix.replace(":", "："), _NOTES.get(kind, "")) if part]
    while found := next((part for part in known if rest.startswith(part)), ""):
        rest = rest[len(found) :].lstrip()
    gap = "" if beginning.endswith(":") else " "
    return f"{beginning}{gap}{rest}".strip()


def item_text(item: ManualItem) -> str:
    """Style, colour, size and quantity: `5815 深紫 W7×1`."""
    style, colour, size = read_properties(item.properties)
    front = style or item.sku or item.title
    return " ".join(filter(None, (front, colour, size))) + f"×{item.quantity}"


def needs_packing_list(kind: Origin, pieces: int, most: int) -> bool:
    """Whether a detailed packing list has to go with it: wholesale above so many pieces (ORD-10)."""
    return kind is Origin.WHOLESALE and pieces > most


def read_amount(text: str) -> Money:
    """An amount in yuan as people type it: `1,299.00`, `１２９９`, `¥99`. Raises AmountUnreadable for anything else:
    nothing is guessed where money is meant."""
    try:
        return Money.typed(text)
    except ValueError as error:
        raise AmountUnreadable(text=text) from error


def read_item(text: str) -> ManualItem:
    """A line as the command line takes it: `5815-1-W7x2`, `5815,深紫 W7x1@359`. Raises ItemUnreadable."""
    said = _ITEM.fullmatch(text.strip())
    if said is None or not (said["sku"].strip() or (said["properties"] or "").strip()):
        raise ItemUnreadable(text=text)
    price = read_amount(said["price"]) if said["price"] else None
    sku, text = said["sku"].strip(), (said["properties"] or "").strip()
    is_title = not sku and not any(read_properties(text)[1:])  # neither colour nor size are named in it
    return ManualItem(sku, text if is_title else "", "" if is_title else text, int(said["quantity"]), price)


def fold_digits(text: str) -> str:
    """Full-width digits as plain ones, everything else as it was."""
    return text.translate(_DIGITS)


_DIGITS = {ord(wide): plain for wide, plain in zip("０１２３４５６７８９", "0123456789", strict=True)}
