"""What one cell means: platforms wrap, prefix and mask what they write (reader rules 3, 7 and 8).

Every reader takes the cell's text and gives a value or raises BadCell. They are called millions of times: the usual
shape of a cell takes a short path, and what repeats (dates, amounts, status words) is looked up in a `Remembered`.
"""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Generic, TypeVar

from shopdesk.clock import Millis, day_start, from_local
from shopdesk.domain.money import ZERO, Money
from shopdesk.domain.statuses import Masking
from shopdesk.domain.waybills import fits, fold_waybill
from shopdesk.importing.reasons import Reason

T = TypeVar("T")

LONGEST_CELL = 100_000
"""Characters. Excel itself stops at 32,767; a longer cell is an attack or a quotation mark never closed."""

LONGEST_KEY = 500
"""Characters. A database on a server finds nothing by longer ones."""

MOST_FEN = 10**10
"""A hundred million yuan; more is no amount but a number gone astray."""

MOST_PIECES = 100_000
"""Of one item. With MOST_FEN, thousands of lines still add up to what a database's integer holds."""

_FIRST_YEAR, _LAST_YEAR = 1990, 2199

_FEW_DIGITS = 10
_LONGEST_NUMBER = 50

ODD_STARTS = frozenset("=\"'-nN# \t\r\n\u3000\xa0\ufeff\u200b")
"""A cell that begins otherwise and doesn't end in a blank is clean as it stands."""

_BLANKS = " \t\r\n\u3000\xa0\ufeff\u200b"
_NULLS = frozenset({"", "null", "NULL", "Null", "-", "--", "#NULL!", "#N/A", "N/A"})
_NO_MONEY = frozenset({"无退款申请", "没有申请退款", "无退款", "无", "免费", "包邮"})
_DIGITS_LOST = re.compile(r"[-+]?\d+(?:\.\d+)?[eE]\+?\d+")
_ORDER_NO = re.compile(r"[0-9A-Za-z][0-9A-Za-z_\-]{3,49}")
_WIDE = str.maketrans("０１２３４５６７８９－−＋．，（）￥", "0123456789--+.,()¥")
_AMOUNT = re.compile(r"(-\s*¥\s*)?([-+]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?|[-+]?\.[0-9]+)")
_NO_AMOUNT = re.compile(r"\s*[0-9]|[eExX/:\-.,。年]")
"""What follows a number that is part of something else: a date, `1e10`, `1.299,00`."""
_WHOLE = re.compile(r"([-+]?\d[\d,]*)(?:\.0+)?\s*[件个双套袋盒条]?")
_WAYBILL_PREFIX = re.compile(r"(?:No|NO|no|快递单号|运单号|单号)\s*[:：.]\s*")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_CLOCK = re.compile(r"[ T]([01]\d|2[0-3]):([0-5]\d):([0-5]\d)")
_MOMENT = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})日?"
    r"(?:[T\s]*(\d{1,2})\s*[:：时点]\s*(\d{1,2})分?(?:\s*[:：]?\s*(\d{1,2})秒?(?:\.\d+)?)?)?"
    r"\s*(Z|[-+]\d\d:?\d\d)?"
)
_RUN_TOGETHER = re.compile(r"(20\d\d)(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d))?")
_SERIAL = re.compile(r"[2-9]\d{4}(?:\.\d+)?")
_SERIAL_START = datetime(1899, 12, 30)
_ZERO_TIMES = ("0000", "0001", "1899-12-3", "1900-01-0", "1970")
_BEFORE = re.compile(r"\d{4}[-/]\d{1,2}[-/]\d{1,2}(?:\s+\d{1,2}:\d{1,2}(?::\d{1,2})?)?")


