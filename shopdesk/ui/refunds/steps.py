"""Taking the steps of refunds: approved, checked, paid, refused, come back (REF-03 to REF-05)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from shopdesk.domain.money import Money
from shopdesk.domain.refund_steps import RefundStep
from shopdesk.domain.refunds import ARRIVALS, DIRECT_CHANNELS, Channel, RefundKind, RefundState
from shopdesk.errors import N_, Refused, ShopdeskError
from shopdesk.i18n import _, ngettext
from shopdesk.queries.refunds import RefundRow, RefundView
from shopdesk.services.clashes import Base
from shopdesk.services.desk import Desk
from shopdesk.services.refund_payees import change_payee, check_payee
from shopdesk.services.refund_payments import fail_refund, pay_refund
from shopdesk.services.refunds import approve_refund, let_refund_through, refuse_refund, withdraw_refund
from shopdesk.ui.background import Background
from shopdesk.ui.clash_dialog import Opened
from shopdesk.ui.form_dialog import Field, FieldKind, FormDialog, Values
from shopdesk.ui.messages import Messages


class SomeRefused(Refused):
    """Several were approved at once, and some could not be."""

    template = N_("{done} approved; {n} were not: {why}")


@dataclass(slots=True)
class _Outcome:
    done: list[RefundRow] = field(default_factory=list)
    refused: list[ShopdeskError] = field(default_factory=list)


class RefundSteps(QObject):
    """`page` is what forms open over; what is written is announced by the desk itself."""

    paid = Signal(int)
    """A refund's payment was recorded."""
    unpaid = Signal(int, str)
    """It could not be, and what was typed as its reference."""

    def __init__(self, desk: Desk, background: Background, messages: Messages, page: QWidget) -> None:
        super().__init__(page)
        self._desk, self._background, self._messages, self._page = desk, background, messages, page

    def approve(self, rows: Sequence[RefundRow]) -> None:
        """Let these be paid; those that can't be are told together."""

        def write() -> _Outcome:
            outcome = _Outcome()
            for row in rows:
                try:
                    approve_refund(self._desk, refund_id=row.id)
                    outcome.done.append(row)
                except ShopdeskError as error:
                    if error.is_quiet:
                        raise
                    outcome.refused.append(error)
            return outcome

        self._background.run_task(write, self._say_approved, self._messages.error, owner=self)

    def pay(self, row: RefundRow, reference: str) -> None:
        """Record that it was paid."""

        def said(_result: object) -> None:
            self.paid.emit(row.id)
            told = _("Refund {number} is paid: {amount} for order {order_no}")
            self._messages.toast(told.format(number=row.id, amount=row.to_pay.shown, order_no=row.order_no))

        def refused(error: Exception) -> None:
            self.unpaid.emit(row.id, reference)
            self._messages.error(error)

        self._background.run_task(
            lambda: pay_refund(self._desk, refund_id=row.id, reference=reference), said, refused, owner=self
        )

    def ask_why(self, step: RefundStep, row: RefundRow) -> None:
        """Ask for the reason that a step needs, then take it: refused, withdrawn, let through, come back (REF-04)."""
        why = _WHYS[step]
        head = _("Refund {number} · order {order_no}").format(number=row.id, order_no=row.order_no)

        def save(reason: str) -> None:
            self._background.run_task(
                lambda: why.write(self._desk, refund_id=row.id, reason=reason),
                lambda _done: self._messages.toast(_(why.said).format(number=row.id)), self._messages.error, owner=self,
            )  # fmt: skip

        usual = tuple(_(each) for each in why.usual)
        self._messages.ask_text(f"{head}\n{_(why.question)}", _(why.verb), save, choices=usual)

    def check(self, row: RefundRow) -> None:
        """Ask for what was verified: it has to be what stands with the refund (REF-05)."""
        account = () if row.channel is Channel.CASH else (Field("account", N_("Account"), required=True),)

        def write(values: Values) -> None:
            check_payee(
                self._desk, refund_id=row.id, payee=str(values["payee"]), account=str(values.get("account", ""))
            )
            self._messages.toast(_("The payee of refund {number} is checked").format(number=row.id))

        hint = N_("As the bank or the wallet says it, not as it stands here.")
        fields = (Field("payee", N_("Real name"), required=True, hint=hint), *account)
        FormDialog("payee-check", N_("Payee checked"), fields, write, save=N_("Checked"), parent=self._page).open()

    def change_payee(self, row: RefundRow, view: RefundView) -> None:
        """Edit name, account and way; approved ones are to be approved again."""
        opened = Opened(
            Base(row.version, {"payee": row.payee, "payee_account": row.payee_account, "channel": str(row.channel)})
        )

        def write(values: Values) -> None:
            typed = {name: str(values[name]) for name in ("payee", "account", "channel")}
            known = {"payee": row.payee, "account": row.payee_account, "channel": row.channel.value}
            new = {name: text for name, text in typed.items() if text != known[name]}  # masked ones stay untouched
            is_new = change_payee(
                self._desk, refund_id=row.id, payee=new.get("payee"), account=new.get("account"),
                channel=Channel(new["channel"]) if "channel" in new else None, base=opened.base,
            )  # fmt: skip
            if is_new:
                self._messages.toast(_("Payee of refund {number} saved").format(number=row.id))

        again = row.state is RefundState.APPROVED or row.payee_checked_at is not None
        hint = N_("It is to be checked and approved anew after a change.") if again else ""
        fields = (
            Field("payee", N_("Real name"), value=row.payee, hint=hint),
            Field("account", N_("Account"), value=row.payee_account),
            Field("channel", N_("Way"), FieldKind.CHOICE, row.channel.value, choices=channels(row.kind, view)),
        )
        FormDialog("payee", N_("Payee"), fields, write, opened=opened, parent=self._page).open()

    def _say_approved(self, outcome: _Outcome) -> None:
        n, amount = len(outcome.done), Money(sum(row.amount for row in outcome.done))
        if n:
            said = ngettext("{n} refund of {amount} approved", "{n} refunds of {amount} approved", n)
            self._messages.toast(said.format(n=n, amount=amount.shown))
        if len(outcome.refused) == 1 and not n:
            self._messages.error(outcome.refused[0])
        elif outcome.refused:
            refused = outcome.refused
            self._messages.error(SomeRefused(done=n, n=len(refused), why=tuple(refused)))


