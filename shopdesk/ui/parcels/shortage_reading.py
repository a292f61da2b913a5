"""What the guide for shortages reads and asks to be reckoned (SHP-12)."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from shopdesk.domain.parcel_weights import read_weight
from shopdesk.domain.permissions import Right
from shopdesk.domain.shortage_reasons import told_text
from shopdesk.domain.shortage_triage import NoWeight
from shopdesk.domain.shortages import Packaging, Remedy, Verdict
from shopdesk.errors import ShopdeskError
from shopdesk.queries.shortage_contents import Packing, list_packings
from shopdesk.queries.shortages import ShortageItemRow, ShortageRow, get_shortage, list_shortage_items, list_shortages
from shopdesk.services.desk import Desk
from shopdesk.services.learned_weights import learn_weights
from shopdesk.services.shortage_traces import Missing, Triage
from shopdesk.services.shortages import preview_shortage, triage_of
from shopdesk.ui.parcels.guide_parts import Subject, read_subject


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the fields about packaging and scales."""

    packaging: Packaging = Packaging.UNKNOWN
    departed: str = ""
    arrived: str = ""

    def grams(self) -> tuple[int | None, int | None]:
        """When it left, and where it arrived; None for nothing typed. Raises NoWeight."""
        return read_grams(self.departed), read_grams(self.arrived)


@dataclass(frozen=True, slots=True)
class Begun:
    """What is known of an order before anything is said to be missing."""

    subject: Subject
    packings: tuple[Packing, ...]
    begun: dict[str, int]
    """Shortages that are open, by waybill."""


@dataclass(frozen=True, slots=True)
class Whole:
    """One shortage as it stands; what is settled is shown as it was judged then."""

    subject: Subject
    row: ShortageRow
    items: tuple[ShortageItemRow, ...]
    triage: Triage | None
    """None for one that is settled."""
    packings: tuple[Packing, ...]

    @property
    def missing(self) -> list[Missing]:
        """As it was said."""
        return [Missing(item.line_id, item.quantity, item.title, item.grams) for item in self.items]

    @property
    def typed(self) -> Typed:
        """What the fields begin with."""
        row = self.row
        return Typed(row.packaging, *(str(grams) if grams is not None else "" for grams in (row.departed, row.arrived)))

    def is_otherwise(self, typed: Typed) -> bool:
        """Whether what stands in the fields isn't kept yet; what is settled can't be changed."""
        if not self.row.is_open:
            return False
        try:
            said = (typed.packaging, *typed.grams())
        except NoWeight:
            return True
        return said != (self.row.packaging, self.row.departed, self.row.arrived)

    @property
    def remedy(self) -> Remedy:
        """What was chosen, or else is proposed."""
        if self.triage is not None:
            return self.triage.proposal.remedy
        return self.row.remedy or Remedy.LOOK_AGAIN

    @property
    def goods(self) -> str:
        """What is missing, as a buyer reads it."""
        return self.triage.goods if self.triage is not None else self.row.goods

    def text(self, remedy: Remedy) -> str:
        """What the buyer is told where this is done."""
        verdict: Verdict = self.triage.judgement.verdict if self.triage is not None else self.row.verdict
        return told_text(remedy, verdict, self.goods)


def read_begun(desk: Desk, order_id: int) -> Begun:
    """Raises OrderNotFound. Weights are learned first, so that nobody has to type them."""
    if desk.actor.may(Right.SERVE):
        with suppress(ShopdeskError):  # who enters it learns them again, and is told
            learn_weights(desk)
    subject = read_subject(desk, order_id)
    found = list_shortages(desk.seen, only_open=True, order_id=order_id)
    begun = {row.waybill: row.id for row in found}
    return Begun(subject, tuple(list_packings(desk.seen, order_id=order_id)), begun)


def read_whole(desk: Desk, shortage_id: int) -> Whole:
    """Raises ShortageNotFound."""
    row = get_shortage(desk.seen, shortage_id)
    items = tuple(list_shortage_items(desk.seen, shortage_id=shortage_id))
    triage = triage_of(desk, shortage_id=shortage_id) if row.is_open else None
    packings = tuple(list_packings(desk.seen, order_id=row.order_id))
    return Whole(read_subject(desk, row.order_id), row, items, triage, packings)


def weigh(
    desk: Desk, order_id: int, waybill: str, missing: Sequence[Missing], typed: Typed, *, has_photo: bool
) -> Triage:
    """What would be said of it. Raises what `preview_shortage` raises."""
    departed, arrived = typed.grams()
    return preview_shortage(
        desk, order_id=order_id, missing=missing, waybill=waybill, packaging=typed.packaging, has_photo=has_photo,
        departed=departed, arrived=arrived,
    )  # fmt: skip


def read_grams(text: str) -> int | None:
    """A weight that was typed; None for nothing. Raises NoWeight."""
    if not text.strip():
        return None
    grams = read_weight(text)
    if grams is None:
        raise NoWeight(grams=text.strip())
    return grams
