"""A buyer over all shops and names: page, time line, search, joining (CRM-01)."""

from typing import Any

import click

from shopdesk.clock import iso
from shopdesk.commands.options import json_option, lines_option
from shopdesk.commands.output import as_json, say, tell
from shopdesk.commands.session import Session, one_of, options
from shopdesk.domain.buyer_times import ENTRY_KINDS, EntryKind, state_name
from shopdesk.domain.buyer_traces import TRACE_KINDS
from shopdesk.domain.same_buyer import SIGNS
from shopdesk.errors import N_, BadInput
from shopdesk.i18n import _
from shopdesk.queries.buyer_joins import JoinRow, list_joins
from shopdesk.queries.buyer_pages import BuyerPage, BuyerRecord, OpenMatters, get_buyer_page
from shopdesk.queries.buyer_proposals import SameProposal, propose_same
from shopdesk.queries.buyer_times import Entry, Place, list_times
from shopdesk.queries.buyer_traces import BuyerHit, find_buyers
from shopdesk.queries.buyers import find_buyer_id
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.buyer_joins import join_buyers, let_go
from shopdesk.services.desk import Desk
from shopdesk.settings import ZONE

_SHOP = click.option("--shop", default="", help=_("The shop, where two shops have the same buyer."))
_MATTERS = ("cases", "reviews", "complaints", "repairs", "refunds")
_which = options(click.argument("buyer_id", metavar="BUYER"), _SHOP)


class NoSuchPlace(BadInput):
    template = N_("{place} is no place on a time line. Take what the page before gave as next.")


@click.command("page", help=_("Show one buyer over all shops: every record of theirs, what is open, what is owed."))
@_which
@json_option
@click.pass_obj
def page(session: Session, /, *, buyer_id: str, shop: str, json_wanted: bool) -> None:
    """Everything but the time line."""
    desk = session.desk()
    found = get_buyer_page(desk.seen, buyer_id=find_buyer_id(desk.seen, buyer_id, shop=shop))
    told = told_page(desk, found)
    if json_wanted:
        say(as_json(told))
        return
    for record in found.records:
        paid = _("{n} orders, {amount} paid").format(n=record.orders, amount=record.paid.shown)
        say("  ".join(filter(None, (record.shop, record.buyer, record.tier, ", ".join(record.tags), paid))))
    for name in ("blocked", "person"):
        if told[name]:
            say(f"{name}: {told[name]}")
    for name in _MATTERS:
        if told[name]["all"]:
            say(_("{what}: {open} open of {all}").format(what=name, **told[name]))


@click.command("times", help=_("Show everything that happened with a buyer, over all shops, the newest first."))
@_which
@click.option("--kind", "kinds", multiple=True, type=one_of(EntryKind), help=_("Only of this kind; may be repeated."))
@click.option("--limit", type=click.IntRange(1, 1000), default=50, help=_("How many."))
@click.option("--after", default="", help=_("Go on behind what the page before gave as next."))
@lines_option
@click.pass_obj
def times(session: Session, /, *, buyer_id: str, shop: str, **given: Any) -> None:
    """A page of the time line."""
    desk = session.desk()
    found = list_times(
        desk.seen,
        buyer_id=find_buyer_id(desk.seen, buyer_id, shop=shop),
        kinds=[EntryKind(kind) for kind in given["kinds"]],
        after=_read_place(given["after"]),
        limit=given["limit"],
    )
    for entry in found.entries:
        say(as_json(told_entry(desk, entry)) if given["form"] == "jsonl" else _line(desk, entry))
    if found.next is not None:
        place = _written_place(found.next)
        say(as_json({"next": place}) if given["form"] == "jsonl" else _("More: --after {place}").format(place=place))


