"""An item of a box as a clerk types it: `5815 深紫 W7 ×2`, and single cells of it."""

import re
import unicodedata
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, TypeVar

from shopdesk.domain.intake import CONDITIONS, WISHES, Condition, Wish
from shopdesk.errors import N_, BadInput
from shopdesk.i18n import _
from shopdesk.queries.boxes import BoxItemRow
from shopdesk.services.box_items import ItemEntry

W = TypeVar("W", bound=StrEnum)


class NoneOfThese(BadInput):
    template = N_("“{text}” is none of these: {choices}.")


class NoCount(BadInput):
    template = N_("{text} is no number of pieces. Type 1 or more.")


_COUNT = re.compile(r"[x×*]\s*(\d{1,4})", re.IGNORECASE)
_SIZE = re.compile(r"[wW]?\d{1,2}(?:\.5)?(?:码)?|[12]\d{2}(?:mm)?|(?:X{0,3}|[2-6]X)[SL]|M|均码", re.IGNORECASE)
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_./-]*")


def read_item(text: str, *, is_code: bool = False) -> ItemEntry:
    """What was typed into the line for a new item: style or name, colour, size, `×2`. `is_code`: its first word is the
    code or barcode of a variant, which tells the rest."""
    words = unicodedata.normalize("NFKC", text.replace("×", "x")).split()
    quantity = 1
    if len(words) > 1 and (count := _COUNT.fullmatch(words[-1])):
        quantity = int(count[1])
        words = words[:-1]
    if not words:
        return ItemEntry(quantity=quantity)
    first, rest = words[0], words[1:]
    if is_code:
        return ItemEntry(sku=first, quantity=quantity, note=" ".join(rest))
    sizes = [word for word in rest if _SIZE.fullmatch(word)]
    colour = " ".join(word for word in rest if word not in sizes[-1:])
    title, style = ("", first) if _CODE.fullmatch(first) else (first, "")
    return ItemEntry(title=title, style=style, colour=colour, size="".join(sizes[-1:]), quantity=quantity)


def first_word(text: str) -> str:
    """What may be the code of a variant."""
    return next(iter(unicodedata.normalize("NFKC", text).split()), "")


def name_key(item: BoxItemRow) -> str:
    """Which of an item's fields its first cell shows."""
    return "style" if item.style else "title" if item.title else "sku"


def read_cell(item: BoxItemRow, key: str, text: str) -> dict[str, Any]:
    """The values of `ItemEntry` that a typed cell means; raises NoneOfThese, NoCount."""
    if key == "name":
        return {name_key(item) if item.name != "–" else "style": text}
    if key == "quantity":
        plain = unicodedata.normalize("NFKC", text).strip(" x×*")
        if not plain.isdecimal() or int(plain) < 1:
            raise NoCount(text=text)
        return {"quantity": int(plain)}
    if key == "condition":
        return {"condition": _word(Condition, CONDITIONS, text)}
    if key == "wish":
        return {"wish": _word(Wish, WISHES, text)}
    return {key: text}


def _word(words: type[W], names: Mapping[W, str], text: str) -> W:
    """The word that was typed, or the only one that begins or holds what was typed."""
    typed = text.strip().casefold()
    shown = {word: _(names[word]) for word in words}
    for fits in (
        [word for word, name in shown.items() if typed in (name.casefold(), word.value)],
        [word for word, name in shown.items() if name.casefold().startswith(typed)],
        [word for word, name in shown.items() if typed in name.casefold()],
    ):
        if len(fits) == 1:
            return fits[0]
    raise NoneOfThese(text=text, choices=_(", ").join(shown.values()))
