"""Money: whole fen, never a float."""

import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

_FIRST_NUMBER = re.compile(r"[-+]?\d[\d,]*(?:\.\d+)?|[-+]?\.\d+")
_TYPED = re.compile(r"[¥￥]?\s*([0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,12})(\.[0-9]{1,2})?\s*元?")
MOST_TYPED = 10_000_000_00
"""Fen that one amount typed by hand may be: more is a slip of the finger."""


class Money(int):
    """An amount in fen (1/100 yuan). It stores and sorts as the int it is, but stays Money under + and -."""

    __slots__ = ()

    def __add__(self, other: int) -> "Money":
        return Money(int(self) + int(other))

    __radd__ = __add__

    def __sub__(self, other: int) -> "Money":
        return Money(int(self) - int(other))

    def __neg__(self) -> "Money":
        return Money(-int(self))

    def __mul__(self, count: int) -> "Money":
        return Money(int(self) * count)

    __rmul__ = __mul__

    def __repr__(self) -> str:
        return f"Money({int(self)})"

    @property
    def yuan(self) -> str:
        """As a plain decimal string, `1299.00`: for files and the command line."""
        sign = "-" if self < 0 else ""
        whole, fen = divmod(abs(int(self)), 100)
        return f"{sign}{whole}.{fen:02d}"

    @property
    def shown(self) -> str:
        """With thousands separators, `1,299.00`: for people."""
        sign = "-" if self < 0 else ""
        whole, fen = divmod(abs(int(self)), 100)
        return f"{sign}{whole:,}.{fen:02d}"

    @classmethod
    def from_yuan(cls, yuan: Decimal) -> "Money":
        """`yuan` rounded to whole fen."""
        return cls(int((yuan * 100).quantize(Decimal(1), ROUND_HALF_UP)))

    @classmethod
    def parse(cls, text: str) -> "Money":
        """The first number in `text`, in yuan (`12.30元`, `1,299.00`, `69.20(分销：47.80)`); ValueError without one."""
        found = _FIRST_NUMBER.search(text)
        if found is None:
            raise ValueError(text)
        try:
            return cls.from_yuan(Decimal(found[0].replace(",", "")))
        except InvalidOperation as error:
            raise ValueError(text) from error

    @classmethod
    def typed(cls, text: str) -> "Money":
        """An amount of 0 or more in yuan as people type it: `1,299.00`, `１２９９`, `¥99`. ValueError for anything
        else: nothing is guessed where money is meant."""
        said = _TYPED.fullmatch(unicodedata.normalize("NFKC", text).strip())
        amount = None if said is None else cls.from_yuan(Decimal(said[1].replace(",", "") + (said[2] or "")))
        if amount is None or amount > MOST_TYPED:
            raise ValueError(text)
        return amount


ZERO = Money(0)
