"""How well memos and messages are read, by topic, and how fast.

Recall and precision over the labelled set of tests/data/messages; the held-out half stands by itself, since the parser
is not fitted to it.
"""

import sys

from shopdesk.domain.messages import read_text
from tests.bench.results import Result, seconds
from tests.domain.labelled_messages import HALVES, LEXICON, Score, read_half, scores

WANTED = 0.9
TEXTS_A_SECOND = 2_000


def run() -> list[Result]:
    """Recall and precision overall, of each half and of each topic, then the speed."""
    by_half = {half: scores(half) for half in HALVES}
    found = [_both(f"memos and messages, {half} half", "labelled by hand", by_half[half][""]) for half in HALVES]
    for topic in sorted({topic for each in by_half.values() for topic in each if topic}):
        told = [each[topic] for each in by_half.values() if topic in each]
        together = Score(*map(sum, zip(*told, strict=True)))
        found.append(_both(f"  {topic}", f"{together.right + together.missed} labels", together))
    return [result for pair in found for result in pair] + [_speed()]


def _both(what: str, floor: str, score: Score) -> tuple[Result, Result]:
    figures = (("recall", score.recall), ("precision", score.precision))
    first, second = (
        Result(f"{what}: {name}", figure, "", floor, f">= {WANTED:g}", figure >= WANTED) for name, figure in figures
    )
    return first, second


def _speed() -> Result:
    texts = [labelled.text for half in HALVES for labelled in read_half(half)]

    def read_all() -> None:
        read_text.cache_clear()
        for text in texts:
            read_text(text, LEXICON)

    rate = len(texts) / seconds(read_all)
    wanted = f">= {TEXTS_A_SECOND} a second"
    return Result("texts read", rate, "a second", f"{len(texts)} texts", wanted, rate >= TEXTS_A_SECOND)


if __name__ == "__main__":
    for result in run():
        sys.stdout.write(f"{result}\n")
