"""The people who work here."""

from shopdesk.domain.permissions import Right
from shopdesk.services.desk import Actor, Changed, Desk, Work, work


def add_person(desk: Desk, *, name: str, role: str) -> Actor:
    """Enter somebody who works here."""
    with work(desk, Right.PEOPLE, Changed.PEOPLE) as doing:
        return enter_person(doing, name=name, role=role)


def enter_person(doing: Work, *, name: str, role: str) -> Actor:
    """Enter somebody as part of a larger work."""
    cursor = doing.desk.database.execute_sql("INSERT INTO person (name, role) VALUES (?, ?)", (name, role))
    person = Actor(int(cursor.lastrowid), name, role)
    doing.note("added", "person", person.id, after={"name": name, "role": role})
    return person
