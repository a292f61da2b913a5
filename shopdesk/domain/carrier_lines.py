"""The carriers' tables as people write them in Settings: `圆通, yto`, `新疆, 西藏 = 10`."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from shopdesk.domain.money import Money

_COMMAS = re.compile(r"[,，、;；]+")


def split_words(text: str) -> list[str]:
    """Words with any comma between them, each once."""
    return list(dict.fromkeys(word.strip() for word in _COMMAS.split(text) if word.strip()))


def carrier_pairs(carriers: Iterable[Mapping[str, Any]]) -> tuple[tuple[str, str], ...]:
    """Name and what people call it."""
    return tuple((str(row["name"]), ", ".join(row.get("aliases", ()))) for row in carriers)


def read_carriers(pairs: Iterable[tuple[str, str]]) -> list[dict[str, Any]]:
    """`carrier_pairs` read back."""
    return [{"name": name, "aliases": split_words(said)} for name, said in pairs]


def surcharge_pairs(rows: Iterable[Mapping[str, Any]]) -> tuple[tuple[str, str], ...]:
    """Carrier and areas in one text, and the amount: `顺丰速运: 新疆, 西藏`, `10.00`."""
    pairs = []
    for row in rows:
        areas = ", ".join(row["areas"])
        pairs.append((": ".join(filter(None, (row["carrier"], areas))), Money(row["amount"]).yuan))
    return tuple(pairs)


def read_surcharges(pairs: Iterable[tuple[str, str]], names: Sequence[str]) -> list[dict[str, Any]]:
    """`surcharge_pairs` read back; a text without a colon that begins with no carrier's name is areas alone.

    ValueError for an amount that can't be read, with the text it stands beside."""
    rows: list[dict[str, Any]] = []
    for text, amount in pairs:
        carrier = next((name for name in sorted(names, key=len, reverse=True) if text.startswith(name)), "")
        areas = split_words(text.removeprefix(carrier).strip(" :："))
        try:
            fen = int(Money.typed(amount))
        except ValueError:
            raise ValueError(text) from None
        rows.append({"carrier": carrier, "areas": areas, "amount": fen})
    return rows


def reach_pairs(out_of_reach: Mapping[str, Sequence[str]]) -> tuple[tuple[str, str], ...]:
    """Carrier, and where it doesn't go."""
    return tuple((name, ", ".join(areas)) for name, areas in out_of_reach.items())


def read_reach(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """`reach_pairs` read back."""
    return {name: split_words(areas) for name, areas in pairs}


def unknown_carriers(pairs: Iterable[tuple[str, str]], names: Sequence[str]) -> list[str]:
    """What stands before the colon, or alone, in the first column and is no carrier of the table."""
    heads = (re.split("[:：]", text, maxsplit=1)[0].strip() for text, _areas in pairs)
    return [head for head in heads if head not in names]
