"""Doing things with damage: forms are opened, services run in the background, a toast says what happened (REP-04)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from shopdesk.domain.damage_list import STATES, Answer, State
from shopdesk.domain.money import ZERO, Money
from shopdesk.i18n import N_, _, ngettext
from shopdesk.queries.damage_batches import DamageBatchRow
from shopdesk.queries.damage_list import DamageRow
from shopdesk.services.damage_batches import answer_damage, credit_damage
from shopdesk.services.damage_list import damage_base, edit_damage
from shopdesk.services.damage_states import list_again, reopen_damage, split_damage, strike_damage, write_off
from shopdesk.services.desk import Desk
from shopdesk.ui.background import Background
from shopdesk.ui.clash_dialog import Opened
from shopdesk.ui.damage.forms import Forms
from shopdesk.ui.damage.reading import Known, read_known
from shopdesk.ui.damage.typed import came_on, over_on, shown_day
from shopdesk.ui.form_dialog import Values
from shopdesk.ui.messages import Messages
from shopdesk.ui.order_forms.writing_form import WritingForm

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class _Why:
    """A step that needs a reason."""

    write: Callable[..., object]
    question: str
    verb: str
    usual: tuple[str, ...]
    becomes: State
    is_needed: bool = True


WHYS: Mapping[str, _Why] = {
    "write-off": _Why(
        write_off, N_("Why is entry {number} a loss?"), N_("Write off"),
        (N_("The supplier doesn't take it"), N_("The supplier's time is over"), N_("Thrown away")), State.WRITTEN_OFF,
    ),
    "strike": _Why(
        strike_damage, N_("Why is entry {number} no damage?"), N_("Strike off"),
        (N_("Listed by mistake"), N_("It can be sold after all")), State.STRUCK,
    ),
    "again": _Why(
        list_again, N_("Why is entry {number} listed again?"), N_("List it again"),
        (N_("It goes to the supplier once more"),), State.LISTED, is_needed=False,
    ),
    "reopen": _Why(
        reopen_damage, N_("Why is entry {number} opened again?"), N_("Open again"),
        (N_("Settled by mistake"), N_("The supplier thinks otherwise now")), State.LISTED,
    ),
}  # fmt: skip
_ANSWERS: Mapping[Answer, tuple[str, str, tuple[str, ...]]] = {
    Answer.ACCEPTED: (
        N_("The supplier accepts {what}. What was promised?"), N_("Accepted"),
        (N_("Credit with the next bill"), N_("Other goods with the next delivery")),
    ),
    Answer.REFUSED: (
        N_("The supplier refuses {what}. Why?"), N_("Refused by the supplier"),
        (N_("Worn"), N_("Too late"), N_("Not the maker's fault")),
    ),
    Answer.REPLACED: (
        N_("The supplier gave other goods for {what}. What came?"), N_("Replaced"), (N_("The same goods again"),),
    ),
}  # fmt: skip
_TYPED = ("fault", "quantity", "title", "style", "colour", "size", "note")


class DamageWork(QObject):
    """`page` is the widget over which forms lie; what is written is announced by the desk itself."""

    written = Signal(int)
    """Something was done with this entry: it is to be shown as it is now."""

    def __init__(self, desk: Desk, background: Background, messages: Messages, page: QWidget) -> None:
        super().__init__(page)
        self._desk, self._background, self._messages = desk, background, messages
        self._forms = Forms(background, messages, page)

    def answer(self, rows: Sequence[DamageRow], answer: Answer) -> None:
        """Ask for the supplier's words, then note what it says to all of these."""
        question, verb, usual = _ANSWERS[answer]
        version = rows[0].version if len(rows) == 1 else None

        def write(said: str) -> None:
            ids = [row.id for row in rows]
            self.run(
                lambda: answer_damage(self._desk, damage_ids=ids, answer=answer, said=said, version=version),
                lambda _n: self._say(rows, _(verb)),
            )

        self._messages.ask_text(
            _(question).format(what=named_all(rows)), _(verb), write, choices=tuple(_(each) for each in usual),
            required=answer is Answer.REFUSED,
        )  # fmt: skip

    def credit(self, row: DamageRow) -> None:
        """Ask how much the supplier credits."""

        def write(values: Values) -> Money:
            amount = Money.typed(str(values["amount"]))
            credit_damage(
                self._desk, damage_id=row.id, amount=amount, said=str(values["said"]), version=row.version
            )  # fmt: skip
            return amount

        def said(amount: Money) -> str:
            left = Money(max(row.worth - amount, 0))
            told = _("Entry {number}: {amount} credited").format(number=row.id, amount=amount.shown)
            return _("{told}, {left} are a loss").format(told=told, left=left.shown) if left else told

        self.open(self._forms.credited(row, write), row, said)

    def ask_why(self, name: str, row: DamageRow) -> None:
        """Ask for the reason that a step needs, then take it."""
        why = WHYS[name]

        def write(reason: str) -> None:
            self.run(
                lambda: why.write(self._desk, damage_id=row.id, reason=reason, version=row.version),
                lambda state: self._say([row], _(STATES[state if isinstance(state, State) else why.becomes])),
            )

        self._messages.ask_text(
            _(why.question).format(number=row.id) + f"\n{row.name}", _(why.verb), write,
            choices=tuple(_(each) for each in why.usual), required=why.is_needed,
        )  # fmt: skip

    def split(self, row: DamageRow) -> None:
        """Ask how many pieces get an entry of their own."""

        def write(values: Values) -> int:
            pieces = int(str(values["quantity"]))
            return split_damage(self._desk, damage_id=row.id, quantity=pieces, version=row.version)

        def said(made: int) -> str:
            return _("Entry {number} is split: the others are entry {made}").format(number=row.id, made=made)

        self.open(self._forms.split(row, write), row, said)

    def edit(self, row: DamageRow) -> None:
        """Ask what is to be written down instead."""
        self.with_known(lambda known: self._edit(row, known))

    def _edit(self, row: DamageRow, known: Known) -> None:
        opened = Opened(damage_base(row))

        def write(values: Values) -> bool:
            typed = _typed_values(row, values, known.zone, self._desk.clock())
            return edit_damage(self._desk, damage_id=row.id, values=typed, base=opened.base)

        form = self._forms.changed(row, known, opened, write)
        self.open(form, row, lambda is_new: _("Entry {number} is changed").format(number=row.id) if is_new else "")

    # What the others stand on

    def with_known(self, then: Callable[[Known], object]) -> None:
        """Read what forms offer, then go on."""
        self._background.run_task(lambda: read_known(self._desk), then, self._messages.error, owner=self)

    def run(self, write: Callable[[], Result], then: Callable[[Result], object]) -> None:
        """Write in the background; a refusal is told."""
        self._background.run_task(write, then, self._messages.error, owner=self)

    def open(self, form: WritingForm, row: DamageRow, said: Callable[[Any], str]) -> None:
        """Show a form; what was written is said afterwards."""

        def done(result: object) -> None:
            told = said(result)
            if told:
                self._messages.toast(told)
            self.written.emit(row.id)

        form.written.connect(done)
        form.open()

    def _say(self, rows: Sequence[DamageRow], what: str) -> None:
        n = len(rows)
        if n == 1:
            told = _("Entry {number}: {what}").format(number=rows[0].id, what=what)
        else:
            told = ngettext("{n} entry: {what}", "{n} entries: {what}", n).format(n=n, what=what)
        self._messages.toast(told)
        self.written.emit(rows[0].id)


