"""Each PC vouches for the trail: whoever rewrites all of it is noticed (TEAM-03)."""

import json
from pathlib import Path

import pytest

from shopdesk import paths
from shopdesk.db.database import Database, place_of, rows_of
from shopdesk.db.trail import Entry, append_trails
from shopdesk.db.trail_heads import list_heads
from shopdesk.domain.flags import Colour
from shopdesk.services.desk import Desk
from shopdesk.services.orders import set_flag
from shopdesk.services.pc_key import pc_key, recall, remember
from shopdesk.services.trail import (
    Doubt,
    NothingToAccept,
    accept_trail,
    note_restore,
    verify_trail,
    vouch,
    vouch_due,
)
from tests.factories import NOON, add_order, make_desk
from tests.trails import open_locks


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = make_desk(tmp_path)
    order = add_order(desk)
    for colour in (Colour.RED, Colour.BLUE, Colour.GREEN):
        set_flag(desk, order_ids=[order], colour=colour)
    return desk


def doubts(desk: Desk, *, whole: bool = False) -> list[Doubt]:
    return [finding.doubt for finding in verify_trail(desk, whole=whole).findings]


def rewrite(database: Database, *, without: int = 0, changed: int = 0) -> None:
    """What somebody with full access does: leave a row out or change one, and compute the whole chain again."""
    rows = rows_of(
        database, "SELECT at, person_id, action, kind, record_id, before, after, reason, id FROM trail ORDER BY id"
    )
    open_locks(database)
    database.execute_sql("DELETE FROM trail")
    for at, person, action, kind, record, before, after, reason, row_id in rows:
        if row_id == without:
            continue
        why = "harmless" if row_id == changed else reason
        entry = Entry(record, json.loads(before), json.loads(after))
        append_trails(database, [entry], at=at, person_id=person, action=action, kind=kind, reason=why)


def test_a_sound_trail_is_vouched_for_once_a_day(desk: Desk) -> None:
    assert vouch_due(desk)
    assert vouch(desk).findings == ()
    assert not vouch_due(desk)
    (head,) = list_heads(desk.database)
    key = pc_key()
    assert (head.pc, head.day, head.at) == (key.pc, "2024-03-02", NOON)
    assert key.made(head) and not key.made(head._replace(trail_id=head.trail_id - 1))
    vouch(desk)
    assert list_heads(desk.database) == [head]


def test_the_days_newest_stands(desk: Desk) -> None:
    vouch(desk)
    set_flag(desk, order_ids=[1], colour=Colour.PURPLE)
    vouch(desk)
    (head,) = list_heads(desk.database)
    assert head.trail_id == rows_of(desk.database, "SELECT max(id) FROM trail")[0][0]


def test_the_key_lies_outside_the_shop_for_this_user_only(desk: Desk) -> None:
    vouch(desk)
    file = paths.pc_settings_file().with_name("trail-key.json")
    assert file.stat().st_mode & 0o077 == 0
    assert pc_key() == pc_key()
    assert place_of(desk.database) not in str(file)


def test_only_what_is_new_is_followed_the_next_time(desk: Desk) -> None:
    first = verify_trail(desk)
    assert first.whole and first.rows == 4
    set_flag(desk, order_ids=[1], colour=Colour.PURPLE)
    again = verify_trail(desk)
    assert not again.whole and again.rows == 1
    assert verify_trail(desk, whole=True).rows == 5


def test_it_goes_on_where_it_stopped(desk: Desk) -> None:
    told: list[float] = []

    def stop(share: float) -> None:
        told.append(share)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        verify_trail(desk, progress=stop)
    assert told and recall(place_of(desk.database)).verified.id == 0
    assert verify_trail(desk, progress=told.append).findings == ()
    assert told[-1] == 1.0


def test_a_changed_row_is_named(desk: Desk) -> None:
    open_locks(desk.database)
    desk.database.execute_sql("UPDATE trail SET reason = 'harmless' WHERE id = 3")
    (finding,) = verify_trail(desk).findings
    assert finding.doubt is Doubt.CHANGED
    assert finding.text == "Row 3 of the trail was changed from outside, or what stood before it is gone."
    vouch(desk)
    assert list_heads(desk.database) == []


