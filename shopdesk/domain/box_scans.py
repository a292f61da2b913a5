"""Codes that are scanned where boxes are opened: what they are, before anybody looks into the shop (RET-01, RET-14)."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import unquote

from shopdesk.domain.documents import RETURN_PREFIX, parse_return_code
from shopdesk.domain.label_codes import label_code, parse_label_code
from shopdesk.domain.repair_texts import parse_repair_code
from shopdesk.domain.waybills import fold_waybill


class ScanKind(StrEnum):
    """What a scanned code means."""

    FORM = "form"
    """A return form's code: names the order (RET-14)."""
    LABEL = "label"
    """A box label: names the box (RET-06)."""
    REPAIR = "repair"
    """A repair label: names the repair (REP-01)."""
    RETURN = "return"
    """A waybill by which a buyer sends something back, as a refund file or a case says."""
    OWN = "own"
    """The waybill of a parcel of ours that comes back."""
    ORDER = "order"
    """An order's number, or the code of one of its slips."""
    GOODS = "goods"
    """The code or barcode of a variant: a piece of it lies there."""
    WAYBILL = "waybill"
    """A waybill that nobody knows yet."""
    OTHER = "other"
    """Neither a waybill nor a code of ours: a link, a telephone number with signs, a piece of text."""
    NOTHING = "nothing"
    """No code at all."""


@dataclass(frozen=True, slots=True)
class Code:
    """A scanned code by its looks."""

    text: str
    """As scanned, without blanks around it."""
    waybill: str
    """Folded; "" for a form or a label."""
    form: tuple[str, str, str] | None = None
    """Platform, shop and order number of a return form."""
    box: tuple[str, int] | None = None
    """Day and number of a box."""
    repair: tuple[str, int] | None = None
    """Day and number of a repair."""


_NAME = re.compile(r"(?:(\d{4}-\d{2}-\d{2})\s*[ /#]\s*)?#?(\d{1,5})")
_WAYBILL = re.compile(r"[A-Z0-9]{4,40}")
_BOX = re.compile(r"BX(\d{4})(\d{2})(\d{2})-?(\d{1,5})", re.IGNORECASE)


def box_code(day: str, number: int) -> str:
    """What a box label's bars say: `BX20261122-3`."""
    return label_code("BX", day, number)


def parse_box_code(text: str) -> tuple[str, int] | None:
    """Day and number of a box label's code; None for any other text."""
    return parse_label_code(_BOX, text)


def read_box_name(text: str, today: str) -> tuple[str, int] | None:
    """Day and number of a box as people write them: `3` for one of today, `2026-11-22/3`, `2026-11-22 #3`, or the code
    of its label; None for anything else."""
    found = _NAME.fullmatch(text.strip())
    return parse_box_code(text) if found is None else (found[1] or today, int(found[2]))


def is_waybill(folded: str) -> bool:
    """Whether a folded text can be a carrier's number at all; also one of a carrier that nobody knows."""
    return _WAYBILL.fullmatch(folded) is not None


def read_code(text: str, carrier: str = "") -> Code:
    """A code by its looks alone; the waybill as the carrier writes it. A scanner types through an input method that may
    make its signs full-width, and a locked Shift key turns its letters round."""
    plain = unicodedata.normalize("NFKC", text).strip()
    form, box = parse_return_code(plain) or _spoilt_form(plain), parse_box_code(plain)
    repair = parse_repair_code(plain)
    return Code(plain, "" if form or box or repair else fold_waybill(plain, carrier), form, box, repair)


def _spoilt_form(text: str) -> tuple[str, str, str] | None:
    """A return form's code whose shop can't be read: the order number often tells enough."""
    parts = text[len(RETURN_PREFIX) :].split("/")
    if not text.upper().startswith(RETURN_PREFIX) or len(parts) != 3 or not parts[2]:
        return None
    return parts[0].lower(), "", unquote(parts[2])
