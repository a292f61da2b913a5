"""Settling orders from any page: which account the money came to, how, and how much (ORD-13)."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from shopdesk.domain.money import Money
from shopdesk.domain.settlements import METHOD_NAMES
from shopdesk.i18n import N_, _, ngettext
from shopdesk.queries.settlements import Due, list_accounts, list_due
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.desk import Desk
from shopdesk.services.settlement import settle_orders, unsettle_orders
from shopdesk.settings import OWN_ACCOUNTS, OWN_METHODS, SETTLE_ACCOUNTS
from shopdesk.ui.background import Background
from shopdesk.ui.form_dialog import Field, FieldKind, FormDialog, Values
from shopdesk.ui.messages import Messages
from shopdesk.ui.order_forms.amounts import what_is_wrong_with_amount


class Settling(QObject):
    """`page` is what forms open over; what is written is announced by the desk itself."""

    def __init__(self, desk: Desk, background: Background, messages: Messages, page: QWidget) -> None:
        super().__init__(page)
        self._desk, self._background, self._messages, self._page = desk, background, messages, page

    def settle(self, order_ids: Sequence[int]) -> None:
        """Ask where the money came to, then settle these orders."""
        ids = list(order_ids)
        self._background.run_task(lambda: list_due(self._desk.seen, ids), self._ask, self._messages.error, owner=self)

    def unsettle(self, order_ids: Sequence[int]) -> None:
        """Ask why, then take settlements back."""
        ids = list(order_ids)
        question = ngettext("Why take this settlement back?", "Why take these {n} settlements back?", len(ids))
        usual = (_("Wrong account"), _("Wrong amount"), _("Money went back"))
        self._messages.ask_text(
            question.format(n=len(ids)), _("Take back"), lambda reason: self._unsettle(ids, reason), choices=usual
        )

    def _ask(self, orders: list[Due]) -> None:
        settle_form(self._desk, orders, lambda values: self._save(orders, values), self._page).open()

    def _save(self, orders: Sequence[Due], values: Values) -> None:
        typed = str(values.get("amount", "")).strip()
        n = settle_orders(
            self._desk,
            order_ids=[order.id for order in orders],
            account=str(values["account"]),
            method=str(values["method"]),
            amount=Money.typed(typed) if typed else None,
            reference=str(values["reference"]),
        )
        self._messages.toast(ngettext("{n} order settled", "{n} orders settled", n).format(n=n))

    def _unsettle(self, ids: list[int], reason: str) -> None:
        def say(n: int) -> None:
            said = ngettext("{n} settlement taken back", "{n} settlements taken back", n)
            self._messages.toast(said.format(n=n))

        self._background.run_task(
            lambda: unsettle_orders(self._desk, order_ids=ids, reason=reason), say, self._messages.error, owner=self
        )


def method_name(method: str) -> str:
    """What people call a way in which money comes in; the shop's own words are as they are."""
    return _(METHOD_NAMES[method]) if method in METHOD_NAMES else method


def settle_form(desk: Desk, orders: Sequence[Due], save: Callable[[Values], object], parent: QWidget) -> FormDialog:
    """The form; the amount is for one order alone."""
    database = desk.seen
    usual = list(dict.fromkeys(filter(None, get_setting(database, SETTLE_ACCOUNTS).values())))
    known = dict.fromkeys([*usual, *get_setting(database, OWN_ACCOUNTS), *list_accounts(database)])
    methods = [*METHOD_NAMES, *get_setting(database, OWN_METHODS)]
    fields = [
        Field("account", N_("Account"), FieldKind.CHOICE, "", choices=[("", _("The platform's usual")),
              *((name, name) for name in known)]),
        Field("method", N_("Method"), FieldKind.CHOICE, "", choices=[("", _("The usual")),
              *((method, method_name(method)) for method in methods)]),
    ]  # fmt: skip
    if len(orders) == 1:
        fields.append(
            Field("amount", N_("Received (yuan)"), value=orders[0].paid.yuan, check=what_is_wrong_with_amount,
                  hint=N_("The money really received. Postage is booked as 0.")),
        )  # fmt: skip
    fields.append(Field("reference", N_("Reference"), hint=N_("The transfer's number or a note.")))
    return FormDialog("settle", _title(orders), fields, save, save=N_("Settle"), parent=parent)


def _title(orders: Sequence[Due]) -> str:
    """What is settled: one by its number, several by their sum. Already in the language in use."""
    if len(orders) == 1:
        return _("Settle order {order_no}").format(order_no=orders[0].order_no)
    total = Money(sum(order.paid for order in orders)).shown
    return ngettext("Settle {n} order: {sum}", "Settle {n} orders: {sum}", len(orders)).format(n=len(orders), sum=total)
