"""Parcels on their way, and what goes wrong with them (SHP-08 to SHP-12)."""

from peewee import CharField, ForeignKeyField, IntegerField, TextField

from shopdesk.db.tables.base import Edited, Table, fen, millis, number, small, text, word
from shopdesk.db.tables.cases import Case, Refund
from shopdesk.db.tables.orders import Order, OrderLine
from shopdesk.db.tables.products import Variant
from shopdesk.db.tables.shipping import Slip
from shopdesk.db.tables.shops import Person, Shop


class Tracking(Edited):
    """What is known of the way of one waybill; one row a waybill that left, or that a carrier told of (SHP-08)."""

    waybill = TextField(unique=True)
    """As a carrier writes it: folded, no spaces."""
    carrier = text()
    shop = ForeignKeyField(Shop, null=True, index=False)
    order = ForeignKeyField(Order, null=True)
    """The first order in it; None for a number that no order of ours has."""
    area = text()
    """Where it goes: province as people say it (domain.carriers.PROVINCES), for what is expected there."""
    state = word()
    """domain.tracking.State."""
    left_at = millis()
    """When the courier took it."""
    moved_at = millis()
    """The newest event; left_at until there is one. From here "no movement for N days" counts."""
    last_text = text()
    last_place = text()
    expected_at = millis()
    """When it should be there (SHP-09)."""
    signed_at = millis()
    closed_at = millis()
    """When nothing more is to be watched: signed for and the trade closed, lost and settled, back here."""
    forwarded_carrier = text()
    forwarded_waybill = text()
    """The other carrier's number: both are kept and shown."""
    polled_at = millis()
    poll_after = millis()
    """Not to be asked of the service before; None: not asked at all."""
    failures = number()
    """Fruitless tries in a row: each waits longer."""
    failure = word()
    """domain.tracking.Failure of the last try."""
    called_by = ForeignKeyField(Person, null=True, index=False)
    called_at = millis()
    """The courtesy call (SHP-09)."""
    looked_by = ForeignKeyField(Person, null=True, index=False)
    looked_at = millis()
    """Somebody asked the carrier about it; the stalled list shows it again after look_again_at."""
    look_again_at = millis()


class TrackingEvent(Table):
    """One thing that a carrier told: each once, in whatever order it came."""

    tracking = ForeignKeyField(Tracking, index=False)
    at = millis(null=False)
    said = text()
    place = text()
    status = word()
    """domain.tracking.Status that the words or the service's code mean."""
    source = word()
    """`file`, `service` or `hand`."""
    key = CharField(max_length=32)
    """Hash of moment and text: the same event twice is one."""

    class Meta:
        indexes = ((("tracking", "key"), True),)


class Claim(Edited):
    """A parcel lost, short or broken on its way, and what the carrier owes for it (SHP-08, SHP-12)."""

    kind = word()
    """domain.claims.Kind: lost, short, broken."""
    state = word()
    """domain.claims.State: registered, asked, answered, paid, refused, found."""
    shop = ForeignKeyField(Shop, null=True, index=False)
    order = ForeignKeyField(Order, null=True)
    case = ForeignKeyField(Case, null=True)
    """How the buyer is made good: a reissue or a refund."""
    waybill = TextField(default="", index=True)
    carrier = text()
    amount = fen()
    """What the shop asks of the carrier."""
    answered = fen()
    """What the carrier offers."""
    paid = fen()
    reference = text()
    answer = text()
    solution = word()
    """domain.claims.Solution: reship, refund, none yet."""
    note = text()
    person = ForeignKeyField(Person, index=False)
    at = millis(null=False)
    asked_at = millis()
    answer_by = millis()
    """When the carrier is to be asked again."""
    answered_at = millis()
    paid_at = millis()
    closed_at = millis()


class Detour(Edited):
    """A carrier doesn't reach the address after all: what was decided, and why (SHP-10)."""

    order = ForeignKeyField(Order)
    case = ForeignKeyField(Case, null=True, index=False)
    """By which a parcel that is brought back is sent again."""
    waybill = text()
    carrier = text()
    way = word()
    """domain.detours.Way: bring back and resend, or hand over to post."""
    proposed = word()
    """What the desk proposed."""
    cost_back = fen()
    cost_post = fen()
    days_back = number()
    days_post = number()
    why = text()
    """The proposal's reasons, as they were shown."""
    reason = text()
    """Why somebody decided otherwise."""
    new_carrier = text()
    new_waybill = text()
    person = ForeignKeyField(Person, index=False)
    at = millis(null=False)
    done_at = millis()


class Interception(Edited):
    """A carrier was asked to bring a parcel back that is on its way (SHP-11)."""

    order = ForeignKeyField(Order)
    case = ForeignKeyField(Case, null=True)
    refund = ForeignKeyField(Refund, null=True, index=False)
    waybill = TextField(default="", index=True)
    carrier = text()
    reason = text()
    state = word()
    """domain.interceptions.State."""
    asked_of = text()
    """Who at the carrier was asked, and by what number it is known there."""
    promised_by = text()
    promised_at = millis()
    """When they promised to have it."""
    platform_due = millis()
    """When the platform decides by itself."""
    due_at = millis()
    """By when somebody looks after it again."""
    escalated_at = millis()
    told_at = millis()
    """When the buyer was asked to refuse it."""
    result = text()
    person = ForeignKeyField(Person, index=False)
    at = millis(null=False)
    closed_by = ForeignKeyField(Person, null=True, index=False)
    closed_at = millis()


class Shortage(Edited):
    """Something was missing in a parcel: the evidence, the verdict, and what was done (SHP-12)."""

    order = ForeignKeyField(Order)
    slip = ForeignKeyField(Slip, null=True, index=False)
    case = ForeignKeyField(Case, null=True)
    claim = ForeignKeyField(Claim, null=True, index=False)
    waybill = text()
    carrier = text()
    packaging = word()
    """domain.shortages.Packaging: intact, opened, unknown."""
    expected = IntegerField(null=True)
    """Grams with everything in it, by the products' weights."""
    spread = IntegerField(null=True)
    """Grams that this may be off."""
    packed = IntegerField(null=True)
    """Grams on the packer's scale."""
    departed = IntegerField(null=True)
    """Grams on the courier's scale when it left."""
    arrived = IntegerField(null=True)
    """Grams on the courier's scale where it arrived."""
    verdict = word()
    """domain.shortages.Verdict."""
    certainty = number()
    """0 to 100."""
    why = text()
    """The reasons, as they were shown."""
    remedy = word()
    """domain.shortages.Remedy that was chosen."""
    reason = text()
    """Why otherwise than proposed."""
    person = ForeignKeyField(Person, index=False)
    at = millis(null=False)
    closed_at = millis()


class ShortageItem(Table):
    """What was missing: pieces of a line."""

    shortage = ForeignKeyField(Shortage)
    line = ForeignKeyField(OrderLine, null=True, index=False)
    title = text()
    sku = text()
    quantity = number(1)
    grams = IntegerField(null=True)
    """Of one piece, as known then."""
    in_parcel = small()
    """1 where the packer had ticked or scanned it."""


class LearnedWeight(Table):
    """What one piece of a variant weighs, by the parcels that were weighed (SHP-12); typed weights come first."""

    variant = ForeignKeyField(Variant, unique=True)
    grams = IntegerField()
    """The median."""
    spread = IntegerField()
    """Grams within which three quarters of them lie."""
    parcels = IntegerField()
    """How many parcels it rests on."""
    at = millis(null=False)
