"""Column mappings: one for a header; what another person said of it is never replaced unseen."""

from dataclasses import replace
from pathlib import Path

import pytest

from shopdesk.db.database import rows_of
from shopdesk.domain.platforms import Platform
from shopdesk.importing.mapping import Mapping
from shopdesk.importing.records import Kind
from shopdesk.queries.trail import list_trail
from shopdesk.services.desk import Desk
from shopdesk.services.mappings import MappingChanged, list_mappings, save_mapping
from shopdesk.services.people import add_person
from tests.factories import NOON, make_desk

MINE = Mapping("聚水潭", Platform.OTHER, Kind.ORDERS, {"order_no": "单号", "receiver": "收货人"}, "k1")
THEIRS = replace(MINE, name="导出", columns={"order_no": "单号", "receiver": "买家"})


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(tmp_path)


@pytest.fixture
def other(desk: Desk) -> Desk:
    return replace(desk, actor=add_person(desk, name="小李", role="owner"), clock=lambda: NOON + 60_000)


def test_two_say_what_one_file_means(desk: Desk, other: Desk) -> None:
    save_mapping(other, THEIRS, header_key="k1")
    with pytest.raises(MappingChanged, match=r"小李 saved the mapping 导出 .* differs in: Receiver"):
        save_mapping(desk, MINE, header_key="k1")
    assert list_mappings(desk.database) == [THEIRS]
    save_mapping(desk, MINE, header_key="k1", shown=list_mappings(desk.database))
    assert list_mappings(desk.database) == [MINE]
    ((kept_id,),) = rows_of(desk.database, "SELECT id FROM import_mapping")
    saved = list_trail(desk.database, kind="mapping", record_id=kept_id)[0]
    assert (saved.before["name"], saved.after["name"]) == ("导出", "聚水潭")


def test_the_same_again_is_no_contradiction(desk: Desk, other: Desk) -> None:
    save_mapping(other, MINE, header_key="k1")
    save_mapping(desk, MINE, header_key="k1")
    assert list_mappings(desk.database) == [MINE]


def test_a_name_is_not_taken_from_another_files_mapping(desk: Desk) -> None:
    save_mapping(desk, MINE, header_key="k1")
    with pytest.raises(MappingChanged, match="聚水潭"):
        save_mapping(desk, replace(MINE, header_key="k2"), header_key="k2")
    assert [each.header_key for each in list_mappings(desk.database)] == ["k1"]