def test_a_trail_that_was_computed_anew_is_noticed_where_it_was_vouched_for(desk: Desk) -> None:
    vouch(desk)
    rewrite(desk.database, changed=2)
    assert Doubt.REWRITTEN in doubts(desk)


def test_also_where_the_heads_were_thrown_away_with_it(desk: Desk) -> None:
    vouch(desk)
    rewrite(desk.database, changed=2)
    desk.database.execute_sql("DELETE FROM trail_head")
    assert {Doubt.REWRITTEN, Doubt.GONE} <= set(doubts(desk))


def test_also_on_a_pc_that_only_vouched_and_forgot(desk: Desk) -> None:
    """The memory file is lost, the key is not: the head in the shop still tells."""
    vouch(desk)
    for file in (paths.user_data() / "trail").glob("*.json"):
        file.unlink()
    rewrite(desk.database, changed=2)
    assert Doubt.REWRITTEN in doubts(desk)


def test_heads_that_were_made_to_fit_a_rewritten_chain_are_forged(desk: Desk) -> None:
    vouch(desk)
    rewrite(desk.database, changed=2)
    desk.database.execute_sql(
        "UPDATE trail_head SET trail_id = (SELECT max(id) FROM trail), "
        "chain = (SELECT chain FROM trail ORDER BY id DESC LIMIT 1)"
    )
    assert Doubt.FORGED in doubts(desk)


def test_rows_that_are_gone_from_the_end_are_missed(desk: Desk) -> None:
    vouch(desk)
    open_locks(desk.database)
    desk.database.execute_sql("DELETE FROM trail WHERE id >= 3")
    found = verify_trail(desk).findings
    assert Doubt.MISSING in [finding.doubt for finding in found]
    assert any(
        "The trail ends at row 2" in finding.text and "rows at its end are gone" in finding.text for finding in found
    )


def test_signatures_of_other_pcs_are_not_judged_but_their_rows_are(desk: Desk) -> None:
    vouch(desk)
    desk.database.execute_sql("UPDATE trail_head SET pc = 'packing-1234abcd', mac = 'theirs'")
    for file in (paths.user_data() / "trail").glob("*.json"):
        file.unlink()
    found = verify_trail(desk)
    assert found.findings == () and found.unjudged == ("packing-1234abcd",)
    rewrite(desk.database, without=4)
    assert Doubt.MISSING in doubts(desk) or Doubt.REWRITTEN in doubts(desk)


def test_a_restore_is_noted_and_accepted_here(desk: Desk) -> None:
    vouch(desk)
    open_locks(desk.database)
    desk.database.execute_sql("DELETE FROM trail WHERE id >= 3")
    desk.database.execute_sql("DELETE FROM trail_head")
    note_restore(desk.database, backup="shop-20240301-180000.db", at=NOON)
    assert verify_trail(desk).findings == ()
    action, after = rows_of(desk.database, "SELECT action, after FROM trail ORDER BY id DESC LIMIT 1")[0]
    assert (action, json.loads(after)) == ("restored", {"backup": "shop-20240301-180000.db"})


def test_another_pc_is_told_who_restored_until_the_owner_accepts(desk: Desk) -> None:
    vouch(desk)
    mine = recall(place_of(desk.database))
    open_locks(desk.database)
    desk.database.execute_sql("DELETE FROM trail WHERE id >= 3")
    desk.database.execute_sql("DELETE FROM trail_head")
    note_restore(desk.database, backup="shop.db", at=NOON, person="Owner")
    remember(place_of(desk.database), mine)  # this PC did not restore
    assert "restored a backup" in verify_trail(desk).findings[-1].text
    accept_trail(desk, reason="Disk broke")
    assert verify_trail(desk).findings == ()
    assert vouch(desk).findings == ()
    with pytest.raises(NothingToAccept):
        accept_trail(desk, reason="again")


def test_emptied_rows_without_a_wipe_show(desk: Desk) -> None:
    desk.database.execute_sql(
        "UPDATE trail SET before = '{}', after = '{}', reason = '', salt = '', wiped_at = 1 WHERE id = 2"
    )
    assert doubts(desk, whole=True) == [Doubt.EMPTIED]
