"""Which files were read, and the column mappings that people made."""

from peewee import SQL, BooleanField, ForeignKeyField, TextField

from shopdesk.db.tables.base import Edited, Table, millis, number, text, word
from shopdesk.db.tables.shops import Person, Shop


class ImportRun(Table):
    """One file read, with what came of it."""

    shop = ForeignKeyField(Shop, index=False)
    person = ForeignKeyField(Person, index=False)
    at = millis(null=False)
    file = text()
    platform = word()
    kind = word()
    rows = number()
    created = number()
    updated = number()
    unchanged = number()
    rejected = number()


class ImportMapping(Edited):
    """A column mapping, remembered by the header it was made for."""

    header_key = TextField(unique=True)
    name = TextField(unique=True)
    platform = word()
    kind = word()
    columns = text()
    """JSON: field name -> column name."""
    amounts_per_line = BooleanField(default=False, constraints=[SQL("DEFAULT FALSE")])
    """Whether the amounts on a row are those of its item, not of the whole order."""