@click.command("find", help=_("Find buyers by name, phone, address, order, waybill, payee: whole or in part."))
@click.argument("text", nargs=-1, required=True)
@click.option("--limit", type=click.IntRange(1, 200), default=20, help=_("How many."))
@lines_option
@click.pass_obj
def find(session: Session, /, *, text: tuple[str, ...], limit: int, form: str) -> None:
    """Who fits best first."""
    desk = session.desk()
    for hit in find_buyers(desk.seen, " ".join(text), limit=limit):
        told = told_hit(desk, hit)
        line = (told["shop"], told["buyer"], told["tier"], f"{_(TRACE_KINDS[hit.kind])}: {hit.found}")
        say(as_json(told) if form == "jsonl" else "  ".join(filter(None, line)))


@click.command("same", help=_("List records that may be the same person, and why."))
@_which
@lines_option
@click.pass_obj
def same(session: Session, /, *, buyer_id: str, shop: str, form: str) -> None:
    """Nobody is joined by it."""
    desk = session.desk()
    for each in propose_same(desk.seen, buyer_id=find_buyer_id(desk.seen, buyer_id, shop=shop)):
        why = _(", ").join(_(SIGNS[sign]) for sign in each.signs)
        say(as_json(told_proposal(each)) if form == "jsonl" else f"{each.shop}  {each.buyer}  {each.score}  {why}")


@click.command("join", help=_("Say that two records are one person; the first is kept as the main one."))
@click.argument("buyer_id", metavar="BUYER")
@click.argument("other", metavar="OTHER")
@click.option("--reason", required=True, help=_("How you know."))
@_SHOP
@click.option("--other-shop", default="", help=_("The other's shop, where two shops have the same buyer."))
@json_option
@click.pass_obj
def join(session: Session, /, *, buyer_id: str, other: str, json_wanted: bool, **given: Any) -> None:
    """Join two buyers."""
    desk = session.desk()
    kept_id = find_buyer_id(desk.seen, buyer_id, shop=given["shop"])
    joined_id = find_buyer_id(desk.seen, other, shop=given["other_shop"])
    join_buyers(desk, kept_id=kept_id, joined_id=joined_id, reason=given["reason"])
    told = told_page(desk, get_buyer_page(desk.seen, buyer_id=kept_id))
    text = _("{buyer} and {other} are one buyer now").format(buyer=buyer_id, other=other)
    tell(told, text, json_wanted=json_wanted)


@click.command("unjoin", help=_("Let a joined record go again."))
@_which
@click.option("--reason", default="", help=_("Why it was wrong."))
@json_option
@click.pass_obj
def unjoin(session: Session, /, *, buyer_id: str, shop: str, reason: str, json_wanted: bool) -> None:
    """Undo a join."""
    desk = session.desk()
    found = find_buyer_id(desk.seen, buyer_id, shop=shop)
    let_go(desk, buyer_id=found, reason=reason)
    told = told_page(desk, get_buyer_page(desk.seen, buyer_id=found))
    tell(told, _("{buyer} stands alone again").format(buyer=buyer_id), json_wanted=json_wanted)


@click.command("joins", help=_("List which records were joined, by whom and why."))
@click.option("--all", "everything", is_flag=True, help=_("With those that were let go again."))
@lines_option
@click.pass_obj
def joins(session: Session, /, *, everything: bool, form: str) -> None:
    """The newest first."""
    desk = session.desk()
    for row in list_joins(desk.seen, with_undone=everything):
        told = told_join(desk, row)
        line = f"{row.kept_shop} {row.kept} ← {row.joined_shop} {row.joined}  {row.person}  {row.reason}"
        say(as_json(told) if form == "jsonl" else line)


COMMANDS = (page, times, find, same, join, unjoin, joins)


