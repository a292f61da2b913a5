"""The trail: what happened, append-only, each row chained to the one before (TEAM-03)."""

from peewee import ForeignKeyField, IntegerField

from shopdesk.db.tables.base import Table, millis, text, word
from shopdesk.db.tables.shops import Person


class Trail(Table):
    """One change of one record."""

    at = millis(null=False)
    person = ForeignKeyField(Person, index=False)
    action = word()
    kind = word()
    record_id = IntegerField()
    before = text()
    after = text()
    reason = text()
    chain = text()
    """SHA-256 over the row before's chain and this row's content."""

    class Meta:
        indexes = ((("kind", "record_id"), False),)
