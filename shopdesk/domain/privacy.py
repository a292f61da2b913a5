"""Texts without what is nobody else's business: for those who need not see buyers' phones and addresses (DATA-06), and
for reports that leave the shop."""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

_GAP = r"[\s\-－‐-―._·,，\u200b-\u200f\u2060]{0,2}"
"""What people put between the parts of a number; copied texts bring signs that are not seen."""
_MOBILE = re.compile(
    rf"(?<!\d)(?:(?:\+|00)?86{_GAP})?([1１][3-9３-９]\d)"
    rf"(?:{_GAP}\d{{4}}{_GAP}(\d{{4}})|(?:[ -]\d\d){{2}}[ -](\d\d)[ -](\d\d))(?!\d)"
    r"|(?<!\d)1 [3-9](?: \d){9}(?!\d)"
)
_LANDLINE = re.compile(rf"(?<!\d)[(（]?0\d{{2,3}}[)）]?{_GAP}\d{{3,4}}{_GAP}\d{{4}}(?!\d)")
_CHINESE = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff][\u3400-\u9fff\U00020000-\U0003ffff\w*#·\-()（）]*")
"""Our own words are English, so Chinese in an error is somebody's name, address or goods."""
_HOUSE = re.compile(
    r"[\u3400-\u9fffA-Za-z0-9]{1,12}?(?:路|街|大道|巷|弄|胡同|村|小区|花园|公寓|大厦|号楼|家园|苑)"
    r"[\u3400-\u9fff]{0,8}\s*[\dA-Za-z一二三四五六七八九十]+\s*[-－]?\s*\d*\s*"
    r"(?:号|弄|栋|幢|室|单元|楼|层|组|座|期)[\u3400-\u9fff\w\-－ ]*"
)
"""A street or an estate with a house behind it, in running text."""
STREET = "***"
_LAST = 4

NO_BUYERS = frozenset(
    {
        "order_no", "source_no", "waybill", "return_waybill", "forwarded_waybill", "refund_no", "sku", "barcode",
        "code", "product_code", "title", "titles", "properties", "reference", "first", "last", "next", "value",
        "filters", "columns", "key", "body", "gloss", "measures", "rows",
        "own_name", "own_phone", "own_address", "own_note", "return_phone", "return_address", "supplier_phone",
        "supplier_contact", "supplier_note", "chain", "mac", "pc",
        "seal", "salt", "hash", "password", "pin", "province", "city", "district", "region", "carrier",
    }
)  # fmt: skip
"""Columns that name goods, papers or the shop itself: a long number in them is nobody's phone."""
KINDS_WITHOUT_BUYERS = frozenset(
    {"shop", "variant", "product", "supplier", "person", "script", "size_table", "care_rule"}
)
"""Records that tell nothing of a buyer: a shop's sender is the shop itself, that of a box is a buyer."""


def mask_phone(phone: str) -> str:
    """`138****0000`: enough to tell two buyers apart, not to call one. A number too short for that is all stars."""
    digits = phone.strip()
    if len(digits) < 2 * _LAST:
        return "*" * len(digits)
    return f"{digits[:3]}****{digits[-_LAST:]}"


def mask_street(address: str) -> str:
    """Street and house; region names stand in columns of their own and stay."""
    return STREET if address.strip() else ""


def mask_name(name: str) -> str:
    """`张**`: whose it may be, not who."""
    bare = name.strip()
    return bare[:1] + "*" * (len(bare) - 1)


def mask_account(account: str) -> str:
    """`****4567`: enough to tell two accounts apart, not to pay to one."""
    bare = account.strip()
    return "*" * len(bare) if len(bare) < 2 * _LAST else f"****{bare[-_LAST:]}"


def mask_text(text: str) -> str:
    """A memo, message or reason with phone numbers and houses masked; everything else stays."""
    return _HOUSE.sub(STREET, _without_numbers(text))


def _without_numbers(text: str) -> str:
    return _LANDLINE.sub("0***-*******", _MOBILE.sub(_mobile, text))


def _mobile(found: re.Match[str]) -> str:
    digits = "".join(sign for sign in found[0] if sign.isdigit())
    return f"{found[1] or digits[:3]}****{digits[-_LAST:]}"


def mask_value(name: str, value: Any) -> Any:
    """A value as somebody may see it who need not know buyers' phones and addresses; `name` says what it is."""
    if not value or name in NO_BUYERS:
        return value
    if isinstance(value, Mapping):
        return {key: mask_value(str(key), each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [mask_value(name, each) for each in value]
    return _MASKS.get(name, mask_text)(value) if isinstance(value, str) else value


def _nested(text: str) -> str:
    try:
        values = json.loads(text)
    except ValueError:
        return mask_text(text)
    return json.dumps(mask_value("", values), ensure_ascii=False, sort_keys=True)


_MASKS: Mapping[str, Callable[[str], str]] = {
    "phone": mask_phone,
    "address": mask_street,
    "postcode": mask_street,
    "birthday": mask_street,
    "sender_name": mask_name,
    "sender_phone": mask_phone,
    "sender_address": mask_street,
    "buyer_name": mask_name,
    "payee": mask_name,
    "payee_account": mask_account,
    "before": _nested,
    "after": _nested,
    "receiver_native": _nested,
}
"""How a column is masked by its name; any other text loses the phones and houses that stand in it."""


def without_private_data(text: str, *, home: str = "") -> str:
    """The text with phone numbers masked and names, addresses and the user's own folder (`home`) left out."""
    text = _CHINESE.sub("…", _without_numbers(text))
    return text.replace(home, "~") if home else text