def named_all(rows: Sequence[DamageRow]) -> str:
    """What is meant: the goods of one, the number of several."""
    n = len(rows)
    if n == 1:
        return _("{item} × {quantity}").format(item=rows[0].name, quantity=rows[0].quantity)
    return ngettext("{n} entry", "{n} entries", n).format(n=n)


def own_supplier(rows: Sequence[DamageRow]) -> int | None:
    """The one supplier of these, as far as any has one."""
    return next((row.supplier_id for row in rows if row.supplier_id is not None), None)


def fitting(batches: Sequence[DamageBatchRow], supplier_id: int | None) -> list[DamageBatchRow]:
    """The batches of a supplier that are still here."""
    return [each for each in batches if supplier_id is not None and each.supplier_id == supplier_id]


def _typed_values(row: DamageRow, values: Values, zone: str, now: int) -> dict[str, Any]:
    """What was typed, as the service takes it; a day that was left alone keeps its moment."""
    typed: dict[str, Any] = {name: values[name] for name in _TYPED}
    cost, supplier = str(values["cost"]).strip(), str(values["supplier_id"])
    typed["cost"] = Money.typed(cost) if cost else ZERO
    typed["supplier_id"] = int(supplier) if supplier else None
    for name, read in (("received_at", came_on), ("expires_at", over_on)):
        known, said = getattr(row, name), str(values[name])
        typed[name] = known if said == shown_day(known, zone) else read(said, zone, now)
    return typed
