"""Courier numbers: reading what was scanned or typed, each carrier's forms, and how a number follows another (SHP-02).

The forms are the ones that these carriers print on their labels; a shop adds what is missing in Settings. A carrier
that isn't listed takes any 6 to 32 letters and digits.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

ANY_CARRIER = r"[A-Z0-9]{6,32}"
MOST_STEP = 1_000
"""By which the numbers of a range rise."""

FORMATS: Mapping[str, tuple[str, ...]] = {
    "顺丰": (r"SF\d{12,15}", r"\d{12}"),
    "圆通": (r"YT\d{13,16}", r"[A-Z]\d{9}", r"[A-Z]\d{11,12}", r"[6-9]\d{17}"),
    "中通": (r"7\d{13}", r"7\d{11}", r"(?:358|359|518|528|618|628|660|680|689|828|852|880|988)\d{9}"),
    "申通": (r"77\d{11,13}", r"(?:33|37|44|55|66|88|99)\d{11}", r"[4-9][68]8\d{9}", r"4\d{11}", r"STO\d{10}"),
    "韵达": (r"[1-9]\d{12}", r"[34]\d{14}"),
    "极兔": (r"JT\d{13}",),
    "京东": (r"JD[A-Z]{0,2}\d{11,18}",),
    "德邦": (r"DPK\d{12}",),
    "EMS": (r"[A-Z]{2}\d{9}[A-Z]{2}", r"1[0-3]\d{11}", r"5[01]\d{11}", r"9[57]\d{11}"),
    "邮政": (r"[A-Z]{2}\d{9}[A-Z]{2}", r"9\d{12}", r"1[0-3]\d{11}"),
}
"""Regular expressions of whole numbers, by a word that is in the carrier's name."""

_LOOKS_LIKE = str.maketrans({"O": "0", "Q": "0", "I": "1", "L": "1"})
_DROPPED = re.compile(r"[\s\-_./·]+")
_S10 = re.compile(r"[A-Z]{2}(\d{8})(\d)[A-Z]{2}")
_S10_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)
_LAST_DIGITS = re.compile(r"(.*?)(\d+)(\D*)")
_LETTERED = re.compile(r"[A-Z]{2}")


class Rule(StrEnum):
    """How the next number of a range follows; the value is what the database keeps."""

    STEP = "step"
    """The digits count up by a fixed step."""
    S10 = "s10"
    """The post's 13 characters: the ninth digit checks the eight before it (UPU S10)."""


def fold_waybill(text: str, carrier: str = "", more: Mapping[str, Sequence[str]] | None = None) -> str:
    """What was scanned, typed or pasted as the number it means: capital letters, half-width, without blanks and dashes;
    O, I and l where this carrier's numbers have digits become 0 and 1. What fits nowhere stays as it reads."""
    plain = _DROPPED.sub("", unicodedata.normalize("NFKC", text)).strip("'\"`").upper()
    if fits(plain, carrier, more):
        return plain
    return next((other for other in _misread(plain) if _known(carrier, more) and fits(other, carrier, more)), plain)


def _misread(text: str) -> Iterator[str]:
    """The same with the letters that look like digits read as digits, beginning where the fewest letters are."""
    for head, tail in ((0, 0), (2, 0), (2, 2), (3, 0), (4, 0)):
        middle = text[head : len(text) - tail]
        yield text[:head] + middle.translate(_LOOKS_LIKE) + text[len(text) - tail :]


def fits(waybill: str, carrier: str, more: Mapping[str, Sequence[str]] | None = None) -> bool:
    """Whether a folded number has one of the carrier's forms, its check digit included."""
    forms = _known(carrier, more) or (ANY_CARRIER,)
    return any(re.fullmatch(form, waybill) for form in forms) and _checks(waybill)


def looks_like(waybill: str, carrier: str, more: Mapping[str, Sequence[str]] | None = None) -> str:
    """Another carrier whose number this must be; "" where it can be this one's or nobody can tell.

    Of a carrier whose forms nobody knows only beginnings in letters tell: digits alone may be anybody's.
    """
    known = _known(carrier, more)
    if known and fits(waybill, carrier, more):
        return ""
    for other, forms in _all(more).items():
        if other in carrier or not any(re.fullmatch(form, waybill) for form in forms):
            continue
        if (known or _LETTERED.match(waybill)) and _checks(waybill):
            return other
    return ""


