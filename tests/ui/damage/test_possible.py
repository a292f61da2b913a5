"""What can be done with entries of the damage list, and why not (REP-04)."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from shopdesk.domain.damage_list import MOVES, State
from shopdesk.queries.damage_list import DamageRow
from shopdesk.ui.damage import possible
from shopdesk.ui.damage.possible import BECOMES, find_batch_reasons, find_reasons, next_of, next_of_batch
from shopdesk.ui.damage.reading import read_batch, read_batches
from tests.damage_stand import DamageShop
from tests.factories import make_desk


@pytest.fixture(scope="module")
def care(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DamageShop]:
    folder: Path = tmp_path_factory.mktemp("damage")
    made = DamageShop(make_desk(folder))
    yield made
    made.desk.database.close()


@pytest.fixture(scope="module")
def row(care: DamageShop) -> DamageRow:
    return care.damaged(pieces=2)


@pytest.mark.parametrize("state", State)
def test_the_table_says_what_an_entry_can_become(row: DamageRow, state: State) -> None:
    reasons = find_reasons([replace(row, state=state, batch_id=1)])
    assert reasons is not None
    for name, to in BECOMES.items():
        is_open = replace(row, state=state).is_open
        assert (name not in reasons) == (is_open and to in MOVES[state]), name
    assert next_of(replace(row, state=state)) not in reasons, "what is next can be done"


def test_several_are_answered_together_and_one_at_a_time_is_credited(row: DamageRow) -> None:
    sent = replace(row, state=State.SENT, batch_id=1)
    reasons = find_reasons([sent, replace(sent, id=row.id + 1)])
    assert reasons is not None and possible.ACCEPTED not in reasons and possible.TO_BATCH not in reasons
    assert reasons[possible.CREDITED] == "Choose one entry only."
    mixed = find_reasons([sent, replace(sent, id=row.id + 1, state=State.REFUSED)])
    assert mixed is not None and "Refused by the supplier" in mixed[possible.REFUSED]
    others = find_reasons([row, replace(row, id=row.id + 1, supplier_id=(row.supplier_id or 0) + 1)])
    assert others is not None and "several suppliers" in others[possible.BATCH]
    assert find_reasons([]) is None


def test_a_batch_is_sent_once_and_answered_afterwards(care: DamageShop) -> None:
    batch_id = care.returned(care.damaged().id)
    found = next(each for each in read_batches(care.desk).rows if each.id == batch_id)
    batch = read_batch(care.desk, found)
    reasons = find_batch_reasons(batch, [])
    assert reasons is not None and "went to" in reasons[possible.SEND] and possible.ACCEPTED not in reasons
    assert next_of_batch(batch) == possible.ANSWERS
    empty = replace(batch, row=replace(found, sent_at=None, entries=0), lines=())
    reasons = find_batch_reasons(empty, [])
    assert reasons is not None and reasons[possible.SEND] == "Nothing is in it yet."
    assert reasons[possible.ACCEPTED] == "It has not gone to the supplier yet." and next_of_batch(empty) == ""
    assert find_batch_reasons(None, []) is None
