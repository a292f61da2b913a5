"""Doing things with reviews: forms are opened, services run in the background, a toast says what happened."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from shopdesk.domain.reviews import KINDS, STATES, Kind, Result, State, Step
from shopdesk.i18n import _, ngettext, sentence
from shopdesk.queries.orders import OrderDetail, get_order
from shopdesk.queries.reviews import ReviewRow
from shopdesk.queries.shops import ShopRow
from shopdesk.services.desk import Desk
from shopdesk.services.review_steps import close_review, note_review_contact, take_step
from shopdesk.services.reviews import change_review, edit_review, note_deleted, review_base, set_but
from shopdesk.ui.background import Background
from shopdesk.ui.clash_dialog import Opened
from shopdesk.ui.form_dialog import Values
from shopdesk.ui.messages import Kind as News
from shopdesk.ui.messages import Messages
from shopdesk.ui.order_forms.record_work import RecordWork
from shopdesk.ui.reviews.assigning import Assigned, AssignForm
from shopdesk.ui.reviews.forms import Forms, typed_moment_of
from shopdesk.ui.reviews.new_review import NewReview
from shopdesk.ui.reviews.reading import WholeReview
from shopdesk.ui.reviews.reply import ReplyForm
from shopdesk.ui.theme import Theme


class ReviewWork(RecordWork):
    """Forms over the page of reviews, and what they write."""

    entered = Signal(int)
    """A new review."""

    def __init__(self, desk: Desk, background: Background, messages: Messages, theme: Theme, page: QWidget) -> None:
        super().__init__(desk, background, messages, page)
        self._theme = theme
        self._forms = Forms(desk, background, messages, page)

    # How they come

    def enter(self, shops: Sequence[ShopRow], *, text: str = "", order: OrderDetail | None = None) -> None:
        """Ask for a new review: of this order, or as it was pasted (REV-01). It is there at once: one types on."""
        form = NewReview(
            self._desk, self._background, self._messages, shops=shops, order=order, text=text, parent=self._page
        )
        form.written.connect(self._say_entered)
        form.open()

    def enter_of(self, order_id: object, shops: Sequence[ShopRow]) -> None:
        """The same of an order that another page names by its id; of any order where it names none."""
        if not isinstance(order_id, int):
            self.enter(shops)
            return
        self._background.run_task(
            lambda: get_order(self._desk.seen, order_id), lambda order: self.enter(shops, order=order),
            self._messages.error, owner=self,
        )  # fmt: skip

    def paste(self, shops: Sequence[ShopRow]) -> None:
        """What was copied on the platform's page is a new review."""
        self.enter(shops, text=QGuiApplication.clipboard().text())

    def _say_entered(self, number: int) -> None:
        self._toast(_("Review {number} entered").format(number=number))
        self.entered.emit(number)

    def edit(self, review: WholeReview) -> None:
        """Put right what was entered (REV-01)."""
        number, opened = review.row.id, Opened(review_base(review.row))

        def write(values: Values) -> bool:
            return edit_review(self._desk, review_id=number, values=values, base=opened.base)

        self._open(
            self._forms.edited(review, write, opened), number,
            lambda _changed: self._toast(_("Review {number} saved").format(number=number)),
        )  # fmt: skip

    # Steps

    def assign(self, rows: Sequence[ReviewRow]) -> None:
        """Ask who follows these up (REV-02)."""
        form = AssignForm(rows, self._desk, self._background, self._messages, self._page)
        form.written.connect(lambda assigned: self._say_assigned(rows, assigned))
        form.open()

    def _say_assigned(self, rows: Sequence[ReviewRow], assigned: Assigned) -> None:
        n = assigned.done
        self._toast(ngettext("{n} review assigned", "{n} reviews assigned", n).format(n=n))
        if assigned.refusals:
            left = len(assigned.refusals)
            said = ngettext("{n} was left: {why}", "{n} were left, the first because: {why}", left)
            self._toast(said.format(n=left, why=sentence(assigned.refusals[0])), News.WARNING)
        self.written.emit(rows[0].id)

    def contact(self, review: WholeReview) -> None:
        """Note what was said, and when to speak again (REV-02)."""
        row = review.row

        def write(values: Values) -> int:
            next_at = typed_moment_of(values, "next_at", review.moment.zone, self._desk.clock)
            return note_review_contact(
                self._desk, review_id=row.id, note=str(values["note"]), next_at=next_at, version=row.version
            )

        self._open(self._forms.contact(review, write), row.id, lambda _id: self._toast(_("Contact noted")))

    def step(self, review: WholeReview, step: Step) -> None:
        """Ask why, then take a step that needs no more (REV-02)."""
        row = review.row
        usual: tuple[str, ...]
        if step is Step.RAISE:
            question, ok = _("Why does review {number} go to the supervisor?"), _("To the supervisor")
            usual = (_("The buyer can't be reached"), _("The buyer wants more than I may give"), _("Malice"))
        else:
            question, ok = _("Why is review {number} opened again?"), _("Open again")
            usual = (_("The buyer wrote again"), _("Closed by mistake"))

        def write(note: str) -> None:
            self._run(
                lambda: take_step(self._desk, review_id=row.id, step=step, note=note, version=row.version), row.id,
                lambda state: self._stands(row.id, state),
            )  # fmt: skip

        self._messages.ask_text(question.format(number=row.id), ok, write, choices=usual)

    def close(self, review: WholeReview) -> None:
        """Ask what came of it, and close it (REV-02, REV-07)."""
        row = review.row

        def write(values: Values) -> None:
            points: Any = values["points"]
            close_review(
                self._desk, review_id=row.id, result=Result(str(values["result"])),
                explanation=str(values["explanation"]), points=points, version=row.version,
            )  # fmt: skip

        self._open(self._forms.closed(review, write), row.id, lambda _none: self._stands(row.id, State.CLOSED))

    # What is said, and what the buyer did

    def reply(self, review: WholeReview) -> None:
        """Write the answer that everybody reads (REV-05)."""
        row = review.row
        form = ReplyForm(row, self._desk, self._background, self._messages, theme=self._theme, parent=self._page)
        form.written.connect(lambda text: self._say_replied(row.id, text))
        form.open()

    def _say_replied(self, number: int, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self._toast(_("Answer to review {number} noted and copied: paste it on the platform").format(number=number))
        self.written.emit(number)

    def say_but(self, rows: Sequence[ReviewRow], complains: bool) -> None:
        """Somebody says whether good reviews complain (REV-06)."""

        def write() -> int:
            return sum(set_but(self._desk, review_id=row.id, complains=complains) for row in rows)

        def say(n: int) -> None:
            if complains:
                said = ngettext(
                    "{n} review complains: it is followed up", "{n} reviews complain: they are followed up", n
                )
            else:
                said = ngettext("{n} review doesn't complain: closed", "{n} reviews don't complain: closed", n)
            is_plain = all(row.state in (State.NEW, State.CLOSED) for row in rows)  # else who followed it is lost
            undo = (lambda: self._take_back_but(rows, not complains)) if n and is_plain else None
            self._messages.toast(said.format(n=n), undo=undo)

        self._run(write, rows[0].id, say)

    def _take_back_but(self, rows: Sequence[ReviewRow], complains: bool) -> None:
        self._run(
            lambda: [set_but(self._desk, review_id=row.id, complains=complains) for row in rows], rows[0].id,
            lambda _done: self._toast(_("As it was before"), News.INFO),
        )  # fmt: skip

    def changed(self, review: WholeReview) -> None:
        """The buyer changed it on the platform (REV-03)."""
        number = review.row.id

        def write(values: Values) -> Kind:
            kind = Kind(str(values["kind"]))
            change_review(self._desk, review_id=number, kind=kind, said=str(values["said"]), note=str(values["note"]))
            return kind

        self._open(
            self._forms.changed(review, write), number,
            lambda kind: self._toast(_("Review {number} is now: {kind}").format(number=number, kind=_(KINDS[kind]))),
        )  # fmt: skip

    def deleted(self, review: WholeReview) -> None:
        """The buyer took it away."""
        number = review.row.id

        def write(note: str) -> None:
            self._run(
                lambda: note_deleted(self._desk, review_id=number, note=note), number,
                lambda _none: self._toast(_("Review {number}: deleted by the buyer").format(number=number)),
            )  # fmt: skip

        self._messages.ask_text(
            _("Did the buyer delete review {number}? A note, if you like").format(number=number), _("Deleted"), write,
            required=False,
        )  # fmt: skip

    # How

    def _stands(self, number: int, state: State) -> None:
        self._toast(_("Review {number}: {state}").format(number=number, state=_(STATES[state])))