def _known(carrier: str, more: Mapping[str, Sequence[str]] | None) -> tuple[str, ...]:
    """The forms of a carrier by the words in its name, the shop's own first; none where nobody knows it."""
    return tuple(form for word, forms in _all(more).items() if word.upper() in carrier.upper() for form in forms)


def _all(more: Mapping[str, Sequence[str]] | None) -> dict[str, tuple[str, ...]]:
    forms = {word: tuple(map(_pattern, own)) for word, own in (more or {}).items() if own}
    for word, known in FORMATS.items():
        forms[word] = (*forms.get(word, ()), *known)
    return forms


def _pattern(form: str) -> str:
    """A form as a shop writes it, `YT#####`: `#` stands for a digit, `@` for a letter."""
    return "".join({"#": r"\d", "@": "[A-Z]"}.get(letter, re.escape(letter)) for letter in form.strip().upper())


def _checks(waybill: str) -> bool:
    """Whether the check digit of the post's form is right; other forms have none that is published."""
    found = _S10.fullmatch(waybill)
    return found is None or s10_check(found[1]) == int(found[2])


def s10_check(digits: str) -> int:
    """The check digit that follows eight digits (UPU S10)."""
    rest = 11 - sum(int(digit) * weight for digit, weight in zip(digits, _S10_WEIGHTS, strict=True)) % 11
    return {10: 0, 11: 5}.get(rest, rest)


def usual_rule(first: str) -> Rule:
    """How numbers like this one follow one another."""
    return Rule.S10 if _S10.fullmatch(first) and _checks(first) else Rule.STEP


@dataclass(frozen=True, slots=True)
class Numbers:
    """A run of numbers of one carrier: what stands before the counting digits, from which to which, and after them."""

    head: str
    start: int
    last: int
    width: int
    tail: str
    rule: Rule
    step: int

    def __len__(self) -> int:
        return (self.last - self.start) // self.step + 1

    def take(self, count: int) -> list[str]:
        """The first `count`, or as many as there are."""
        return [self._at(i) for i in range(min(count, len(self)))]

    def after(self, count: int) -> str:
        """The number behind the first `count`; "" where these are all."""
        return self._at(count) if count < len(self) else ""

    def overlaps(self, other: "Numbers") -> bool:
        """Whether a number could stand in both."""
        same = (self.head, self.width, self.tail) == (other.head, other.width, other.tail)
        return same and self.start <= other.last and other.start <= self.last

    def _at(self, i: int) -> str:
        digits = f"{self.start + i * self.step:0{self.width}d}"
        check = str(s10_check(digits)) if self.rule is Rule.S10 else ""
        return f"{self.head}{digits}{check}{self.tail}"


def numbers(first: str, last: str, rule: Rule, step: int = 1) -> Numbers:
    """The range of numbers from `first` to `last`; raises ValueError where they don't belong to one range."""
    head, start, tail = _split(first, rule)
    other_head, end, other_tail = _split(last, rule)
    alike = (head, tail, len(start)) == (other_head, other_tail, len(end))
    if not alike or int(end) < int(start) or not 1 <= step <= MOST_STEP:
        raise ValueError(first, last)
    return Numbers(head, int(start), int(end), len(start), tail, rule, step)


def following(first: str, count: int, rule: Rule, step: int = 1) -> list[str]:
    """`count` numbers from `first` on; fewer where the digits run out. Raises ValueError where it has no digits."""
    head, start, tail = _split(first, rule)
    whole = Numbers(head, int(start), 10 ** len(start) - 1, len(start), tail, rule, step)
    return whole.take(count)


def _split(waybill: str, rule: Rule) -> tuple[str, str, str]:
    """What stands before the counting digits, these, and what stands after."""
    if rule is Rule.S10:
        if not _S10.fullmatch(waybill) or not _checks(waybill):
            raise ValueError(waybill)
        return waybill[:2], waybill[2:10], waybill[11:]
    found = _LAST_DIGITS.fullmatch(waybill)
    if found is None:
        raise ValueError(waybill)
    return found[1], found[2], found[3]
