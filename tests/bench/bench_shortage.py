"""Whose fault a shortage is: how often the right one is named where the evidence decides, how often nobody is where it
doesn't, and how often the wrong one is named as certain (SHP-12).

The shares and noises of the judgement were chosen on the first set of invented cases; the others stand by themselves,
two of them of shops where other things happen more often.
"""

import random
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from shopdesk.db.database import Database
from shopdesk.domain.shortage_triage import Judgement, judge
from shopdesk.domain.shortages import Verdict
from shopdesk.queries.learned_weights import LOOKED_AT, list_learned_weights
from shopdesk.services.learned_weights import learn_weights
from tests.bench.results import Result, at_most
from tests.bench.shortage_set import CARELESS, THIEVES, USUAL, Case, make_cases
from tests.factories import NOON, make_desk

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
VARIANTS, LEARN_S, OFF = 1500, 3, 15
"""Articles in the learning shop; seconds and grams that learning may take and be off."""

Judged = tuple[Case, Judgement]


def run() -> list[Result]:
    """The figures of each set, then the time that one judgement takes."""
    found = {name: judged(make_cases(CASES, seed=seed, mix=mix)) for name, (seed, mix) in SETS.items()}
    return [line for name, each in found.items() for line in figures(name, each)] + speed() + learning()


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


def learning() -> list[Result]:
    """What the newest weighed parcels teach, a twentieth of them nonsense: how long it takes, how far it is off."""
    rng = random.Random(6)
    real = {variant: rng.randint(60, 1500) for variant in range(1, VARIANTS + 1)}
    with tempfile.TemporaryDirectory() as folder:
        desk = make_desk(Path(folder))
        _fill(desk.database, rng, real)
        started = time.perf_counter()
        learn_weights(desk, again=True)
        took = time.perf_counter() - started
        known = list_learned_weights(desk.database)
        desk.database.close()
    off = sorted(abs(row.learned.grams - real[row.variant_id]) for row in known if row.learned.is_reliable)
    about = f"{LOOKED_AT:,} parcels, {len(off):,} of {VARIANTS:,} articles"
    return [
        at_most("weights learned from packers' parcels", took, LEARN_S, "s", about),
        at_most("grams off, nineteen of twenty articles", off[len(off) * 19 // 20], OFF, "g", about),
    ]


def _fill(database: Database, rng: random.Random, real: dict[int, int]) -> None:
    """Weighed parcels of one to three articles."""
    with database.atomic():
        run_many = database.connection().executemany
        database.execute_sql("INSERT INTO product (shop_id, code, title) VALUES (1, 'P', '单鞋')")
        run_many(
            "INSERT INTO variant (id, product_id, shop_id, sku) VALUES (?, 1, 1, ?)",
            [(variant, f"S{variant}") for variant in real],
        )
        parcels = [_parcel(rng, real) for _ in range(LOOKED_AT)]
        run_many(
            "INSERT INTO orders (id, shop_id, order_no, created) VALUES (?, 1, ?, ?)",
            [(number, f"N{number}", NOON) for number in range(1, LOOKED_AT + 1)],
        )
        run_many(
            "INSERT INTO slip (id, shop_id, created_at, packed_at, weight) VALUES (?, 1, ?, ?, ?)",
            [(number, NOON, NOON + number, grams) for number, (grams, _pieces) in enumerate(parcels, 1)],
        )
        lines = [
            (number, f"{number}-{place}", f"S{variant}", count)
            for number, (_grams, pieces) in enumerate(parcels, 1)
            for place, (variant, count) in enumerate(pieces)
        ]
        run_many("INSERT INTO order_line (order_id, line_no, sku, quantity) VALUES (?, ?, ?, ?)", lines)
        database.execute_sql(
            "INSERT INTO slip_item (slip_id, order_id, line_id, quantity) "
            "SELECT order_id, order_id, id, quantity FROM order_line"
        )


def _parcel(rng: random.Random, real: dict[int, int]) -> tuple[int, list[tuple[int, int]]]:
    """What the scale showed, and which articles were in it."""
    articles = rng.sample(range(1, VARIANTS + 1), rng.choices((1, 2, 3), weights=(60, 30, 10))[0])
    pieces = [(variant, rng.choices((1, 2), weights=(85, 15))[0]) for variant in articles]
    grams = round(rng.gauss(103, 10) + sum(real[variant] * count for variant, count in pieces) + rng.gauss(0, 5))
    return (rng.choice((1, 2, 60_000)) if rng.random() < 0.05 else max(20, grams)), pieces
