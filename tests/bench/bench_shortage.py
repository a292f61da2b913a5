"""Whose fault a shortage is: how often the right one is named where the evidence decides, how often nobody is where it
doesn't, and how often the wrong one is named as certain (SHP-12).

The shares and noises of the judgement were chosen on the first set of invented cases; the others stand by themselves,
two of them of shops where other things happen more often.
"""

import statistics
import time
from collections.abc import Callable, Sequence

from shopdesk.domain.shortage_triage import Judgement, judge
from shopdesk.domain.shortages import Verdict
from tests.bench.results import Result, at_most
from tests.bench.shortage_set import CARELESS, THIEVES, USUAL, Case, make_cases

RIGHT, OPEN, WRONG = 95, 95, 1
CASES = 2000
SETS = {
    "tuned on": (1, USUAL),
    "held out 11": (11, USUAL),
    "held out 22": (22, USUAL),
    "held out 33": (33, USUAL),
    "thieves": (44, THIEVES),
    "careless": (55, CARELESS),
}
MOST_MS = 50

Judged = tuple[Case, Judgement]


def run() -> list[Result]:
    """The figures of each set, then the time that one judgement takes."""
    found = {name: judged(make_cases(CASES, seed=seed, mix=mix)) for name, (seed, mix) in SETS.items()}
    return [line for name, each in found.items() for line in figures(name, each)] + speed()


def judged(cases: Sequence[Case]) -> list[Judged]:
    """Each with what is said of it."""
    return [(case, judge(case.traces)) for case in cases]


def figures(name: str, found: Sequence[Judged]) -> list[Result]:
    """How good the judgements are."""
    clear = [each for each in found if each[0].decides]
    unclear = [each for each in found if each[0].is_open]
    right = share(clear, lambda case, said: said.verdict is case.right)
    open_ = share(unclear, lambda _case, said: said.verdict is Verdict.UNDECIDED)
    named = sum(said.verdict is not Verdict.UNDECIDED for _case, said in found)
    wrong = share(found, is_wrong)
    of = f"{len(found)} cases"
    return [
        Result(f"shortages, {name}: right where it is decided", right, "%", f"{len(clear)} of {of}", f">= {RIGHT} %",
               right >= RIGHT),
        Result(f"shortages, {name}: undecided where it isn't", open_, "%", f"{len(unclear)} of {of}", f">= {OPEN} %",
               open_ >= OPEN),
        at_most(f"shortages, {name}: certain and wrong", wrong, WRONG, "%", f"{named} named of {of}"),
    ]  # fmt: skip


def is_wrong(case: Case, said: Judgement) -> bool:
    """Somebody is named who is innocent."""
    return said.verdict is not Verdict.UNDECIDED and said.verdict is not case.right


def share(found: Sequence[Judged], holds: Callable[[Case, Judgement], bool]) -> float:
    """Percent of these."""
    return 100 * sum(holds(*each) for each in found) / len(found) if found else 100.0


def speed() -> list[Result]:
    """One judgement with all three weights."""
    cases = [case for case in make_cases(CASES, seed=1) if case.traces.packed and case.traces.arrived][:100]
    times = []
    for case in cases:
        started = time.perf_counter()
        judge(case.traces)
        times.append((time.perf_counter() - started) * 1000)
    return [at_most("time per judgement, median", statistics.median(times), MOST_MS, "ms", f"{len(cases)} cases")]
