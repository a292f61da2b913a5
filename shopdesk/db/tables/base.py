"""What every table shares.

Models describe tables; they are bound to no database. A query is run by the database it is handed
(`database.execute(query)`), so that two shops can be open at once and nothing is global. Defaults stand in the
database too, so that bulk statements need name only what they know.
"""

from __future__ import annotations

from typing import Any

from peewee import SQL, BigIntegerField, CharField, Field, IntegerField, Model, SmallIntegerField, TextField


class Table(Model):
    """A table with a plain integer key."""

    class Meta:
        legacy_table_names = False


class Edited(Table):
    """A table that people edit: `version` rises with each save, so that two people on one record are noticed."""

    version = IntegerField(default=1, constraints=[SQL("DEFAULT 1")])


def millis(*, null: bool = True) -> Field[Any]:
    """A moment: milliseconds UTC."""
    return BigIntegerField(null=True) if null else BigIntegerField()


def fen() -> Field[Any]:
    """An amount in fen."""
    return BigIntegerField(default=0, constraints=[SQL("DEFAULT 0")])


def number(default: int = 0) -> Field[Any]:
    """A whole number, never NULL."""
    return IntegerField(default=default, constraints=[SQL(f"DEFAULT {default}")])


def small(default: int = 0) -> Field[Any]:
    """A code kept as a small number, never NULL."""
    return SmallIntegerField(default=default, constraints=[SQL(f"DEFAULT {default}")])


def text() -> Field[Any]:
    """Free text, never NULL."""
    return TextField(default="", constraints=[SQL("DEFAULT ''")])


def word() -> Field[Any]:
    """A short code word, never NULL."""
    return CharField(default="", max_length=40, constraints=[SQL("DEFAULT ''")])
