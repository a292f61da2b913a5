"""What the intake desk answers to a scan or a key: in big type, green, red, or amber where something is still asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from shopdesk.domain.box_scans import ScanKind
from shopdesk.domain.intake import MATCHES, NEEDS_LABEL, BoxState
from shopdesk.errors import ShopdeskError
from shopdesk.i18n import N_, _, ngettext, sentence
from shopdesk.queries.box_scans import Scan
from shopdesk.queries.boxes import BoxDetail, BoxRow


class Tone(StrEnum):
    """How it is said."""

    GOOD = "good"
    BAD = "bad"
    ASK = "ask"
    """Done, and somebody has to say something more."""
    QUIET = "quiet"


class Way(StrEnum):
    """What an answer offers by its button."""

    NONE = ""
    SHOW = "show"
    """The box that is meant."""
    NEXT = "next"
    """Set this box aside, and open the next one with that code."""
    ANOTHER = "another"
    """It is another box of the same order."""


WAYS: Mapping[Way, str] = {
    Way.SHOW: N_("Show that box"),
    Way.NEXT: N_("Set aside, open the next"),
    Way.ANOTHER: N_("It is another box"),
}


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer, in the language in use."""

    tone: Tone
    title: str
    detail: str = ""
    way: Way = Way.NONE
    code: str = ""
    """What was scanned, for ways that go on with it."""
    box_id: int | None = None
    """The box that is meant."""


def of_refusal(error: ShopdeskError, *, way: Way = Way.NONE, code: str = "", box_id: int | None = None) -> Answer:
    """Red: what happened, to what, and what to do."""
    first, _stop, rest = _split(sentence(error))
    return Answer(Tone.BAD, first, rest, way, code, box_id)


def _split(said: str) -> tuple[str, str, str]:
    """The first sentence in big type, the rest below it; a dot within a number or a name ends nothing."""
    for stop in ("。", ". "):
        first, found, rest = said.partition(stop)
        if found and rest.strip():
            return first + stop.strip(), stop, rest.strip()
    return said, "", ""


def of_opened(box: BoxDetail, scan: Scan | None) -> Answer:
    """A box got its number."""
    row = box.row
    title = _("Box {n}").format(n=row.number)
    if row.order_id is not None:
        by = _(MATCHES[row.matched_by]) if row.matched_by else ""
        said = _("{box}: order {order_no}").format(box=title, order_no=row.order_no)
        if not box.items:
            told = _("All of this order came back before. Write down what is in this box.")
            return Answer(Tone.ASK, said, _join(by, told), box_id=row.id)
        return Answer(Tone.GOOD, said, _join(by, row.buyer, looking(box)), box_id=row.id)
    if scan is not None and scan.order_nos:
        said = _("{box}: order {order_no} is not here").format(box=title, order_no=", ".join(scan.order_nos))
        return Answer(Tone.ASK, said, _("Import the file it is in, or leave the box unclaimed."), box_id=row.id)
    told = _("Scan or write down what came with it: phone, name, item.")
    if scan is not None and scan.kind is ScanKind.WAYBILL:
        said = _("{box}: nobody knows this waybill yet").format(box=title)
        return Answer(Tone.ASK, said, told, box_id=row.id)
    return Answer(Tone.ASK, _("{box}: whose is it?").format(box=title), told, box_id=row.id)


def of_shown(box: BoxDetail) -> Answer | None:
    """How a box stands that was put on the table by hand; None where there is nothing to be done with it."""
    row = box.row
    if row.state is BoxState.OPENED:
        return of_opened(box, None)
    if row.state is not BoxState.UNCLAIMED:
        return None
    told = _("{person} asks whose it is. Taking an order on the right claims it.").format(person=row.asker or "–")
    return Answer(Tone.ASK, _("Box {n} is unclaimed").format(n=row.number), told, box_id=row.id)


def looking(box: BoxDetail) -> str:
    """What is to be done with what was filled in."""
    unseen = sum(item.condition is None for item in box.items)
    if unseen:
        said = ngettext("Look at {n} item, then press Enter.", "Look at {n} items, then press Enter.", unseen)
        return said.format(n=unseen)
    return _("Enter registers it.") if box.items else _("Write down what is in it.")


def of_further_scan(before: BoxDetail, box: BoxDetail, scan: Scan) -> Answer:
    """A second code for the box on the table."""
    row = box.row
    if scan.kind is ScanKind.GOODS:
        item = next((each for each in reversed(box.items) if each not in before.items), None)
        said = _("{item} ×{n}").format(item=item.name, n=item.quantity) if item else scan.text
        return Answer(Tone.GOOD, said, looking(box) if row.order_id else "", box_id=row.id)
    if before.row.order_id is None and row.order_id is not None:
        return of_opened(box, scan)
    new = len(box.items) - len(before.items)
    if scan.order_nos and new > 0:
        said = _("Order {order_no} too").format(order_no=", ".join(scan.order_nos))
        return Answer(Tone.GOOD, said, looking(box), box_id=row.id)
    if scan.order_nos and not scan.order_ids:
        return of_opened(box, scan)
    told = _("This code is of the box on the table; nothing new.")
    return Answer(Tone.QUIET, _("Box {n}").format(n=row.number), told, box_id=row.id)


def of_registered(box: BoxDetail, cases: int) -> Answer:
    """It is done; what is to be said of labels."""
    title = _("No. {n} is registered").format(n=box.row.number)
    told = ngettext("{n} case", "{n} cases", cases).format(n=cases) if cases else ""
    label = _("Repair or quality: print its label (Ctrl+P).") if needs_label(box) else ""
    return Answer(Tone.GOOD, title, _join(told, label, _("Scan the next box.")), box_id=box.row.id)


def needs_label(box: BoxDetail) -> bool:
    """Whether it goes on to repair or quality (RET-06)."""
    return any(item.wish in NEEDS_LABEL for item in box.items)


def of_next_box(row: BoxRow, error: ShopdeskError, code: str) -> Answer:
    """The waybill of another box was scanned while this one is not finished."""
    title = _("No. {n} is still on the table").format(n=row.number)
    return Answer(Tone.BAD, title, sentence(error), Way.NEXT, code, row.id)


def of_taken_up(row: BoxRow, error: ShopdeskError) -> Answer:
    """Its waybill was scanned before, and it is not finished."""
    title = _("No. {n} is on the table again").format(n=row.number)
    return Answer(Tone.ASK, title, sentence(error), box_id=row.id)


def of_same_order(boxes: BoxRow, when: str, code: str, *, is_open: bool) -> Answer:
    """The order of a form has a box today already: the same box scanned twice, or a second one."""
    values = {"n": boxes.number, "person": boxes.person, "when": when, "order_no": boxes.order_no}
    if is_open:
        title = _("No. {n} of this order is not finished").format(**values)
        told = _("{person} opened it at {when}; it is on the table again. Is this one another box?")
    else:
        title = _("A box of this order came today: No. {n}").format(**values)
        told = _("{person} opened it at {when}. If this is another one, say so.")
    return Answer(Tone.BAD, title, told.format(**values), Way.ANOTHER, code, boxes.id)


def _join(*parts: str) -> str:
    return " · ".join(filter(None, parts))
