"""Money: whole fen, never a float."""

import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

_FIRST_NUMBER = re.compile(r"[-+]?\d[\d,]*(?:\.\d+)?|[-+]?\.\d+")


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


ZERO = Money(0)
