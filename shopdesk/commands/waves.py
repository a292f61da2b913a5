"""Waves: made, printed, numbered, handed over and counted (SHP-01 to SHP-03, ORD-16)."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from shopdesk.clock import iso
from shopdesk.commands.options import json_option, lines_option
from shopdesk.commands.output import as_json, complain, fitted, say, tell
from shopdesk.commands.session import Session, one_of, options
from shopdesk.domain.documents import Document, Paper
from shopdesk.domain.slips import SLIP_STATES, WAVE_NAMES, WaveKind
from shopdesk.i18n import _, ngettext, sentence
from shopdesk.printing.formats import USUAL
from shopdesk.queries.orders import get_order_ids
from shopdesk.queries.shop_settings import get_setting
from shopdesk.queries.slips import SlipRow, list_open_slip_ids, list_slips
from shopdesk.queries.waves import WaveRow, get_cut_off, get_wave, list_unprinted, list_wave_carriers, list_waves
from shopdesk.services.clashes import Base
from shopdesk.services.desk import Desk
from shopdesk.services.exports import write_bytes
from shopdesk.services.handovers import count_wave, mark_handed, print_register
from shopdesk.services.wave_candidates import LeftBehind
from shopdesk.services.wave_printing import confirm_wave, print_wave
from shopdesk.services.waves import CarrierCount, make_wave, preview_wave, take_out_of_wave
from shopdesk.services.waybill_ranges import give_from_range
from shopdesk.services.waybills import give_file
from shopdesk.settings import ZONE

_shop = click.option("--shop", default="", help=_("The shop, where two shops have the same order number."))
_file = click.option(
    "-o", "--output", required=True, type=click.Path(path_type=Path, dir_okay=False), help=_("The PDF file.")
)
_which = options(click.argument("wave_id", metavar="ID", type=click.IntRange(1)), json_option)


@click.group()
def wave() -> None:
    """Printing runs for the warehouse."""


@wave.command(help=_("Put all orders that may go, or the named ones, into a new wave."))
@click.argument("order_nos", metavar="[ORDER_NO...]", nargs=-1)
@click.option("--carrier", default="", help=_("Only those that go with this carrier."))
@click.option("--urgent", is_flag=True, help=_("An urgent one, beside the day's regular ones."))
@click.option("--dry-run", is_flag=True, help=_("Only say what it would take; make none."))
@_shop
@json_option
@click.pass_obj
def new(
    session: Session,
    /,
    *,
    order_nos: tuple[str, ...],
    carrier: str,
    urgent: bool,
    dry_run: bool,
    shop: str,
    json_wanted: bool,
) -> None:
    """A new wave; what stays behind is told on stderr."""
    desk = session.desk()
    chosen = get_order_ids(desk.seen, order_nos, shop=shop)
    kind = WaveKind.URGENT if urgent else None
    if dry_run:
        seen = preview_wave(desk, kind=kind, carrier=carrier, order_ids=chosen)
        told = {"wave": None, **_carriers(seen.kind, seen.carriers), "orders": [], "left": _left(seen.left)}
        _tell_new(told, seen.carriers, seen.left, json_wanted=json_wanted)
        return
    made = make_wave(desk, kind=kind, carrier=carrier, order_ids=chosen)
    told = {"wave": made.id, **_carriers(made.kind, made.carriers), "orders": list(made.order_nos)}
    _tell_new(told | {"left": _left(made.left)}, made.carriers, made.left, json_wanted=json_wanted)


def _carriers(kind: WaveKind, counts: Iterable[CarrierCount]) -> dict[str, Any]:
    found = list(counts)
    return {
        "kind": kind.value,
        "slips": sum(count.slips for count in found),
        "carriers": {count.carrier: count.slips for count in found},
    }


def _left(left: Iterable[LeftBehind]) -> list[dict[str, str]]:
    return [{"order_no": one.order_no, "reason": sentence(one.why)} for one in left]


def _tell_new(
    told: dict[str, Any], counts: Iterable[CarrierCount], left: Iterable[LeftBehind], *, json_wanted: bool
) -> None:
    for one in left:
        complain(sentence(one.why))
    n = told["slips"]
    name = _(WAVE_NAMES[WaveKind(told["kind"])])
    first = ngettext("Wave {wave} ({kind}): {n} slip", "Wave {wave} ({kind}): {n} slips", n)
    lines = [first.format(wave=told["wave"] or "-", kind=name, n=n)]
    lines += [
        ngettext("{carrier}: {n} slip, {pieces} pieces", "{carrier}: {n} slips, {pieces} pieces", count.slips).format(
            carrier=count.carrier, n=count.slips, pieces=count.pieces
        )
        for count in counts
    ]
    tell(told, "\n".join(lines), json_wanted=json_wanted)


@wave.command("list", help=_("List waves, the newest first."))
@click.option("--limit", type=click.IntRange(0), help=_("The newest so many; all if left out."))
@lines_option
@json_option
@click.pass_obj
def list_(session: Session, /, *, limit: int | None, form: str, json_wanted: bool) -> None:
    """One line a wave."""
    desk = session.desk()
    for found in list_waves(desk.seen, limit=limit):
        say(as_json(_told(desk, found)) if json_wanted or form == "jsonl" else _line(desk, found))


def _told(desk: Desk, found: WaveRow) -> dict[str, Any]:
    zone = get_setting(desk.seen, ZONE)
    names = (
        "slips",
        "orders",
        "pieces",
        "waiting",
        "printed",
        "unconfirmed",
        "handed",
        "packed",
        "shipped",
        "cancelled",
    )
    return {
        "wave": found.id,
        "kind": found.kind.value,
        "carrier": found.carrier,
        "person": found.person,
        "made_at": iso(found.at, zone),
        "printed_at": iso(found.printed_at, zone),
        "confirmed_at": iso(found.confirmed_at, zone),
        **{name: getattr(found, name) for name in names},
    }


def _line(desk: Desk, found: WaveRow) -> str:
    made = iso(found.at, get_setting(desk.seen, ZONE)) or ""
    about = _("{slips} slips, {printed} printed, {waiting} waiting for waybill, {packed} packed, {shipped} shipped")
    counts = about.format(
        slips=found.slips, printed=found.printed, waiting=found.waiting, packed=found.packed, shipped=found.shipped
    )
    return f"{found.id:>5}  {made[:16].replace('T', ' ')}  {fitted(_(WAVE_NAMES[found.kind]), 8)}  {counts}"


@wave.command(help=_("Show a wave's slips in print order."))
@click.argument("wave_id", metavar="ID", type=click.IntRange(1))
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", help=_("How to write it."))
@json_option
@click.pass_obj
def show(session: Session, /, *, wave_id: int, form: str, json_wanted: bool) -> None:
    """The wave, its carriers and slips."""
    desk = session.desk()
    found = get_wave(desk.seen, wave_id)
    slips = list_slips(desk.seen, wave_id=wave_id)
    if json_wanted or form == "json":
        carriers = [
            {"carrier": one.carrier, "slips": one.slips, "pieces": one.pieces, "counted": one.counted, "note": one.note}
            for one in list_wave_carriers(desk.seen, wave_id)
        ]
        rows = [slip_object(slip) for slip in slips]
        say(as_json(_told(desk, found) | {"by_carrier": carriers, "slip_list": rows}))
        return
    say(_line(desk, found))
    for slip in slips:
        say(slip_line(slip))


def slip_object(slip: SlipRow) -> dict[str, Any]:
    """A slip as scripts get it."""
    return {
        "slip": slip.code, "position": slip.position, "wave": slip.wave_id, "carrier": slip.carrier,
        "waybill": slip.waybill, "state": slip.state.value, "orders": [order.order_no for order in slip.orders],
        "part": slip.part, "parts": slip.parts, "pieces": slip.pieces,
    }  # fmt: skip


def slip_line(slip: SlipRow) -> str:
    """A slip on one line."""
    orders = " ".join(order.order_no for order in slip.orders)
    part = f" {slip.part}/{slip.parts}" if slip.parts > 1 else ""
    waybill = slip.waybill or _("Waiting for waybill")
    state = _(SLIP_STATES[slip.state])
    columns = (f"{slip.position:>5}", slip.code, fitted(slip.carrier, 10), fitted(waybill, 20), fitted(state, 10))
    return "  ".join((*columns, f"{orders}{part}"))


@wave.command(help=_("List what was registered before the last cut-off and is not printed yet."))
@lines_option
@click.pass_obj
def unprinted(session: Session, /, *, form: str) -> None:
    """One line an order, held ones with their reason (ORD-16)."""
    desk = session.desk()
    cut_off = get_cut_off(desk.seen, now=desk.clock())
    for row in list_unprinted(desk.seen, before=cut_off.at):
        told = {"order_no": row.order_no, "carrier": row.carrier, "wave": row.wave_id, "hold": row.hold}
        text = "  ".join((row.order_no, fitted(row.carrier, 10), f"{row.wave_id or '-':>5}", row.hold))
        say(as_json(told) if form == "jsonl" else text.rstrip())


@wave.command("print", help=_("Print what is still unprinted of a wave, each slip once."))
@_which
@_file
@click.option("--reprint", default="", metavar="REASON", help=_("Why a paper that was printed before is needed again."))
@click.option("--paper", type=one_of(Paper), help=_("The size; the document's usual one if left out."))
@click.pass_obj
def print_(
    session: Session, /, *, wave_id: int, json_wanted: bool, output: Path, reprint: str, paper: str | None
) -> None:
    """Slips into one PDF; what stays behind is told on stderr."""
    printed = print_wave(
        session.desk(),
        wave_id=wave_id,
        paper=Paper(paper) if paper else USUAL[Document.SLIP],
        reason=reprint,
        deliver=lambda pdf: write_bytes(output, pdf),
    )
    for one in printed.left:
        complain(sentence(one.why))
    n = len(printed.slip_ids)
    told = {"wave": wave_id, "file": str(output), "slips": n, "plain": printed.plain, "left": _left(printed.left)}
    text = ngettext("{n} slip in {file}", "{n} slips in {file}", n).format(n=n, file=output)
    tell(told, text, json_wanted=json_wanted)


@wave.command(help=_("Say that what was printed last came out, or how many of it."))
@_which
@click.option("--came-out", type=click.IntRange(0), help=_("Only the first so many; the others are unprinted again."))
@click.pass_obj
def confirm(session: Session, /, *, wave_id: int, json_wanted: bool, came_out: int | None) -> None:
    """The printing is done with."""
    n = confirm_wave(session.desk(), wave_id=wave_id, came_out=came_out)
    text = ngettext("{n} slip is to be printed again", "{n} slips are to be printed again", n).format(n=n)
    tell({"wave": wave_id, "unprinted": n}, text, json_wanted=json_wanted)


@wave.command(help=_("Give a wave's slips their waybills, in print order."))
@_which
@click.option("--from", "first", default="", metavar="N", help=_("Numbered from this one on."))
@click.option("--range", "range_id", type=click.IntRange(1), help=_("From this number range in stock."))
@click.option("--stock", is_flag=True, help=_("From each carrier's number ranges in stock."))
@click.option(
    "--file",
    "file",
    type=click.Path(path_type=Path, dir_okay=False),
    help=_("From a file: waybills in print order, or order numbers with their waybills."),
)
@click.option("--carrier", default="", help=_("Only the slips of this carrier."))
@click.option("--as-far", is_flag=True, help=_("As many as there are numbers, where they don't reach for all."))
@click.pass_obj
def waybills(
    session: Session,
    /,
    *,
    wave_id: int,
    json_wanted: bool,
    first: str,
    range_id: int | None,
    stock: bool,
    file: Path | None,
    carrier: str,
    as_far: bool,
) -> None:
    """All or none of them."""
    if sum((bool(first), range_id is not None, stock, file is not None)) != 1:
        raise click.UsageError(_("Say where the numbers come from: --from N, --range ID, --stock or --file FILE."))
    desk = session.desk()
    if file is not None:
        n = give_file(desk, wave_id=wave_id, file=file, carrier=carrier)
    else:
        n = give_from_range(desk, wave_id=wave_id, range_id=range_id, carrier=carrier, first=first, as_far=as_far)
    waiting = get_wave(desk.seen, wave_id).waiting
    text = ngettext("{n} waybill given, {waiting} slips wait", "{n} waybills given, {waiting} slips wait", n)
    told = {"wave": wave_id, "given": n, "waiting": waiting}
    tell(told, text.format(n=n, waiting=waiting), json_wanted=json_wanted)


@wave.command(help=_("Print a wave's issue register for the warehouse."))
@_which
@_file
@click.pass_obj
def register(session: Session, /, *, wave_id: int, json_wanted: bool, output: Path) -> None:
    """One PDF on A4."""
    print_register(session.desk(), wave_id=wave_id, deliver=lambda pdf: write_bytes(output, pdf))
    text = _("Issue register of wave {wave} in {file}").format(wave=wave_id, file=output)
    tell({"wave": wave_id, "file": str(output)}, text, json_wanted=json_wanted)


@wave.command(help=_("Note that the warehouse has these slips: waybills, order numbers or slip codes."))
@click.argument("codes", metavar="CODE...", nargs=-1, required=True)
@json_option
@click.pass_obj
def handed(session: Session, /, *, codes: tuple[str, ...], json_wanted: bool) -> None:
    """One scan after the other; the first that is refused ends it."""
    desk = session.desk()
    done = [mark_handed(desk, code=code).code for code in codes]
    n = len(done)
    text = ngettext("{n} slip handed over", "{n} slips handed over", n).format(n=n)
    tell({"handed": done}, text, json_wanted=json_wanted)


@wave.command(help=_("Enter how many slips of a carrier the warehouse counted."))
@_which
@click.argument("counted", metavar="N", type=click.IntRange(0))
@click.option("--carrier", required=True, help=_("Whose slips were counted."))
@click.option("--note", default="", help=_("What explains a difference."))
@click.option("--was", type=click.IntRange(0), help=_("Another person's count that this one is to replace."))
@click.pass_obj
def count(
    session: Session, /, *, wave_id: int, json_wanted: bool, counted: int, carrier: str, note: str, was: int | None
) -> None:
    """A difference names the slips that nobody scanned or packed."""
    base = None if was is None else Base(None, {"counted": was})
    found = count_wave(session.desk(), wave_id=wave_id, carrier=carrier, counted=counted, note=note, base=base)
    missing = [{"slip": slip.code, "order_no": slip.order_no, "waybill": slip.waybill} for slip in found.unaccounted]
    if not found.agrees:
        told = _("{carrier}: {expected} were printed, {counted} counted. Not accounted for:")
        complain(told.format(carrier=found.carrier, expected=found.expected, counted=found.counted))
        for slip in found.unaccounted:
            complain(slip_line(slip))
    told_json = {"wave": wave_id, "carrier": found.carrier, "expected": found.expected, "counted": found.counted}
    agreed = _("{carrier}: {counted} of {expected} counted").format(
        carrier=found.carrier, counted=found.counted, expected=found.expected
    )
    tell(told_json | {"agrees": found.agrees, "missing": missing}, agreed, json_wanted=json_wanted)


@wave.command("out", help=_("Take orders out of their wave while they are not printed."))
@click.argument("order_nos", metavar="ORDER_NO...", nargs=-1, required=True)
@_shop
@json_option
@click.pass_obj
def out(session: Session, /, *, order_nos: tuple[str, ...], shop: str, json_wanted: bool) -> None:
    """They wait for another wave."""
    desk = session.desk()
    ids = get_order_ids(desk.seen, order_nos, shop=shop)
    slips = list_open_slip_ids(desk.seen, ids)
    n = take_out_of_wave(desk, slip_ids=[slip_id for order_id in ids for slip_id in slips.get(order_id, ())])
    text = ngettext("{n} slip taken out", "{n} slips taken out", n).format(n=n)
    tell({"taken_out": n}, text, json_wanted=json_wanted)