class BadCell(ValueError):
    """A cell that means nothing; `reason` is a key of REASONS."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


class Remembered(dict[str, T], Generic[T]):
    """A cell reader that remembers what it has read, so that a repeated cell costs one look-up."""

    def __init__(self, read: Callable[[str], T], limit: int = 50_000) -> None:
        super().__init__()
        self._read = read
        self._limit = limit

    def __missing__(self, text: str) -> T:
        value = self._read(text)
        if len(self) >= self._limit:
            self.clear()
        self[text] = value
        return value


def clean(text: str) -> str:
    """The text of a cell without its wrapping (`="…"`, a leading `'`, blanks); empty for the words that mean empty."""
    bare = text.strip(_BLANKS)
    if bare[:2] == '="' and bare[-1] == '"' and len(bare) > 2:
        bare = bare[2:-1].replace('""', '"').strip(_BLANKS)
    elif bare[:1] == "'":
        bare = bare[1:].strip(_BLANKS)
    return "" if bare in _NULLS else bare


def order_number(text: str) -> str:
    """An order, sub-order or refund number as text, up to 50 letters and digits; empty where the cell is empty."""
    if text[:2] == '="' and text[-1] == '"':
        text = text[2:-1]
    if text.isascii() and text.isdigit() and 3 < len(text) <= _LONGEST_NUMBER:
        return text
    bare = clean(text).removesuffix(".0")
    if not bare:
        return ""
    if _DIGITS_LOST.fullmatch(bare):
        raise BadCell(Reason.DIGITS_LOST)
    if not _ORDER_NO.fullmatch(bare):
        raise BadCell(Reason.NOT_ORDER_NO)
    return bare


def required_order_number(text: str) -> str:
    """As `order_number`; an empty cell is refused."""
    number = order_number(text)
    if not number:
        raise BadCell(Reason.NO_ORDER_NO)
    return number


def required_refund_number(text: str) -> str:
    """As `order_number`; an empty cell is refused."""
    number = order_number(text)
    if not number:
        raise BadCell(Reason.NO_REFUND_NO)
    return number


def code(text: str) -> str:
    """A number that identifies something (product, phone, buyer): text, without the `.0` a spreadsheet adds."""
    if text[:1] == "'":
        text = text[1:]
    if not text or text.isdigit():
        return text
    bare = clean(text)
    if bare[-2:] == ".0" and bare[:-2].isdigit():
        return bare[:-2]
    if _DIGITS_LOST.fullmatch(bare):
        raise BadCell(Reason.DIGITS_LOST)
    return bare


def key(text: str) -> str:
    """A text by which something is found again (buyer, SKU), up to LONGEST_KEY characters."""
    bare = text if text[:1] not in ODD_STARTS and text[-1:] not in ODD_STARTS else clean(text)
    if len(bare) > LONGEST_KEY:
        raise BadCell(Reason.TOO_LONG)
    return bare


def product_code(text: str) -> str:
    """As `code`, up to LONGEST_KEY characters."""
    return key(code(text))


def waybill(text: str) -> str:
    """A courier number without its `No:`."""
    bare = code(text)
    prefix = _WAYBILL_PREFIX.match(bare)
    return bare[prefix.end() :] if prefix else bare


def required_waybill(text: str) -> str:
    """As `waybill`, in capital letters and without blanks; an empty cell is refused, and so is what can't be one."""
    number = fold_waybill(waybill(text))
    if not number:
        raise BadCell(Reason.NO_WAYBILL)
    if not fits(number, ""):
        raise BadCell(Reason.NOT_A_WAYBILL)
    return number


def money(text: str) -> Money:
    """The first number in the cell, in yuan; ZERO where the cell is empty or says that there is none."""
    if text[-3:-2] == "." and (digits := text[:-3] + text[-2:]).isdecimal() and len(digits) < _FEW_DIGITS:
        return Money(digits)
    bare = clean(text).translate(_WIDE)
    if not bare or bare in _NO_MONEY:
        return ZERO
    found = _AMOUNT.search(bare)
    if found is None or bare[: found.start()].endswith(("-", "(")) or _NO_AMOUNT.match(bare, found.end()):
        raise BadCell(Reason.NOT_MONEY)
    try:
        amount = Money.parse(f"-{found[2]}" if found[1] else found[2])
    except (ValueError, ArithmeticError):
        raise BadCell(Reason.NOT_MONEY) from None
    if abs(amount) > MOST_FEN:
        raise BadCell(Reason.NOT_MONEY)
    return amount


