"""How well good reviews that complain are found by their words (REV-06), and replies that tell who a buyer is by the
guard (REV-05): recall and precision over invented sets, one on which the word lists were made, one that was held out.
"""

import sys
from collections.abc import Sequence

from shopdesk.domain.private_data import find_private
from shopdesk.domain.review_words import read_complaint
from tests.bench.private_set import AUTHORS, make_replies
from tests.bench.results import Result, at_most, seconds
from tests.bench.review_set import SETS, make_reviews

WANTED, GUARD_RECALL = 0.9, 0.99
SEEDS = (1, 2, 3)
MOST_MS = 5

Told = Sequence[tuple[bool, bool]]
"""What is so, and what was said of it."""


def run() -> list[Result]:
    """The figures of each set, then the time that one text takes."""
    found = [line for name in SETS for line in _figures(f"“good, but”, {name}", reviews(name), WANTED)]
    found += [line for name in AUTHORS for line in _figures(f"guard, {name}", replies(name), GUARD_RECALL)]
    return found + _speed()


def reviews(name: str) -> Told:
    """Whether each review of a set complains, and is said to."""
    return [
        (each.complains, bool(read_complaint(each.text).words))
        for seed in SEEDS
        for each in make_reviews(name, seed=seed)
    ]


def replies(name: str) -> Told:
    """Whether each reply of a set tells something, and is said to."""
    made = [reply for seed in SEEDS for reply in make_replies(name, seed=seed)]
    return [(each.tells is not None, bool(find_private(each.text, each.facts, own=each.own))) for each in made]


def recall(told: Told) -> float:
    """The share of what is so that was found."""
    return sum(is_so and said for is_so, said in told) / sum(is_so for is_so, _said in told)


def precision(told: Told) -> float:
    """The share of what was found that is so."""
    return sum(is_so and said for is_so, said in told) / max(1, sum(said for _is_so, said in told))


def _figures(what: str, told: Told, wanted: float) -> list[Result]:
    floor = f"{len(told)} texts, {sum(is_so for is_so, _said in told)} of them so"
    pairs = (("recall", recall(told), wanted), ("precision", precision(told), WANTED))
    return [Result(f"{what}: {name}", got, "", floor, f">= {limit:g}", got >= limit) for name, got, limit in pairs]


def _speed() -> list[Result]:
    texts = [each.text for each in make_reviews("held_out")]
    said = make_replies("held_out")
    both = (
        ("a review read", lambda: [read_complaint(text) for text in texts], len(texts)),
        ("a reply guarded", lambda: [find_private(r.text, r.facts, own=r.own) for r in said], len(said)),
    )
    return [at_most(name, seconds(work, 3) * 1000 / many, MOST_MS, "ms", f"{many} texts") for name, work, many in both]


if __name__ == "__main__":
    for result in run():
        sys.stdout.write(f"{result}\n")