def told_page(desk: Desk, page: BuyerPage) -> dict[str, Any]:
    """A buyer's page as scripts get it."""
    return {
        "records": [_told_record(desk, record) for record in page.records],
        "joins": [told_join(desk, row) for row in page.joins],
        "orders": page.orders, "paid": page.paid.yuan, "tier": page.tier, "discount": page.discount,
        "tags": list(page.tags), "blocked": page.blocked, "person": page.person,
        "wants_no_care": page.wants_no_care, "bad_reviews": page.bad_reviews, "refunded": page.refunded.yuan,
        "owed": [{"item": item.item, "quantity": item.quantity, "buyer": item.buyer} for item in page.owed],
        **{name: _told_matters(getattr(page, name)) for name in _MATTERS},
    }  # fmt: skip


def _told_record(desk: Desk, record: BuyerRecord) -> dict[str, Any]:
    zone = get_setting(desk.seen, ZONE)
    return {
        "shop": record.shop, "buyer": record.buyer, "tier": record.tier, "discount": record.discount,
        "tags": list(record.tags), "blocked": record.blocked, "note": record.note, "birthday": record.birthday,
        "no_care_at": iso(record.no_care_at, zone), "no_care_reason": record.no_care_reason,
        "person": record.person, "orders": record.orders, "paid": record.paid.yuan,
        "first_at": iso(record.first_at, zone), "last_at": iso(record.last_at, zone),
    }  # fmt: skip


def _told_matters(matters: OpenMatters) -> dict[str, int]:
    return {"open": matters.open, "all": matters.all}


def told_entry(desk: Desk, entry: Entry) -> dict[str, Any]:
    """A line of a time line as scripts get it."""
    return {
        "kind": entry.kind.value, "at": iso(entry.at, get_setting(desk.seen, ZONE)), "number": entry.id,
        "order_no": entry.order_no, "shop": entry.shop, "goods": entry.goods, "said": entry.said,
        "state": entry.state, "amount": entry.amount.yuan, "person": entry.person,
    }  # fmt: skip


def told_join(desk: Desk, row: JoinRow) -> dict[str, Any]:
    """A join as scripts get it."""
    zone = get_setting(desk.seen, ZONE)
    return {
        "kept": row.kept, "kept_shop": row.kept_shop, "joined": row.joined, "joined_shop": row.joined_shop,
        "reason": row.reason, "person": row.person, "at": iso(row.at, zone), "undone_by": row.undone_by,
        "undone_at": iso(row.undone_at, zone),
    }  # fmt: skip


def told_proposal(each: SameProposal) -> dict[str, Any]:
    """A proposal as scripts get it."""
    return {
        "buyer": each.buyer, "shop": each.shop, "score": each.score, "orders": each.orders,
        "why": [sign.value for sign in each.signs],
    }  # fmt: skip


def told_hit(desk: Desk, hit: BuyerHit) -> dict[str, Any]:
    """A buyer that was found as scripts get it."""
    return {
        "buyer": hit.buyer, "shop": hit.shop, "tier": hit.tier, "blocked": hit.blocked, "by": hit.kind.value,
        "found": hit.found, "orders": hit.orders, "last_at": iso(hit.last_at, get_setting(desk.seen, ZONE)),
    }  # fmt: skip


def _line(desk: Desk, entry: Entry) -> str:
    parts = (
        desk.shown(entry.at), _(ENTRY_KINDS[entry.kind]), entry.shop, entry.order_no, entry.goods,
        _(state_name(entry.kind, entry.state)) if entry.state else "", entry.amount.shown if entry.amount else "",
        entry.said.replace("\n", " "), entry.person,
    )  # fmt: skip
    return "  ".join(filter(None, parts))


def _written_place(place: Place) -> str:
    return f"{place.at}/{place.kind.value}/{place.id}"


def _read_place(text: str) -> Place | None:
    if not text:
        return None
    at, _slash, rest = text.partition("/")
    kind, _slash, number = rest.partition("/")
    if not (at.isascii() and at.isdigit() and number.isascii() and number.isdigit() and kind in set(EntryKind)):
        raise NoSuchPlace(place=text)
    return Place(int(at[:15]), EntryKind(kind), int(number[:15]))
