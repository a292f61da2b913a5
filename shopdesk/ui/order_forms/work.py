"""Doing things with orders: the service runs in the background, then a toast says what happened and offers Undo."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from shopdesk.domain.address_changes import Address
from shopdesk.domain.flags import Colour
from shopdesk.domain.statuses import is_over
from shopdesk.errors import N_
from shopdesk.i18n import _, ngettext
from shopdesk.queries.order_lists import fetch_by_ids
from shopdesk.queries.orders import OrderDetail, list_open_hold_ids
from shopdesk.services.clashes import Base
from shopdesk.services.desk import Desk
from shopdesk.services.holds import hold_orders, open_holds_again, release_orders, take_holds_back
from shopdesk.services.order_edits import change_address, order_base
from shopdesk.services.orders import set_flag, set_flags_back, set_memo, set_memo_back
from shopdesk.ui.background import Background
from shopdesk.ui.clash_dialog import Opened
from shopdesk.ui.flags import flag_name
from shopdesk.ui.messages import Kind, Messages
from shopdesk.ui.order_forms.receiver_form import receiver_form
from shopdesk.ui.saving import Saving

Result = TypeVar("Result")
USUAL_HOLDS = (
    N_("Postage due"),
    N_("Size missing"),
    N_("Buyer wants a change"),
    N_("Out of stock"),
    N_("Address unclear"),
)


class OrderWork(QObject):
    """What is written is announced by the desk itself; pages refresh by that."""

    def __init__(self, desk: Desk, background: Background, messages: Messages, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._background, self._messages = desk, background, messages
        self._saving = Saving(background, messages, self)
        self._given: dict[int, Colour] = {}

    # Flags, holds

    def flag(self, order_ids: Sequence[int], colour: Colour, *, shown: Mapping[int, Colour]) -> None:
        """Give orders a flag; Undo gives each its own back. `shown` are the flags that are seen: where somebody gave
        yet another one meanwhile, nothing is changed and he is named (DATA-02)."""
        ids = list(order_ids)
        given = {order_id: self._given.get(order_id) for order_id in ids}  # perhaps a moment ago, not shown yet
        self._given.update(dict.fromkeys(ids, colour))

        def write() -> dict[Colour, list[int]]:
            before: dict[Colour, list[int]] = {}
            expected: dict[int, Colour] = {}
            for row in fetch_by_ids(self._desk.seen, ids):
                now = Colour(row.flag)
                if now != colour:
                    before.setdefault(now, []).append(row.id)
                    expected[row.id] = now if now == given[row.id] else shown.get(row.id, now)
            set_flag(self._desk, order_ids=list(expected), colour=colour, shown=expected)
            return before

        def say(before: dict[Colour, list[int]]) -> None:
            n = sum(map(len, before.values()))
            if not n:
                self._say(_("Flagged {colour} already").format(colour=flag_name(colour)), kind=Kind.INFO)
                return
            said = ngettext("{n} order flagged: {colour}", "{n} orders flagged: {colour}", n)
            self._say(said.format(n=n, colour=flag_name(colour)), undo=lambda: self._flag_back(before, colour))

        self._run(write, say)

    def _flag_back(self, before: dict[Colour, list[int]], colour: Colour) -> None:
        self._run(
            lambda: set_flags_back(self._desk, before=before, colour=colour),
            lambda _n: self._say(_("The flags are as before"), kind=Kind.INFO),
        )

    def hold(self, order_ids: Sequence[int]) -> None:
        """Ask why, then keep from the warehouse those that are not over."""
        rows = fetch_by_ids(self._desk.seen, list(order_ids))
        ids = [row.id for row in rows if not is_over(status=row.status, stage=row.stage)]
        if not ids:
            return
        question = ngettext("Why hold this order?", "Why hold these {n} orders?", len(ids)).format(n=len(ids))
        usual = tuple(_(reason) for reason in USUAL_HOLDS)
        self._messages.ask_text(question, _("Hold"), lambda reason: self._hold(ids, reason), choices=usual)

    def _hold(self, ids: list[int], reason: str) -> None:
        def say(n: int) -> None:
            said = ngettext("{n} order is on hold: {reason}", "{n} orders are on hold: {reason}", n)
            self._say(said.format(n=n, reason=reason), undo=lambda: self._take_holds_back(ids, reason))

        self._run(lambda: hold_orders(self._desk, order_ids=ids, reason=reason), say)

    def _take_holds_back(self, ids: list[int], reason: str) -> None:
        self._run(
            lambda: take_holds_back(self._desk, order_ids=ids, reason=reason),
            lambda _n: self._say(_("The hold is undone"), kind=Kind.INFO),
        )

    def release(self, order_ids: Sequence[int]) -> None:
        """Ask why, then release the holds of those that are held."""
        rows = fetch_by_ids(self._desk.seen, list(order_ids))
        ids = [row.id for row in rows if row.held]
        if not ids:
            return
        question = ngettext("Why is the hold over?", "Why are the holds of {n} orders over?", len(ids))
        usual = (_("Postage paid"), _("Buyer confirmed"), _("In stock again"), _("Checked"))
        self._messages.ask_text(
            question.format(n=len(ids)), _("Release"), lambda reason: self._release(ids, reason), choices=usual
        )

    def _release(self, ids: list[int], reason: str) -> None:
        def write() -> list[int]:
            holds = list_open_hold_ids(self._desk.seen, ids)
            release_orders(self._desk, order_ids=ids, reason=reason)
            return holds

        def say(holds: list[int]) -> None:
            said = ngettext("Released {n} order", "Released {n} orders", len(ids)).format(n=len(ids))
            self._say(said, undo=lambda: self._hold_again(holds))

        self._run(write, say)

    def _hold_again(self, holds: list[int]) -> None:
        self._run(
            lambda: open_holds_again(self._desk, hold_ids=holds),
            lambda _n: self._say(_("On hold again"), kind=Kind.INFO),
        )

    # Memo, address

    def save_memo(
        self,
        order_id: int,
        memo: str,
        base: Base | None = None,
        not_saved: Callable[[int, Base, str], object] | None = None,
    ) -> None:
        """Rewrite a memo over what its editor began with; Undo puts the old one back. `not_saved` gets the text back
        where that is refused."""
        began = base or Base(None, {})

        def write(base: Base) -> tuple[str, str]:
            before = fetch_by_ids(self._desk.seen, [order_id])
            set_memo(self._desk, order_id=order_id, memo=memo, base=base)
            return before[0].memo if before else "", str(base.chosen.get("memo", memo))

        def say(changed: tuple[str, str]) -> None:
            self._say(_("Memo saved"), undo=lambda: self._memo_back(order_id, *changed))

        def unsaved() -> None:
            if not_saved is not None:
                not_saved(order_id, began, memo)

        self._saving.save(write, began, say, on_unsaved=unsaved)

    def _memo_back(self, order_id: int, before: str, memo: str) -> None:
        self._run(
            lambda: set_memo_back(self._desk, order_id=order_id, before=before, memo=memo),
            lambda _changed: self._say(_("The memo is as before"), kind=Kind.INFO),
        )

    def use_address(self, order: OrderDetail, change: Address) -> None:
        """Put the address that the memo or the buyer asks for in place of the order's (ORD-22)."""
        reason = _("As asked: {text}").format(text=order.memo or order.buyer_message)
        self._saving.save(
            lambda base: change_address(self._desk, order_id=order.id, change=change, reason=reason, base=base),
            order_base(order),
            lambda _changed: self._say_changed(order),
        )

    def edit_receiver(self, order: OrderDetail, parent: QWidget) -> None:
        """Ask for the receiver, filled in with what is known, and put it in place of the order's."""
        opened = Opened(order_base(order))

        def save(typed: Address, reason: str) -> bool:
            return change_address(self._desk, order_id=order.id, change=typed, reason=reason, base=opened.base)

        form = receiver_form(
            order, save, opened=opened, background=self._background, messages=self._messages, parent=parent
        )
        form.written.connect(lambda _changed: self._say_changed(order))
        form.open()

    def _say_changed(self, order: OrderDetail) -> None:
        self._say(_("Address of order {order_no} changed").format(order_no=order.order_no))

    # How

    def _run(self, write: Callable[[], Result], say: Callable[[Result], None]) -> None:
        self._background.run_task(write, say, self._messages.error, owner=self)

    def _say(self, text: str, *, kind: Kind = Kind.GOOD, undo: Callable[[], object] | None = None) -> None:
        self._messages.toast(text, kind, undo=undo)
