"""Which of two records of buyers may be one person, and by what (CRM-01).

A phone alone says nothing: families and offices share one, platforms hide them and numbers are given to others. What is
hidden says nothing either.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from shopdesk.domain.likeness import plain
from shopdesk.errors import N_

_LEAST_NAME, _LEAST_PHONE, _LEAST_ADDRESS = 2, 7, 5
_HIDDEN = "*＊✱"
_EXTENSION = re.compile(r"\d{7}\D{0,3}(?:[-转,#;]|ext)\D{0,2}\d{1,6}$")
"""Behind a whole number: the platform's own, which stands for many people in turn."""
_FURTHER = 2
"""How much each further sign adds."""
_SUREST = 99


class Sign(StrEnum):
    """What two records have in common."""

    ACCOUNT = "account"
    NAME_PHONE = "name-phone"
    NAME_ADDRESS = "name-address"
    PHONE_ADDRESS = "phone-address"


SIGNS: Mapping[Sign, str] = {
    Sign.ACCOUNT: N_("Money went to the same account"),
    Sign.NAME_PHONE: N_("Same name and phone"),
    Sign.NAME_ADDRESS: N_("Same name and address"),
    Sign.PHONE_ADDRESS: N_("Same phone and address under another name"),
}
"""What is said of a proposal."""

_WEIGHTS: Mapping[Sign, int] = {
    Sign.ACCOUNT: 95, Sign.NAME_PHONE: 90, Sign.NAME_ADDRESS: 85, Sign.PHONE_ADDRESS: 60,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Trace:
    """Whom and where an order went to."""

    name: str
    phone: str
    address: str
    """With its region."""

    @property
    def plain(self) -> "Trace":
        """As traces are compared; what is hidden or too short to tell anybody is ""."""
        return Trace(_name(self.name), _phone(self.phone), _address(self.address))


def find_signs(own: Iterable[Trace], others: Iterable[Trace]) -> tuple[Sign, ...]:
    """What the orders of two records have in common, the strongest first; nothing where it is only a phone, a name or
    an address."""
    mine = {each.plain for each in own}
    theirs = {each.plain for each in others}
    found = {sign for one in mine for other in theirs for sign in _signs(one, other)}
    if found & {Sign.NAME_PHONE, Sign.NAME_ADDRESS}:
        found.discard(Sign.PHONE_ADDRESS)
    return tuple(sign for sign in Sign if sign in found)


def score(signs: Collection[Sign]) -> int:
    """How sure it is, 0 to 99; never certain, for only people who know the buyer are."""
    if not signs:
        return 0
    return min(_SUREST, max(_WEIGHTS[sign] for sign in signs) + _FURTHER * (len(signs) - 1))


def _signs(one: Trace, other: Trace) -> Iterable[Sign]:
    same_name = bool(one.name) and one.name == other.name
    same_phone = bool(one.phone) and one.phone == other.phone
    same_address = bool(one.address) and one.address == other.address
    if same_name and same_phone:
        yield Sign.NAME_PHONE
    if same_name and same_address:
        yield Sign.NAME_ADDRESS
    if same_phone and same_address and one.name and other.name and not same_name:
        yield Sign.PHONE_ADDRESS


def _name(text: str) -> str:
    name = plain(text)
    return name if len(name) >= _LEAST_NAME and not _is_hidden(name) else ""


def _phone(text: str) -> str:
    """Digits without the country's code."""
    written = plain(text)
    if _is_hidden(written) or _EXTENSION.search(written):
        return ""
    digits = "".join(sign for sign in written if sign.isdigit())
    digits = digits[2:] if digits.startswith("861") else digits
    return digits if len(digits) >= _LEAST_PHONE and len(set(digits[3:])) > 1 else ""


def _address(text: str) -> str:
    """Without blanks; one without a house tells a village."""
    address = plain(text)
    has_house = any(sign.isdigit() for sign in address)
    return address if len(address) >= _LEAST_ADDRESS and has_house and not _is_hidden(address) else ""


def _is_hidden(text: str) -> bool:
    return any(sign in text for sign in _HIDDEN)
