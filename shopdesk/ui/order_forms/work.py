"""Doing things with orders: the service runs in the background, then a toast says what happened and offers Undo."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from shopdesk.domain.address_changes import Address
from shopdesk.domain.flags import Colour
from shopdesk.errors import N_, Refused
from shopdesk.i18n import _, ngettext, sentence
from shopdesk.queries.order_lists import fetch_by_ids
from shopdesk.queries.orders import OrderDetail
from shopdesk.services.desk import Desk
from shopdesk.services.holds import hold_orders, release_orders
from shopdesk.services.orders import change_address, set_flag, set_memo
from shopdesk.services.registering import Registration, SalespersonUnclear, find_refusals, register_orders
from shopdesk.ui.background import Background
from shopdesk.ui.flags import flag_name
from shopdesk.ui.messages import Kind, Messages
from shopdesk.ui.order_forms.receiver_form import receiver_form

Result = TypeVar("Result")
USUAL_HOLDS = (
    N_("Postage due"),
    N_("Size missing"),
    N_("Buyer wants a change"),
    N_("Out of stock"),
    N_("Address unclear"),
)
NAMED_AT_MOST = 6
"""Refused orders that are named one by one."""


class NoneCanBeRegistered(Refused):
    template = N_("None of these {n} orders can be registered:\n{reasons}")


class OrderWork(QObject):
    """What is written is announced by the desk itself; pages refresh by that."""

    def __init__(self, desk: Desk, background: Background, messages: Messages, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._background, self._messages = desk, background, messages

    # Registering

    def register(self, order_ids: Sequence[int]) -> None:
        """Register orders; where some can't be, say which and why and ask about the rest."""
        ids = list(order_ids)
        self._run(lambda: find_refusals(self._desk, order_ids=ids), lambda refused: self._after_look(ids, refused))

    def _after_look(self, ids: list[int], refused: list[tuple[int, Refused]]) -> None:
        unclear = [(order_id, why) for order_id, why in refused if isinstance(why, SalespersonUnclear)]
        ready = [order_id for order_id in ids if order_id not in dict(refused)]
        if refused and len(unclear) == len(refused) and len({why.values["names"] for _id, why in unclear}) == 1:
            self._ask_salesperson(ready, unclear)
        elif not refused:
            self._register(ready)
        elif not ready:
            self._messages.error(_all_refused([why for _id, why in refused]))
        else:
            self._ask_rest(ready, [why for _id, why in refused])

    def _ask_salesperson(self, ready: list[int], unclear: Sequence[tuple[int, Refused]]) -> None:
        names = str(unclear[0][1].values["names"]).split(", ")
        self._messages.ask_text(
            "\n".join(_reasons([why for _id, why in unclear])),
            _("Register"),
            lambda name: self._register(ready, [order_id for order_id, _why in unclear], name),
            choices=tuple(names),
        )

    def _ask_rest(self, ready: list[int], refused: list[Refused]) -> None:
        question = ngettext("{n} order can’t be registered.", "{n} orders can’t be registered.", len(refused))
        yes = ngettext("Register the other one", "Register the other {n}", len(ready))
        self._messages.confirm(
            question.format(n=len(refused)),
            yes.format(n=len(ready)),
            lambda: self._register(ready),
            details="\n".join(_reasons(refused)),
        )

    def _register(self, ids: list[int], named: Sequence[int] = (), salesperson: str = "") -> None:
        def write() -> Registration:
            done = register_orders(self._desk, order_ids=ids, skip_refused=True) if ids else Registration()
            if named:
                more = register_orders(self._desk, order_ids=named, salesperson=salesperson, skip_refused=True)
                done.registered += more.registered
                done.refused += more.refused
            return done

        self._run(write, self._say_registered)

    def _say_registered(self, done: Registration) -> None:
        if done.refused:  # somebody else was quicker between the look and the write
            self._messages.error(_all_refused([why for _id, why in done.refused]))
        if done.registered:
            n = len(done.registered)
            self._say(ngettext("Registered {n} order", "Registered {n} orders", n).format(n=n))

    # Flags, holds

    def flag(self, order_ids: Sequence[int], colour: Colour) -> None:
        """Give orders a flag; Undo gives each its own back."""
        ids = list(order_ids)

        def write() -> dict[Colour, list[int]]:
            before: dict[Colour, list[int]] = {}
            for row in fetch_by_ids(self._desk.database, ids):
                if row.flag != colour:
                    before.setdefault(Colour(row.flag), []).append(row.id)
            set_flag(self._desk, order_ids=[n for changed in before.values() for n in changed], colour=colour)
            return before

        def say(before: dict[Colour, list[int]]) -> None:
            n = sum(map(len, before.values()))
            if not n:
                self._say(_("Flagged {colour} already").format(colour=flag_name(colour)), kind=Kind.INFO)
                return
            said = ngettext("{n} order flagged: {colour}", "{n} orders flagged: {colour}", n)
            self._say(said.format(n=n, colour=flag_name(colour)), undo=lambda: self._flag_back(before))

        self._run(write, say)

    def _flag_back(self, before: dict[Colour, list[int]]) -> None:
        def write() -> int:
            return sum(set_flag(self._desk, order_ids=ids, colour=colour) for colour, ids in before.items())

        self._run(write, lambda _n: self._say(_("The flags are as before"), kind=Kind.INFO))

    def hold(self, order_ids: Sequence[int]) -> None:
        """Ask why, then keep orders from the warehouse."""
        ids = list(order_ids)
        question = ngettext("Why hold this order?", "Why hold these {n} orders?", len(ids)).format(n=len(ids))
        usual = tuple(_(reason) for reason in USUAL_HOLDS)
        self._messages.ask_text(question, _("Hold"), lambda reason: self._hold(ids, reason), choices=usual)

    def _hold(self, ids: list[int], reason: str) -> None:
        def say(n: int) -> None:
            said = ngettext("{n} order is on hold: {reason}", "{n} orders are on hold: {reason}", n)
            self._say(said.format(n=n, reason=reason), undo=lambda: self._release(ids, _("Hold undone")))

        self._run(lambda: hold_orders(self._desk, order_ids=ids, reason=reason), say)

    def release(self, order_ids: Sequence[int]) -> None:
        """Ask why, then release the holds of those that are held."""
        rows = fetch_by_ids(self._desk.database, list(order_ids))
        ids = [row.id for row in rows if row.held]
        if not ids:
            return
        question = ngettext("Why is the hold over?", "Why are the holds of {n} orders over?", len(ids))
        usual = (_("Postage paid"), _("Buyer confirmed"), _("In stock again"), _("Checked"))
        self._messages.ask_text(
            question.format(n=len(ids)), _("Release"), lambda reason: self._release(ids, reason), choices=usual
        )

    def _release(self, ids: list[int], reason: str) -> None:
        def say(n: int) -> None:
            self._say(ngettext("Released {n} order", "Released {n} orders", n).format(n=n))

        self._run(lambda: release_orders(self._desk, order_ids=ids, reason=reason), say)

    # Memo, address

    def save_memo(self, order_id: int, memo: str, version: int | None = None) -> None:
        """Rewrite a memo; Undo puts the old one back."""

        def write() -> str:
            before = fetch_by_ids(self._desk.database, [order_id])
            set_memo(self._desk, order_id=order_id, memo=memo, version=version)
            return before[0].memo if before else ""

        def say(before: str) -> None:
            self._say(_("Memo saved"), undo=lambda: self.save_memo(order_id, before))

        self._run(write, say)

    def use_address(self, order: OrderDetail, change: Address) -> None:
        """Put the address that the memo or the buyer asks for in place of the order's (ORD-22)."""
        reason = _("As asked: {text}").format(text=order.memo or order.buyer_message)
        self._run(
            lambda: change_address(self._desk, order_id=order.id, change=change, reason=reason, version=order.version),
            lambda _changed: self._say(_("Address of order {order_no} changed").format(order_no=order.order_no)),
        )

    def edit_receiver(self, order: OrderDetail, parent: QWidget) -> None:
        """Ask for the receiver, filled in with what is known, and put it in place of the order's."""

        def save(typed: Address, reason: str) -> None:
            self._run(
                lambda: change_address(
                    self._desk, order_id=order.id, change=typed, reason=reason, version=order.version
                ),
                lambda _changed: self._say(_("Address of order {order_no} changed").format(order_no=order.order_no)),
            )

        receiver_form(order, save, parent).open()

    # How

    def _run(self, write: Callable[[], Result], say: Callable[[Result], None]) -> None:
        self._background.run_task(write, say, self._messages.error, owner=self)

    def _say(self, text: str, *, kind: Kind = Kind.GOOD, undo: Callable[[], object] | None = None) -> None:
        self._messages.toast(text, kind, undo=undo)


def _reasons(refused: Sequence[Refused]) -> list[str]:
    said = [sentence(why) for why in refused[:NAMED_AT_MOST]]
    rest = len(refused) - NAMED_AT_MOST
    return [*said, _("… and {n} more").format(n=rest)] if rest > 0 else said


def _all_refused(refused: Sequence[Refused]) -> Refused:
    if len(refused) == 1:
        return refused[0]
    return NoneCanBeRegistered(n=len(refused), reasons="\n".join(_reasons(refused)))
