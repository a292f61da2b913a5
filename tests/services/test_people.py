"""People who work here."""

from pathlib import Path

from shopdesk.queries.people import find_owner, list_people
from shopdesk.queries.trail import list_trail
from shopdesk.services.people import add_person
from tests.factories import make_desk


def test_somebody_new(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    person = add_person(desk, name="小李", role="agent")
    assert [(each.id, each.name, each.role) for each in list_people(desk.database)] == [
        (1, "Owner", "owner"),
        (person.id, "小李", "agent"),
    ]
    owner = find_owner(desk.database)
    assert owner is not None
    assert owner.id == 1
    (row,) = list_trail(desk.database, kind="person", record_id=person.id)
    assert (row.action, row.after) == ("added", {"name": "小李", "role": "agent"})
