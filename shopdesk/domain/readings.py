"""What can be read out of a memo or message, one thing at a time."""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from shopdesk.domain.money import ZERO, Money
from shopdesk.errors import N_


class Topic(StrEnum):
    """What a reading is about."""

    CARRIER = "carrier"
    NOT_CARRIER = "not-carrier"
    ADDRESS = "address"
    STYLE = "style"
    COLOUR = "colour"
    SIZE = "size"
    QUANTITY = "quantity"
    GIFT = "gift"
    DUE = "due"
    """Money that the buyer has still to pay."""
    PAID = "paid"
    """Money that is said to have been paid besides."""
    BACK = "back"
    """Money promised back."""
    COLLEAGUE = "colleague"
    MARK = "mark"
    BANK = "bank"
    WHOLESALE = "wholesale"
    REISSUE = "reissue"


TOPIC_NAMES: Mapping[Topic, str] = {
    Topic.CARRIER: N_("Carrier"),
    Topic.NOT_CARRIER: N_("Not by"),
    Topic.ADDRESS: N_("Address"),
    Topic.STYLE: N_("Style"),
    Topic.COLOUR: N_("Colour"),
    Topic.SIZE: N_("Size"),
    Topic.QUANTITY: N_("Quantity"),
    Topic.GIFT: N_("Gift"),
    Topic.DUE: N_("Still to pay"),
    Topic.PAID: N_("Paid besides"),
    Topic.BACK: N_("To pay back"),
    Topic.COLLEAGUE: N_("Colleague"),
    Topic.MARK: N_("Registered mark"),
    Topic.BANK: N_("Bank transfer"),
    Topic.WHOLESALE: N_("Wholesale"),
    Topic.REISSUE: N_("Reissue"),
}

GOODS = (Topic.STYLE, Topic.COLOUR, Topic.SIZE, Topic.QUANTITY)


class Reading(NamedTuple):
    """One thing that a text says, and where: `text[start:end]`."""

    topic: Topic
    value: str
    start: int
    end: int
    amount: Money = ZERO

    @property
    def shown(self) -> str:
        """The value as shops write it: codes of sizes and styles in capitals, weights and other words as they are."""
        return self.value.upper() if self.topic in _CODED and _SIZE_CODE.fullmatch(self.value) else self.value


_CODED = frozenset({Topic.SIZE, Topic.STYLE})
_SIZE_CODE = re.compile(r"[a-z]+-?\d*|\d*x*[sml]|\d+/\d+[a-z]")
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_LARGE = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}
_PLAIN = {**_FULL_WIDTH, **{code: code - 0xFEE0 + 32 for code in range(0xFF21, 0xFF3B)}, **_LARGE}


def plain(text: str) -> str:
    """Small letters, half width; each character stays at its place."""
    return text.translate(_PLAIN)


CLAUSE_END = re.compile(r"[,.。;；!?、\n~…](?!\d)|[、。；\n]")
"""After `plain`: a full stop inside a number parts nothing."""

_DIGITS = {"一": 1, "两": 2, "二": 2, "俩": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}


def count_of(word: str) -> int:
    """A small number in figures or one Chinese character; 0 for another word."""
    return int(word) if word.isdecimal() else _DIGITS.get(word, 0)
