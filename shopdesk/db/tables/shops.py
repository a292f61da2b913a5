"""Shops, the people who work on them, and their settings."""

from peewee import SQL, BooleanField, ForeignKeyField, TextField

from shopdesk.db.tables.base import Edited, Table, millis, number, text, word


class Shop(Edited):
    """A shop on one platform, with the addresses its papers carry."""

    name = TextField(unique=True)
    platform = word()
    sender_name = text()
    sender_phone = text()
    sender_region = text()
    sender_address = text()
    return_name = text()
    return_phone = text()
    return_region = text()
    return_address = text()
    sample = BooleanField(default=False, constraints=[SQL("DEFAULT FALSE")])


class Person(Edited):
    """Somebody who works here (TEAM-01)."""

    name = TextField(unique=True)
    role = word()
    active = BooleanField(default=True, constraints=[SQL("DEFAULT TRUE")])
    password = text()
    """An argon2id hash; empty for somebody who can't sign in."""
    pin = text()
    """An argon2id hash, for quick switching at a shared PC."""
    rights = text()
    """JSON: rights given to this person beyond those of the role."""
    failures = number()
    """How often in a row the wrong password or PIN was given."""
    pin_failures = number()
    """How often in a row the wrong PIN was given."""
    failed_at = millis()
    case_limit = number()
    """Open cases this person may hold at once (CRM-04); 0 for no limit."""


class Setting(Table):
    """A shop setting: its key and its JSON value. What keys there are is declared in shopdesk/settings.py."""

    key = TextField(unique=True)
    value = TextField()


class SavedView(Edited):
    """A filter of a list that somebody named and kept."""

    person = ForeignKeyField(Person)
    page = word()
    name = text()
    filters = text()
    """JSON."""

    class Meta:
        indexes = ((("person", "page", "name"), True),)
