"""The right words, sizes, and whom to be kind to (CRM-01, CRM-02, CRM-05, PRD-02)."""

from peewee import SQL, CharField, ForeignKeyField, TextField

from shopdesk.db.tables.base import Edited, Table, millis, number, small, text, word
from shopdesk.db.tables.buyers import Buyer
from shopdesk.db.tables.orders import Order
from shopdesk.db.tables.shops import Person, Shop


class Script(Edited):
    """Words to say, with blanks that are filled from what is in view (CRM-02)."""

    topic = word()
    """domain.script_topics.Topic."""
    title = text()
    body = text()
    gloss = text()
    """The same in English, for who reads no Chinese."""
    initials = text()
    """Pinyin initials of title and body's beginning, for the search."""
    position = number()
    used = number()
    own = small()
    """1 for the shop's own or changed ones: a new starting set leaves them alone."""
    origin = TextField(default="", index=True)
    """The starting set's name of it; empty for the shop's own."""
    hidden_at = millis()


class ScriptUse(Table):
    """Who copied which words, about what."""

    script = ForeignKeyField(Script)
    order = ForeignKeyField(Order, null=True, index=False)
    person = ForeignKeyField(Person, index=False)
    at = millis(null=False)


class SizeTable(Edited):
    """Sizes of some products by the measures of a body (PRD-02)."""

    shop = ForeignKeyField(Shop, null=True, index=False)
    name = TextField(unique=True)
    measures = text()
    """JSON: names of the columns, with their unit: `height cm`, `weight kg`, `foot mm` ..."""
    rows = text()
    """JSON: a list of {size, means, ranges: {measure: [least, most]}}."""
    note = text()


class BuyerJoin(Table):
    """Two records that are one person; the joined one stays and can be let go again (CRM-01). Of each record one join
    at most is in force, and a kept one may be joined to another: they are trees."""

    kept = ForeignKeyField(Buyer)
    joined = ForeignKeyField(Buyer, backref="joined_to")
    reason = text()
    person = ForeignKeyField(Person, index=False)
    at = millis(null=False)
    undone_by = ForeignKeyField(Person, null=True, index=False)
    undone_at = millis()


class CareRule(Edited):
    """Whom to write to, when, with which words (CRM-05)."""

    kind = word()
    """domain.care_kinds.CareKind."""
    title = text()
    script = ForeignKeyField(Script, null=True, index=False)
    tag = text()
    """Only buyers with this tag; empty for all."""
    day = CharField(default="", max_length=10, constraints=[SQL("DEFAULT ''")])
    """A holiday's day, `12-31` or `2027-02-06`."""
    days = number()
    """Days before or after; what of depends on the kind."""
    paused_at = millis()


class CareContact(Table):
    """A buyer was written to, or left alone, by a rule."""

    rule = ForeignKeyField(CareRule, index=False)
    buyer = ForeignKeyField(Buyer)
    order = ForeignKeyField(Order, null=True, index=False)
    skipped = small()
    person = ForeignKeyField(Person, index=False)
    at = millis(null=False)
