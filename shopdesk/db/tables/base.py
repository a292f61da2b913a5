"""What every table shares.

Models describe tables; they are bound to no database. A query is run by the database it is handed
(`database.execute(query)`), so that two shops can be open at once and nothing is global. Defaults stand in the
database too, so that bulk statements need name only what they know.
"""

from peewee import SQL, BigIntegerField, CharField, Field, IntegerField, Model, SmallIntegerField, TextField


class Table(Model):  # type: ignore[misc]
    """A table with a plain integer key."""

    class Meta:
        legacy_table_names = False


class Edited(Table):
    """A table that people edit: `version` rises with each save, so that two people on one record are noticed."""

    version = IntegerField(default=1, constraints=[SQL("DEFAULT 1")])


def millis(*, null: bool = True) -> Field:
    """A moment: milliseconds UTC."""
    return BigIntegerField(null=null)


def fen() -> Field:
    """An amount in fen."""
    return BigIntegerField(default=0, constraints=[SQL("DEFAULT 0")])


def number(default: int = 0) -> Field:
    """A whole number, never NULL."""
    return IntegerField(default=default, constraints=[SQL(f"DEFAULT {default}")])


def small(default: int = 0) -> Field:
    """A code kept as a small number, never NULL."""
    return SmallIntegerField(default=default, constraints=[SQL(f"DEFAULT {default}")])


def text() -> Field:
    """Free text, never NULL."""
    return TextField(default="", constraints=[SQL("DEFAULT ''")])


def word() -> Field:
    """A short code word, never NULL."""
    return CharField(default="", max_length=40, constraints=[SQL("DEFAULT ''")])
