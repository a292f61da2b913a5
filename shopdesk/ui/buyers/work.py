"""Doing things about buyers over all their records: joined, let go, left alone, spoken with, written to."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from shopdesk.clock import Millis
from shopdesk.domain.buyer_times import ENTRY_KINDS
from shopdesk.i18n import N_, _
from shopdesk.queries.buyer_joins import JoinRow
from shopdesk.queries.buyer_pages import BuyerRecord
from shopdesk.queries.buyer_times import Entry
from shopdesk.queries.buyers import BuyerCard, get_buyer_card
from shopdesk.queries.care_lists import CareDue
from shopdesk.services.buyer_joins import undo_join
from shopdesk.services.care_lists import Written, allow_care, mark_written, skip_care, stop_care, undo_care
from shopdesk.services.contacts import note_contact, undo_contacts
from shopdesk.services.desk import Desk
from shopdesk.ui.background import Background
from shopdesk.ui.form_dialog import Field, FieldKind, Values
from shopdesk.ui.messages import Kind, Messages
from shopdesk.ui.order_forms.amounts import read_moment, what_is_wrong_with_moment
from shopdesk.ui.order_forms.buyer_care import BuyerCare
from shopdesk.ui.order_forms.writing_form import WritingForm

Result = TypeVar("Result")
SPOKEN = "spoken"
"""A contact that is about no order, case or review."""


class BuyerWork(QObject):
    """What is written is announced by the desk; the views read again by that."""

    refused = Signal()
    """Somebody else was quicker: what is shown is to be read again."""

    def __init__(self, desk: Desk, background: Background, messages: Messages, page: QWidget) -> None:
        super().__init__(page)
        self._desk, self._background, self._messages, self._page = desk, background, messages, page
        self._care = BuyerCare(desk, background, messages, page)

    # What is noted of a record

    def edit(self, record: BuyerRecord) -> None:
        """Tier, discount, tags, birthday, note."""
        self._with_card(record, self._care.edit)

    def block(self, record: BuyerRecord) -> None:
        """Sell nothing more to them, or sell again."""
        self._with_card(record, self._care.block)

    def owe(self, record: BuyerRecord) -> None:
        """Something is promised to them."""
        self._care.owe(buyer_id=record.id)

    @property
    def care(self) -> BuyerCare:
        """Who strikes owed items off."""
        return self._care

    def contact(self, record: BuyerRecord, zone: str) -> None:
        """What was spoken about, and when next."""

        def write(values: Values) -> int:
            text = str(values["next_at"]).strip()
            next_at = read_moment(text, zone, self._desk.clock()) if text else None
            return self._note_contact(record, str(values["note"]), next_at)

        def say(contact_id: object) -> None:
            undo = lambda: self._run(  # noqa: E731
                lambda: undo_contacts(self._desk, contact_ids=[int(str(contact_id))]), lambda _n: None
            )
            self._messages.toast(_("Contact noted"), undo=undo)

        form = WritingForm(
            "buyer-contact", _("Spoke with {buyer}").format(buyer=record.buyer),
            (
                Field("note", N_("What was said"), FieldKind.MULTILINE, required=True),
                Field("next_at", N_("Speak again"), hint=N_("A day or a moment, such as 03-05 18:00."),
                      check=lambda text: what_is_wrong_with_moment(text) if text else None),
            ),
            write, background=self._background, messages=self._messages, parent=self._page,
        )  # fmt: skip
        form.written.connect(say)
        form.open()

    def _note_contact(self, record: BuyerRecord, note: str, next_at: Millis | None) -> int:
        return note_contact(self._desk, kind=SPOKEN, note=note, buyer_id=record.id, next_at=next_at)

    # Records that are one person

    def let_go(self, join: JoinRow) -> None:
        """Ask why, then let a joined record go with what was joined to it (CRM-01)."""
        said = _("{buyer} stands alone again").format(buyer=join.joined)

        def write(reason: str) -> None:
            self._run(
                lambda: undo_join(self._desk, join_id=join.id, reason=reason), lambda _d: self._messages.toast(said)
            )

        self._messages.ask_text(
            _("Why are {buyer} and {other} not one person?").format(buyer=join.joined, other=join.kept),
            _("Let go"), write, choices=(_("Joined by mistake"), _("The buyer said so")), required=False,
        )  # fmt: skip

    def say_joined(self, join_id: int, kept: str, joined: str) -> None:
        """Two records are one now; Undo lets go."""
        said = _("{buyer} and {other} are one buyer now").format(buyer=kept, other=joined)
        back = lambda: self._run(lambda: undo_join(self._desk, join_id=join_id), lambda _done: None)  # noqa: E731
        self._messages.toast(said, undo=back)

    # Who wants no messages

    def say_of(self, entry: Entry, text: str) -> None:
        """Why a key does nothing for this entry; {what} is its kind."""
        self._messages.toast(text.format(what=_(ENTRY_KINDS[entry.kind])), Kind.INFO, topic="entry")

    def stop_care(self, buyer_id: int, buyer: str) -> None:
        """Ask what they said; nobody writes to them of the shop's own accord any more (CRM-05)."""
        said = _("Nobody writes to {buyer} of our own accord any more").format(buyer=buyer)
        reason_back = _("Noted by mistake")

        def back() -> None:
            self._run(lambda: allow_care(self._desk, buyer_id=buyer_id, reason=reason_back), lambda _done: None)

        def write(reason: str) -> None:
            self._run(
                lambda: stop_care(self._desk, buyer_id=buyer_id, reason=reason),
                lambda _done: self._messages.toast(said, undo=back),
            )

        self._messages.ask_text(
            _("Why does {buyer} want no messages?").format(buyer=buyer), _("No more messages"), write,
            choices=(_("They asked us not to write"), _("They complained about messages")),
        )  # fmt: skip

    def allow_care(self, record: BuyerRecord) -> None:
        """Ask what they said, then write to them again."""
        said = _("Messages to {buyer} are welcome").format(buyer=record.buyer)

        def write(reason: str) -> None:
            self._run(
                lambda: allow_care(self._desk, buyer_id=record.id, reason=reason),
                lambda _done: self._messages.toast(said),
            )

        question = _("How do you know that {buyer} has nothing against messages?").format(buyer=record.buyer)
        self._messages.ask_text(question, _("Write again"), write, choices=(_("They said so"), _("Noted by mistake")))

    # Whom to write to

    def write_to(self, due: CareDue, given: dict[str, str], on_refused: Callable[[Exception], bool]) -> None:
        """The words to the clipboard, and noted that they are written to. `on_refused` says whether it showed why."""

        def written(done: Written) -> None:
            if done.text:
                QGuiApplication.clipboard().setText(done.text)
            said = _("Copied for {buyer}, noted as written") if done.text else _("{buyer}: noted as written")
            self._messages.toast(said.format(buyer=due.buyer), undo=lambda: self._undo_care(done.care_id))

        def refused(error: Exception) -> None:
            if not on_refused(error):
                self._refuse(error)

        self._background.run_task(
            lambda: mark_written(
                self._desk, rule_id=due.rule.id, buyer_id=due.buyer_id, order_id=due.order_id, given=given
            ),
            written, refused, owner=self, in_order=True,
        )  # fmt: skip

    def skip(self, due: CareDue) -> None:
        """Ask why, then leave them alone this time."""
        said = _("{buyer} is left alone this time").format(buyer=due.buyer)

        def write(reason: str) -> None:
            self._run(
                lambda: skip_care(
                    self._desk, rule_id=due.rule.id, buyer_id=due.buyer_id, order_id=due.order_id, reason=reason
                ),
                lambda care_id: self._messages.toast(said, undo=lambda: self._undo_care(care_id)),
            )

        self._messages.ask_text(
            _("Why is {buyer} left alone this time?").format(buyer=due.buyer), _("Leave alone"), write,
            choices=(_("Spoken with already"), _("Not the time for it")), required=False,
        )  # fmt: skip

    def _undo_care(self, care_id: int) -> None:
        self._run(lambda: undo_care(self._desk, care_id=care_id), lambda _done: None)

    # How it is done

    def _with_card(self, record: BuyerRecord, do: Callable[[BuyerCard], object]) -> None:
        self._background.run_task(
            lambda: get_buyer_card(self._desk.seen, record.id), do, self._messages.error, owner=self
        )

    def _run(self, write: Callable[[], Result], say: Callable[[Result], object]) -> None:
        self._background.run_task(write, say, self._refuse, owner=self)

    def _refuse(self, error: Exception) -> None:
        self._messages.error(error)
        self.refused.emit()
