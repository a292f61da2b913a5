"""Several PCs: heads of the trail that each PC vouches for. Frozen: later changes are steps of their own."""

from __future__ import annotations

from peewee import SQL, BigIntegerField, CharField, Database, Model, TextField
from playhouse.migrate import SchemaMigrator


class Table(Model):
    class Meta:
        legacy_table_names = False


class TrailHead(Table):
    day = CharField(max_length=10)
    pc = TextField()
    trail_id = BigIntegerField()
    chain = TextField()
    mac = TextField(constraints=[SQL("DEFAULT ''")])
    at = BigIntegerField()

    class Meta:
        indexes = ((("pc", "day"), True),)


TABLES = [TrailHead]


def up(migrator: SchemaMigrator, db: Database) -> None:
    """Make the new tables."""
    with db.bind_ctx(TABLES):
        db.create_tables(TABLES, safe=False)
