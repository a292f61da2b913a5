"""What is done about parcels: the forms, and what is said once it is written (SHP-08, SHP-09)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from shopdesk.domain.claims import KINDS, Kind
from shopdesk.domain.heard import read_heard
from shopdesk.domain.money import Money
from shopdesk.domain.tracking import FAILURES, Failure
from shopdesk.errors import N_, Refused, ShopdeskError
from shopdesk.i18n import _, ngettext
from shopdesk.queries.tracking import ParcelRow
from shopdesk.services.claims import note_found, register_claim
from shopdesk.services.desk import Desk
from shopdesk.services.tracking import (
    close_parcels,
    forward_parcel,
    look_after,
    mark_called,
    note_events,
    reopen_parcel,
)
from shopdesk.services.tracking_poll import Polled, find_service, poll_parcel
from shopdesk.ui.background import Background
from shopdesk.ui.form_dialog import Field, FieldKind, Values
from shopdesk.ui.messages import Kind as News
from shopdesk.ui.messages import Messages
from shopdesk.ui.moments import DAY
from shopdesk.ui.order_forms.amounts import what_is_wrong_with_amount
from shopdesk.ui.order_forms.writing_form import WritingForm

_AGAIN = (1, 2, 3, 5, 7)
"""Days after which a parcel comes again."""


class SomeParcelsRefused(Refused):
    """Several were done at once, and some could not be."""

    template = N_("{done} done; {n} were not: {why}")


@dataclass(slots=True)
class Outcome:
    """What came of several."""

    done: int = 0
    refused: list[ShopdeskError] = field(default_factory=list)


class ParcelWork(QObject):
    """`page` is what forms open over; what is written is announced by the desk itself."""

    def __init__(self, desk: Desk, background: Background, messages: Messages, page: QWidget) -> None:
        super().__init__(page)
        self._desk, self._background, self._messages, self._page = desk, background, messages, page

    def ask(self, rows: Sequence[ParcelRow]) -> WritingForm:
        """Somebody asked the carrier: it comes again when that is over."""

        def write(values: Values) -> Outcome:
            again = self._desk.clock() + int(str(values["again"])) * DAY
            note = str(values["note"])
            return _each(rows, lambda row: look_after(self._desk, tracking_id=row.id, note=note, again_at=again))

        fields = (
            Field("note", N_("What the carrier said"), hint=N_("May stay empty.")),
            Field("again", N_("Comes again"), FieldKind.CHOICE, "1", choices=_days(_AGAIN)),
        )
        title = self._title(rows, _("Carrier asked about {waybill}"), N_("{n} carriers asked"))
        return self._open("parcel-ask", title, fields, write, self._said_several(_asked))

    def called(self, rows: Sequence[ParcelRow]) -> WritingForm:
        """The buyer was called: it is done, or somebody calls again (SHP-09)."""

        def write(values: Values) -> Outcome:
            days, note = int(str(values["again"])), str(values["note"])
            again = self._desk.clock() + days * DAY if days else None
            return _each(rows, lambda row: mark_called(self._desk, tracking_id=row.id, note=note, next_at=again))

        choices = [("0", _("No: all is well")), *_days(_AGAIN)]
        fields = (
            Field("note", N_("What the buyer said"), hint=N_("May stay empty.")),
            Field("again", N_("Call again"), FieldKind.CHOICE, "0", choices=choices),
        )
        title = self._title(rows, _("Called the buyer of {waybill}"), N_("{n} buyers called"))
        return self._open("parcel-called", title, fields, write, self._said_several(_called))

    def forward(self, row: ParcelRow) -> WritingForm:
        """Another carrier goes on with it; both numbers stay."""

        def write(values: Values) -> bool:
            carrier, waybill = str(values["carrier"]), str(values["waybill"])
            return forward_parcel(self._desk, tracking_id=row.id, carrier=carrier, waybill=waybill, version=row.version)

        fields = (
            Field("waybill", N_("Its number there"), value=row.forwarded_waybill),
            Field("carrier", N_("The other carrier"), value=row.forwarded_carrier,
                  hint=N_("Both empty: it stayed with its own carrier.")),
        )  # fmt: skip
        said = _("Both numbers of {waybill} are kept").format(waybill=row.waybill)
        title = _("{waybill} goes on with another carrier").format(waybill=row.waybill)
        return self._open("parcel-forward", title, fields, write, lambda _new: self._messages.toast(said))

    def note(self, row: ParcelRow, zone: str) -> WritingForm:
        """What was heard, or copied from the carrier's page, stands among its events."""

        def write(values: Values) -> int:
            heard = read_heard(str(values["said"]), zone=zone, now=self._desk.clock())
            return note_events(self._desk, tracking_id=row.id, heard=heard, place=str(values["place"]))

        hint = N_("A line for each event; a moment in front counts: 2026-11-22 14:05 arrived in Chengdu.")
        fields = (
            Field("said", N_("What was heard, or copied from the carrier's page"), FieldKind.MULTILINE, required=True,
                  hint=hint),
            Field("place", N_("Where it was"), hint=N_("May stay empty.")),
        )  # fmt: skip

        def said(new: object) -> None:
            n = int(str(new))
            told = ngettext("{n} new event of {waybill}", "{n} new events of {waybill}", n)
            self._messages.toast(told.format(n=n, waybill=row.waybill), News.GOOD if n else News.INFO)

        title = _("What was heard of {waybill}").format(waybill=row.waybill)
        return self._open("parcel-note", title, fields, write, said)

    def lose(self, rows: Sequence[ParcelRow]) -> WritingForm:
        """Into the register of what carriers lost, broke or emptied (SHP-08)."""
        is_one = len(rows) == 1

        def write(values: Values) -> Outcome:
            kind, typed = Kind(str(values["kind"])), str(values.get("amount", ""))
            amount, note = Money.typed(typed) if typed else None, str(values["note"])
            return _each(
                rows,
                lambda row: register_claim(
                    self._desk, kind=kind, order_id=row.order_id, waybill=row.waybill, carrier=row.carrier,
                    amount=amount, note=note,
                ),
            )  # fmt: skip

        kinds = [(kind.value, _(title)) for kind, title in KINDS.items()]
        amount = Field(
            "amount", N_("Amount asked for"), hint=N_("Yuan; empty: what was paid for the order."),
            check=lambda text: what_is_wrong_with_amount(text) if text else None,
        )  # fmt: skip
        fields = (
            Field("kind", N_("What happened"), FieldKind.CHOICE, Kind.LOST.value, choices=kinds),
            *((amount,) if is_one else ()),
            Field("note", N_("Note")),
        )
        title = self._title(rows, _("{waybill}: into the lost register"), N_("{n} into the lost register"))
        return self._open("parcel-lost", title, fields, write, self._said_several(_registered), save=N_("Register"))

    def find_again(self, row: ParcelRow, claim_id: int) -> None:
        """It turned up."""
        self._ask(
            _("{waybill} turned up: what is known?").format(waybill=row.waybill), _("It turned up"),
            lambda note: note_found(self._desk, claim_id=claim_id, note=note),
            _("{waybill} is followed again").format(waybill=row.waybill), required=False,
        )  # fmt: skip

    def close(self, rows: Sequence[ParcelRow]) -> None:
        """Nothing more is to be watched; Undo watches again."""
        ids = [row.id for row in rows]
        usual = (_("The buyer has it"), _("Settled with the buyer"), _("Not ours"))
        n = len(rows)
        said = ngettext("{n} parcel is watched no longer", "{n} parcels are watched no longer", n).format(n=n)

        def undo() -> None:
            def back() -> None:
                for each in ids:
                    reopen_parcel(self._desk, tracking_id=each, reason=_("Taken back"))

            self._background.run_task(back, None, self._messages.error, owner=self)

        def save(reason: str) -> None:
            self._background.run_task(
                lambda: close_parcels(self._desk, tracking_ids=ids, reason=reason),
                lambda _n: self._messages.toast(said, undo=undo), self._messages.error, owner=self,
            )  # fmt: skip

        question = self._title(
            rows, _("Why is {waybill} watched no longer?"), N_("Why are these {n} watched no longer?")
        )
        self._messages.ask_text(question, _("Watch no longer"), save, choices=usual)

    def reopen(self, row: ParcelRow) -> None:
        """It is watched again."""
        self._ask(
            _("Why is {waybill} watched again?").format(waybill=row.waybill), _("Watch again"),
            lambda reason: reopen_parcel(self._desk, tracking_id=row.id, reason=reason),
            _("{waybill} is watched again").format(waybill=row.waybill),
        )  # fmt: skip

    def poll(self, row: ParcelRow) -> None:
        """Ask the tracking service now."""
        self._messages.toast(_("Asking about {waybill}…").format(waybill=row.waybill), News.INFO, topic="poll")

        def said(polled: Polled) -> None:
            if polled.stopped is not Failure.NONE:
                why = _(FAILURES[polled.stopped])
                detail = f" ({polled.detail})" if polled.detail else ""
                told = _("{field}: {message}").format(field=row.waybill, message=f"{why}{detail}")
                self._messages.toast(told, News.WARNING, topic="poll")
                return
            n = polled.events
            told = ngettext("{n} new event of {waybill}", "{n} new events of {waybill}", n)
            self._messages.toast(told.format(n=n, waybill=row.waybill), topic="poll")

        self._background.run_task(
            lambda: poll_parcel(self._desk, tracking_id=row.id, service=find_service(self._desk)),
            said, self._messages.error, owner=self,
        )  # fmt: skip

    # How they are asked and told

    def _title(self, rows: Sequence[ParcelRow], one: str, several: str) -> str:
        n = len(rows)
        return one.format(waybill=rows[0].waybill) if n == 1 else _(several).format(n=n)

    def _open(
        self, name: str, title: str, fields: Sequence[Field], write: Callable[[Values], object],
        said: Callable[[object], object], *, save: str = N_("Save"),
    ) -> WritingForm:  # fmt: skip
        form = WritingForm(
            name, title, fields, write, background=self._background, messages=self._messages, save=save,
            parent=self._page,
        )  # fmt: skip
        form.written.connect(said)
        form.open()
        return form

    def _ask(
        self, question: str, verb: str, write: Callable[[str], object], said: str, *, required: bool = True
    ) -> None:
        def save(text: str) -> None:
            self._background.run_task(
                lambda: write(text), lambda _done: self._messages.toast(said), self._messages.error, owner=self
            )

        self._messages.ask_text(question, verb, save, required=required)

    def _said_several(self, told: Callable[[int], str]) -> Callable[[object], None]:
        def said(result: object) -> None:
            assert isinstance(result, Outcome)
            if result.done:
                self._messages.toast(told(result.done))
            if result.refused:
                refused = SomeParcelsRefused(done=result.done, n=len(result.refused), why=tuple(result.refused))
                self._messages.error(refused)

        return said


def _each(rows: Sequence[ParcelRow], write: Callable[[ParcelRow], object]) -> Outcome:
    """One after the other; a single one that is refused is refused as a whole, and stays in its form."""
    outcome = Outcome()
    for row in rows:
        try:
            write(row)
            outcome.done += 1
        except ShopdeskError as error:
            if len(rows) == 1 or error.is_quiet:
                raise
            outcome.refused.append(error)
    return outcome


def _days(days: Sequence[int]) -> list[tuple[str, str]]:
    return [(str(n), ngettext("In {n} day", "In {n} days", n).format(n=n)) for n in days]


def _asked(n: int) -> str:
    return ngettext("The carrier was asked about {n} parcel", "The carriers were asked about {n} parcels", n).format(
        n=n
    )


def _called(n: int) -> str:
    return ngettext("{n} buyer was called", "{n} buyers were called", n).format(n=n)


def _registered(n: int) -> str:
    said = ngettext("{n} parcel stands in the lost register", "{n} parcels stand in the lost register", n)
    return said.format(n=n)
