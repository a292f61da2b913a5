"""The trail: what happened, append-only, each row chained to the one before (TEAM-03)."""

from peewee import BigIntegerField, CharField, ForeignKeyField, IntegerField, TextField

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
    """SHA-256 over the row before's chain, when, who, what and the seal."""
    salt = text()
    """Random; thrown away when the row is wiped, so that nobody can guess what stood in it."""
    seal = text()
    """SHA-256 over salt, before, after and reason: it stays when they are wiped (DATA-06)."""
    wiped_at = millis()

    class Meta:
        indexes = ((("kind", "record_id"), False), (("person", "id"), False), (("at",), False))


class TrailHead(Table):
    """What one PC vouches for: the newest row of the trail on a day, signed with a key that only it has."""

    day = CharField(max_length=10)
    pc = TextField()
    trail_id = BigIntegerField()
    chain = TextField()
    mac = text()
    at = millis(null=False)

    class Meta:
        indexes = ((("pc", "day"), True),)