@dataclass(frozen=True, slots=True)
class _Why:
    """A step that needs a reason."""

    write: Callable[..., None]
    question: str
    verb: str
    said: str
    usual: tuple[str, ...]


_TWICE = N_("Asked for twice")
_WHYS: Mapping[RefundStep, _Why] = {
    RefundStep.REFUSE: _Why(
        refuse_refund, N_("Why is it refused?"), N_("Refuse"), N_("Refund {number} is refused"),
        (N_("Evidence is missing"), N_("Not within our terms"), _TWICE),
    ),
    RefundStep.WITHDRAW: _Why(
        withdraw_refund, N_("Why is it withdrawn?"), N_("Withdraw"), N_("Refund {number} is withdrawn"),
        (N_("Wrong amount"), N_("The buyer keeps the goods"), _TWICE),
    ),
    RefundStep.LET_THROUGH: _Why(
        let_refund_through, N_("Why may it go all the same?"), N_("Let through"),
        N_("Refund {number} may go all the same"), (N_("Goodwill for a regular buyer"), N_("Agreed with the platform")),
    ),
    RefundStep.FAIL: _Why(
        fail_refund, N_("Why did the payment come back?"), N_("It came back"),
        N_("The payment of refund {number} came back"),
        (N_("Name and account don't match"), N_("The account is closed"), N_("The bank refused it")),
    ),
}  # fmt: skip


def channels(kind: RefundKind, view: RefundView) -> list[tuple[str, str]]:
    """The ways by which a refund can go, the usual one first."""
    by_platform = [Channel.PLATFORM] if view.has_platform and kind is not RefundKind.TRANSFER else []
    return [(each.value, _(ARRIVALS[each].title)) for each in (*by_platform, *DIRECT_CHANNELS)]
