"""Reviews on their way into the shop, by file or by hand: each once, changed where its buyer changed it (REV-01)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from shopdesk.clock import Millis
from shopdesk.db.database import GIVEN_TEXTS, add_row, listed, rows_of
from shopdesk.domain.review_clocks import change_until, due_of
from shopdesk.domain.review_keys import KnownReview, ReviewEntry, match_known
from shopdesk.domain.review_words import read_complaint
from shopdesk.domain.reviews import But, Deed, Kind, Result, State, first_state, needs_work
from shopdesk.queries.review_orders import ReviewOrder, find_review_orders, list_orders_that_came
from shopdesk.queries.reviews import ReviewRow, get_review_row
from shopdesk.services.desk import Changed, Work
from shopdesk.services.edits import save_edit
from shopdesk.services.review_steps import enter_closing, limits_of, write_history, write_state

_LATE_MS = 86_400_000
"""A review is of the past; a clock may be wrong by a day."""


@dataclass(slots=True)
class Written:
    """What came of some reviews."""

    ids: list[int] = field(default_factory=list)
    """In the order of the entries."""
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    unknown: list[str] = field(default_factory=list)
    """Numbers of orders that are not there (yet)."""


def is_to_come(written_at: Millis, now: Millis) -> bool:
    """Whether nobody can have written a review then, yet."""
    return written_at > now + _LATE_MS


def write_reviews(
    doing: Work,
    entries: Sequence[ReviewEntry],
    *,
    shop_id: int | None = None,
    order: ReviewOrder | None = None,
    by_hand: bool = False,
) -> Written:
    """Write what is new in these, inside a larger work. `shop_id` counts where the order doesn't tell the shop;
    `order`: the one that a review by hand belongs to. By hand even praise is told in the trail."""
    doing.kinds.add(Changed.REVIEWS)
    orders = {order.order_no: order} if order else {}
    orders |= find_review_orders(
        doing.desk.database, (entry.order_no for entry in entries if entry.order_no not in orders), shop_id=shop_id
    )
    single = {number for number, each in orders.items() if each.lines <= 1}
    matched = match_known(entries, _known(doing, entries, shop_id, orders), single=single)
    written, seen = Written(), dict[str, int]()
    for entry, known in zip(entries, matched, strict=True):
        row_id = known.id if known is not None else seen.get(entry.key)
        if row_id is not None:
            changed = _update(doing, row_id, entry)
            written.updated += changed
            written.unchanged += not changed
        else:
            row_id, state = _add(doing, entry, orders.get(entry.order_no), shop_id)
            seen[entry.key] = row_id
            if by_hand or state is not State.CLOSED:
                _tell(doing, row_id, entry, orders.get(entry.order_no))
            written.created += 1
        written.ids.append(row_id)
    unknown = dict.fromkeys(entry.order_no for entry in entries if entry.order_no and entry.order_no not in orders)
    written.unknown = list(unknown)
    return written


def join_reviews(doing: Work) -> int:
    """Reviews whose order came after them belong to it from now on; returns how many."""
    database, joined = doing.desk.database, 0
    came = list_orders_that_came(database)
    for shop_id in dict.fromkeys(shop for _review, _number, shop in came):
        numbers = {review_id: number for review_id, number, shop in came if shop == shop_id}
        orders = find_review_orders(database, numbers.values(), shop_id=shop_id)
        for review_id, number in numbers.items():
            if number in orders:
                join_order(doing, get_review_row(database, review_id), orders[number])
                joined += 1
    return joined


def join_order(doing: Work, row: ReviewRow, order: ReviewOrder) -> None:
    """A review belongs to this order: its shop, its buyer, and whose customer that is."""
    doing.kinds.add(Changed.REVIEWS)
    after = {
        "order_id": order.id, "order_no": order.order_no, "shop_id": order.shop_id, "buyer_id": order.buyer_id,
        "salesperson": order.salesperson or row.salesperson,
    }  # fmt: skip
    if save_edit(doing, "review", row.id, after, action=Deed.JOINED.value, kind="review"):
        write_history(doing, row.id, Deed.JOINED.value, (row.state, row.state), order.order_no)
        doing.note("review", "order", order.id, after={"review": row.id, "kind": row.kind.value})


def follow_change(
    doing: Work, row: ReviewRow, kind: Kind, note: str = "", more: Mapping[str, Any] | None = None
) -> None:
    """The buyer changed a review: one that needs no work any more goes to the supervisor to be closed, or is closed at
    once where nobody had begun; one that does now is opened."""
    values = {**(more or {})}
    if kind is not row.kind:
        values |= {"kind": kind.value, "kind_before": row.kind.value, "changed_at": doing.at}
    told = _but(kind, str(values.get("said", row.said)), str(values.get("later_said", row.later_said)), row.but)
    if kind is not row.kind and not {"said", "later_said"} & set(values):
        told |= {"but": But.NO.value, "but_words": ""}  # the words are of before the change
    values |= {name: told[name] for name in ("but", "but_words")}
    if row.cause is None:
        values["cause"] = told["cause"]
    works = needs_work(kind, But(told["but"]))
    if works and not row.is_open and (not row.needs_work or kind is not row.kind):
        write_state(doing, row, Deed.CHANGED.value, State.NEW, note, more=values)
    elif not works and row.is_open:
        _end(doing, row, Deed.CHANGED, note, values)
    else:
        write_state(doing, row, Deed.CHANGED.value, row.state, note, more=values)


def follow_deletion(doing: Work, row: ReviewRow, note: str = "") -> None:
    """The buyer took a review away."""
    values = {"deleted_at": doing.at}
    if row.is_open:
        _end(doing, row, Deed.DELETED, note, values)
    else:
        write_state(doing, row, Deed.DELETED.value, row.state, note, more=values)


_RESULTS: Mapping[Deed, Result] = {Deed.CHANGED: Result.CHANGED, Deed.DELETED: Result.DELETED}


def _end(doing: Work, row: ReviewRow, deed: Deed, note: str, values: Mapping[str, Any]) -> None:
    """What nobody had begun is closed by itself; else the supervisor closes it, and says what was done."""
    if row.state is State.NEW:
        more = {**values, "result": _RESULTS[deed].value, "explanation": note}
        write_state(doing, row, deed.value, State.CLOSED, note, more=more)
    else:
        write_state(doing, row, deed.value, State.RAISED, note, more=values)


def _known(
    doing: Work, entries: Sequence[ReviewEntry], shop_id: int | None, orders: Mapping[str, ReviewOrder]
) -> list[KnownReview]:
    """Reviews that could be one of these, of the same shop or of none."""
    numbers = listed(sorted({entry.order_no for entry in entries if entry.order_no}))
    keys = listed(sorted({entry.key for entry in entries}))
    columns = "r.id, r.key, r.order_no, r.buyer_name, r.goods, r.at, r.said, r.shop_id FROM review r"
    rows = rows_of(
        doing.desk.database,
        f"SELECT {columns} WHERE r.order_no <> '' AND r.order_no IN {GIVEN_TEXTS} "
        f"UNION SELECT {columns} WHERE r.key IN {GIVEN_TEXTS} ORDER BY 1",
        (numbers, keys),
    )
    shops = {order.shop_id for order in orders.values()} | {shop_id, None}
    return [KnownReview(*row[:7]) for row in rows if row[7] in shops or shop_id is None]


def _add(doing: Work, entry: ReviewEntry, order: ReviewOrder | None, shop_id: int | None) -> tuple[int, State]:
    """The new review's id, and where it stands."""
    limits = limits_of(doing.desk.database)
    told = _but(entry.kind, entry.said, entry.later_said, But.NO)
    state = State.CLOSED if entry.is_deleted else first_state(entry.kind, But(told["but"]))
    row = {
        "shop_id": order.shop_id if order else shop_id, "order_id": order.id if order else None,
        "buyer_id": order.buyer_id if order else None, "key": entry.key, "order_no": entry.order_no,
        "buyer_name": entry.buyer, "goods": entry.goods, "kind": entry.kind.value, "stars": entry.stars,
        "said": entry.said, "later_said": entry.later_said, "cause": entry.cause or told.pop("cause"), "at": entry.at,
        "salesperson": order.salesperson if order else "", "state": state.value, "came_at": doing.at,
        "due_at": due_of(state, limits, at=doing.at, written_at=entry.at, came_at=doing.at),
        "change_until": change_until(entry.at, limits), "reply": entry.reply,
        "replied_at": doing.at if entry.reply else None, "deleted_at": doing.at if entry.is_deleted else None,
        "closed_at": doing.at if state is State.CLOSED else None, **{k: told[k] for k in ("but", "but_words")},
    }  # fmt: skip
    marks = ", ".join("?" * len(row))
    sql = f"INSERT INTO review ({', '.join(row)}) VALUES ({marks})"
    review_id = add_row(doing.desk.database, sql, list(row.values()))
    if entry.reply and entry.kind is Kind.GOOD and state is State.NEW:  # answered on the platform before it came
        row_now = get_review_row(doing.desk.database, review_id)
        enter_closing(doing, row_now, Result.EXPLAINED, "", step=Deed.REPLY.value)
    return review_id, state


