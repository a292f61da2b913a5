"""Shops, the people who work on them, and their settings."""

from peewee import SQL, BooleanField, ForeignKeyField, TextField

from shopdesk.db.tables.base import Edited, Table, text, word


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
    """Somebody who works here. Until sign-in exists there is one owner."""

    name = TextField(unique=True)
    role = word()
    active = BooleanField(default=True, constraints=[SQL("DEFAULT TRUE")])


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
