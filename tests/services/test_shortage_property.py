"""Shortages under random hands: what is settled has just what its remedy says, once (SHP-12)."""

import random
from pathlib import Path

import pytest

from shopdesk.domain.shortages import Packaging, Remedy
from shopdesk.errors import ShopdeskError
from shopdesk.queries.shortages import list_shortages
from shopdesk.services import shortages
from tests.services.refunders import Refunders, make_refunders
from tests.services.short_parcels import send, shoes


@pytest.fixture
def people(tmp_path: Path) -> Refunders:
    return make_refunders(tmp_path)


@pytest.mark.parametrize("seed", range(6))
def test_whatever_people_do_one_thing_follows_from_a_shortage(people: Refunders, seed: int) -> None:
    """Random evidence and remedies by several people: a settled shortage has just what its remedy says, once."""
    rng, desks = random.Random(seed), [people.agent, people.other_agent, people.supervisor]
    orders = [send(people.owner, waybill=f"YT74532448{i:05d}", weight=rng.choice((None, 1190, 890))) for i in range(4)]
    for _ in range(60):
        desk, order = rng.choice(desks), rng.choice(orders)
        known = list_shortages(people.owner.database, order_id=order, only_open=True)
        try:
            if not known:
                shortages.open_shortage(desk, order_id=order, missing=shoes(desk, order))
            elif rng.random() < 0.5:
                values = {"departed": rng.choice((None, 0, 1, 880, 1200)), "packaging": rng.choice(list(Packaging))}
                base = shortages.evidence_base(known[0])
                shortages.change_evidence(desk, shortage_id=known[0].id, values=values, base=base)
            elif rng.random() < 0.8:
                shortages.choose_remedy(
                    desk, shortage_id=known[0].id, remedy=rng.choice(list(Remedy)), reason=rng.choice(("", "x"))
                )
            else:
                shortages.close_shortage(desk, shortage_id=known[0].id, reason="x")
        except ShopdeskError:
            continue
    found = list_shortages(people.owner.database)
    assert sum(not each.is_open for each in found) > 2
    for each in found:
        makes_good = each.remedy in (Remedy.REISSUE, Remedy.REFUND, Remedy.CLAIM)
        assert (each.case_id is not None) is makes_good
        assert (each.claim_id is not None) is (each.remedy is Remedy.CLAIM)
        assert not (each.is_open and makes_good)
        assert each.why and each.departed not in (0, 1)
    settled = [each.claim_id for each in found if each.claim_id is not None]
    assert len(settled) == len(set(settled))