def _tell(doing: Work, review_id: int, entry: ReviewEntry, order: ReviewOrder | None) -> None:
    """A review that somebody has to do with, in its history and in the trail."""
    state = get_review_row(doing.desk.database, review_id).state
    write_history(doing, review_id, Deed.COME.value, (None, state), "")
    doing.note("come", "review", review_id, after={"kind": entry.kind.value, "order_no": entry.order_no})
    if order is not None:
        doing.note("review", "order", order.id, after={"review": review_id, "kind": entry.kind.value})


def _update(doing: Work, review_id: int, entry: ReviewEntry) -> bool:
    """Write what a row tells anew; an older file, from before the buyer's change, changes nothing back."""
    row = get_review_row(doing.desk.database, review_id)
    if entry.kind is not row.kind and entry.kind is row.kind_before:
        return False
    more: dict[str, Any] = {
        name: given
        for name, given in (("said", entry.said), ("later_said", entry.later_said), ("stars", entry.stars),
                            ("buyer_name", entry.buyer), ("goods", entry.goods))
        if given and given != getattr(row, name)
    }  # fmt: skip
    if entry.reply and not row.reply:
        more |= {"reply": entry.reply, "replied_at": doing.at}
    if entry.is_deleted and row.deleted_at is None:
        follow_deletion(doing, row)
        return True
    if entry.kind is row.kind and not more:
        return False
    if entry.kind is row.kind and not {"said", "later_said"} & set(more):
        return save_edit(doing, "review", review_id, more, action="file", kind="review")
    follow_change(doing, row, entry.kind, more=more)
    return True


def _but(kind: Kind, said: str, later_said: str, before: But) -> dict[str, str]:
    """Whether a review complains though it is good, by which words, and what about."""
    found = read_complaint(f"{said}。{later_said}")
    told = {"but": before.value, "but_words": "", "cause": found.cause.value if found.cause else ""}
    if kind is not Kind.GOOD:
        return {**told, "but": But.NO.value}
    told["but_words"] = "；".join(found.words)
    if before in (But.SAID, But.DENIED):
        return told
    return {**told, "but": But.FOUND.value if found.words else But.NO.value}