def whole_number(text: str) -> int:
    """A count: `2`, `2.0`, `2件`, `1,000`; 0 where the cell is empty."""
    bare = clean(text)
    if not bare:
        return 0
    found = _WHOLE.fullmatch(bare)
    if found is None or len(found[1]) > 12:
        raise BadCell(Reason.NOT_A_NUMBER)
    return int(found[1].replace(",", ""))


def quantity(text: str) -> int:
    """How many of an item: as `whole_number` but never less than 0, 1 where the cell is empty."""
    pieces = whole_number(text) if clean(text) else 1
    if not 0 <= pieces <= MOST_PIECES:
        raise BadCell(Reason.NOT_A_QUANTITY)
    return pieces


def _day(text: str) -> Millis:
    if not _DAY.fullmatch(text) or not _FIRST_YEAR <= int(text[:4]) <= _LAST_YEAR:
        raise ValueError(text)
    return day_start(date.fromisoformat(text))


def _clock(text: str) -> Millis:
    found = _CLOCK.fullmatch(text)
    if found is None:
        raise ValueError(text)
    return (int(found[1]) * 3600 + int(found[2]) * 60 + int(found[3])) * 1000


_days: Remembered[Millis] = Remembered(_day)
_clocks: Remembered[Millis] = Remembered(_clock, 100_000)


def moment(text: str) -> Millis | None:
    """A point in time. Platforms write China's wall clock: `2024-03-21 10:24:20`, `2024/3/1 9:05`, `20240321102420`,
    Excel's day count. None where the cell is empty or holds a machine's zero (`1970-…`, `0000-…`, `0001-…`)."""
    if not text:
        return None
    try:
        return _days[text[:10]] + _clocks[text[10:]]
    except ValueError:
        return _odd_moment(clean(text))


def _odd_moment(text: str) -> Millis | None:
    if not text or text.startswith(_ZERO_TIMES):
        return None
    try:
        if found := _MOMENT.fullmatch(text) or _RUN_TOGETHER.fullmatch(text):
            return _from_parts(found.groups())
        if _SERIAL.fullmatch(text):
            return from_local(_SERIAL_START + timedelta(seconds=round(float(text) * 86400)))
    except (ValueError, OverflowError):
        pass
    raise BadCell(Reason.NOT_A_DATE)


def _from_parts(parts: tuple[str | None, ...]) -> Millis:
    year, month, day, hour, minute, second = (int(part or 0) for part in parts[:6])
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise ValueError(year)
    wall = datetime(year, month, day, hour, minute, second)
    offset = parts[6] if len(parts) > 6 else None
    return from_local(datetime.fromisoformat(wall.isoformat() + offset) if offset else wall)


def required_moment(text: str) -> Millis:
    """As `moment`; an empty cell is refused."""
    found = moment(text)
    if found is None:
        raise BadCell(Reason.NO_MOMENT)
    return found


def moment_within(text: str) -> Millis | None:
    """The earliest point in time that a sentence names: `子订单…： 2026-06-11 22:17前 ; `; None where it names none."""
    try:
        return moment(text)
    except BadCell:
        found = (_readable(part) for part in _BEFORE.findall(text))
        return min((each for each in found if each is not None), default=None)


def _readable(text: str) -> Millis | None:
    try:
        return moment(text)
    except BadCell:
        return None


def masking_of(receiver: str, phone: str, address: str) -> Masking:
    """Whether the platform hid the receiver: ciphers begin `##`, `$$` or `~`, masks hold asterisks (rule 7)."""
    if any(text.startswith(("##", "$$", "~")) for text in (receiver, phone, address)):
        return Masking.CIPHER
    if "*" in receiver or "*" in phone or "**" in address:
        return Masking.MASKED
    return Masking.CLEAR
