"""Invented reviews and replies with what is right about each, made from parts by a seed; see tests/data/reviews."""

import random
from functools import cache
from pathlib import Path
from typing import NamedTuple

_FOLDER = Path(__file__).parents[1] / "data" / "reviews"
SETS = ("tuned_on", "held_out")


class Labelled(NamedTuple):
    """A review, and whether it complains."""

    text: str
    complains: bool


@cache
def read_parts(name: str) -> dict[str, tuple[str, ...]]:
    """The parts of a set, by what they are."""
    parts: dict[str, list[str]] = {}
    for line in (_FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            parts[line.strip("[]")] = []
        elif line and not line.startswith("#"):
            parts[next(reversed(parts))].append(line)
    return {kind: tuple(lines) for kind, lines in parts.items()}


def make_reviews(name: str, *, seed: int = 1) -> list[Labelled]:
    """Each complaint of a set alone and behind praise, as often the same parts without one."""
    rng, parts = random.Random(seed), read_parts(name)

    def praise(most: int) -> list[str]:
        kinds = rng.choices(("praise", "tricky"), weights=(2, 1), k=rng.randint(1, most))
        return list(dict.fromkeys(rng.choice(parts[kind]) for kind in kinds))

    found = []
    for complaint in parts["complaint"]:
        found.append(Labelled(complaint, True))
        found.append(Labelled(_joined(rng, [*praise(2), rng.choice(("", *parts["but"])) + complaint]), True))
        found.append(Labelled(_joined(rng, [complaint, *praise(2)]), True))
    tricky = [Labelled(text, False) for text in parts["tricky"]]
    clean = [Labelled(_joined(rng, [*praise(1), text, *praise(1)]), False) for text in parts["tricky"]]
    plain = [Labelled(_joined(rng, praise(4)), False) for _ in range(len(found) - len(tricky) - len(clean))]
    return [*found, *tricky, *clean, *plain]


def _joined(rng: random.Random, parts: list[str]) -> str:
    return rng.choice(("，", "。", "！", " ")).join(parts)
