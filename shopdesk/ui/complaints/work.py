"""Doing things with complaints: forms are opened, services run in the background, a toast says what happened."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from shopdesk.domain.complaints import STATES, Cause, State, Step
from shopdesk.domain.money import Money
from shopdesk.domain.points import PointKind
from shopdesk.i18n import _
from shopdesk.queries.buyers import get_buyer_card
from shopdesk.queries.cases import get_case_row
from shopdesk.queries.orders import get_order, get_order_ids
from shopdesk.queries.shop_settings import get_setting
from shopdesk.queries.shops import ShopRow, list_shops
from shopdesk.services.complaint_steps import close_complaint, take_step, write_appeal
from shopdesk.services.complaints import (
    assign_complaint,
    complaint_base,
    edit_complaint,
    note_complaint_contact,
    open_complaint,
)
from shopdesk.services.desk import Desk
from shopdesk.settings import COMPLAINT_ANSWER_DAYS, ZONE
from shopdesk.ui.background import Background
from shopdesk.ui.clash_dialog import Opened
from shopdesk.ui.complaints.forms import About, Forms, typed_time
from shopdesk.ui.complaints.reading import WholeComplaint
from shopdesk.ui.form_dialog import Values
from shopdesk.ui.messages import Messages
from shopdesk.ui.order_forms.points_form import ask_points
from shopdesk.ui.order_forms.record_work import RecordWork


class ComplaintWork(RecordWork):
    """Forms over the page of complaints, and what they write."""

    entered = Signal(int)
    """A new complaint."""

    def __init__(self, desk: Desk, background: Background, messages: Messages, page: QWidget) -> None:
        super().__init__(desk, background, messages, page)
        self._forms = Forms(background, messages, page)

    # How they come

    def enter(self, shops: Sequence[ShopRow], answer_days: int, about: About | None = None) -> None:
        """Ask for a new complaint; the supervisor is told at once (CMP-01)."""
        known = about or About()

        def write(values: Values) -> int:
            return self._enter(known, values)

        form = self._forms.new(known, shops, answer_days, write)
        form.written.connect(self._say_entered)
        form.open()

    def enter_of(self, record: object) -> None:
        """The same about what another page names: an order by its id, {"case_id": 3} or {"buyer_id": 8}."""
        desk = self._desk

        def read() -> tuple[list[ShopRow], int, About]:
            return list_shops(desk.seen), get_setting(desk.seen, COMPLAINT_ANSWER_DAYS), read_about(desk, record)

        self._background.run_task(read, lambda known: self.enter(*known), self._messages.error, owner=self)

    def _enter(self, about: About, values: Values) -> int:
        desk, order_no, shop = self._desk, str(values["order_no"]).strip(), str(values.get("shop", ""))
        order_id = about.order_id if order_no == about.order_no else None
        if order_no and order_id is None:
            order_id = get_order_ids(desk.seen, [order_no])[0]
        return open_complaint(
            desk, cause=Cause(str(values["cause"])), said=str(values["said"]), number=str(values["number"]),
            order_id=order_id, case_id=about.case_id, buyer_id=about.buyer_id if order_id is None else None,
            shop_id=int(shop) if shop else None,
            due_at=typed_time(values, "due_at", get_setting(desk.seen, ZONE), desk.clock),
        )  # fmt: skip

    def _say_entered(self, number: int) -> None:
        self._toast(_("Complaint {number} entered; the supervisor is told").format(number=number))
        self.entered.emit(number)

    def edit(self, complaint: WholeComplaint) -> None:
        """Put right what was entered, or a deadline that was moved."""
        row, opened, zone = complaint.row, Opened(complaint_base(complaint.row)), complaint.moment.zone

        def write(values: Values) -> bool:
            order_no = str(values["order_no"]).strip()
            changed: dict[str, Any] = {
                **values, "due_at": typed_time(values, "due_at", zone, self._desk.clock),
                "order_id": row.order_id if order_no == row.order_no else
                get_order_ids(self._desk.seen, [order_no])[0] if order_no else None,
            }  # fmt: skip
            if (
                changed["due_at"] is not None
                and row.due_at is not None
                and changed["due_at"] // 60_000 == row.due_at // 60_000
            ):
                changed["due_at"] = row.due_at  # typed to the minute: not touched
            return edit_complaint(self._desk, complaint_id=row.id, values=changed, base=opened.base)

        self._open(
            self._forms.edited(complaint, write, opened), row.id,
            lambda _changed: self._toast(_("Complaint {number} saved").format(number=row.id)),
        )  # fmt: skip

    # Steps

    def step(self, complaint: WholeComplaint, step: Step) -> None:
        """Take a step that needs no more than a key (CMP-01, CMP-02)."""
        row = complaint.row
        self._run(
            lambda: take_step(self._desk, complaint_id=row.id, step=step, version=row.version), row.id,
            lambda state: self._stands(row.id, state),
        )  # fmt: skip

    def step_why(self, complaint: WholeComplaint, step: Step) -> None:
        """Ask why, then take the step: back to its writer, open again."""
        row = complaint.row
        if step is Step.SEND_BACK:
            question, ok = _("What is missing in the appeal of complaint {number}?"), _("Back to its writer")
        else:
            question, ok = _("Why is complaint {number} taken up again?"), _("Open again")

        def write(note: str) -> None:
            self._run(
                lambda: take_step(self._desk, complaint_id=row.id, step=step, note=note, version=row.version), row.id,
                lambda state: self._stands(row.id, state),
            )  # fmt: skip

        self._messages.ask_text(question.format(number=row.id), ok, write)

    def send(self, complaint: WholeComplaint) -> None:
        """The appeal goes to the platform: its text is copied, and that it was sent is noted."""
        QGuiApplication.clipboard().setText(complaint.row.appeal)
        self.step(complaint, Step.SEND)

    def assign(self, complaint: WholeComplaint) -> None:
        """Ask in whose hands it goes."""
        row = complaint.row

        def write(values: Values) -> bool:
            return assign_complaint(
                self._desk, complaint_id=row.id, person_id=int(str(values["person"])), note=str(values["note"]),
                version=row.version,
            )  # fmt: skip

        self._open(
            self._forms.assigned(complaint, write), row.id,
            lambda _changed: self._toast(_("Complaint {number} handed over").format(number=row.id)),
        )  # fmt: skip

    def contact(self, complaint: WholeComplaint) -> None:
        """Note what was said, and when to speak again (CRM-03)."""
        row = complaint.row

        def write(values: Values) -> int:
            next_at = typed_time(values, "next_at", complaint.moment.zone, self._desk.clock)
            return note_complaint_contact(
                self._desk, complaint_id=row.id, note=str(values["note"]), next_at=next_at, version=row.version
            )

        self._open(self._forms.contact(complaint, write), row.id, lambda _id: self._toast(_("Contact noted")))

    def appeal(self, complaint: WholeComplaint) -> None:
        """Write the appeal, or write it anew."""
        row = complaint.row

        def write(values: Values) -> None:
            write_appeal(self._desk, complaint_id=row.id, text=str(values["text"]), version=row.version)

        self._open(self._forms.appeal(complaint, write), row.id, lambda _none: self._stands(row.id, State.DRAFTED))

    def close(self, complaint: WholeComplaint) -> None:
        """Ask how it ended, and close it."""
        row = complaint.row

        def write(values: Values) -> State:
            return close_complaint(
                self._desk, complaint_id=row.id, step=Step(str(values["end"])), result=str(values["result"]),
                cost=Money.typed(str(values["cost"]).strip()), version=row.version,
            )  # fmt: skip

        self._open(self._forms.closed(complaint, write), row.id, lambda state: self._stands(row.id, state))

    def book_points(self, complaint: WholeComplaint) -> None:
        """Points for a mistake or a merit, booked on this complaint (TEAM-02)."""
        ask_points(
            PointKind.COMPLAINT, complaint.row.id, person_id=complaint.row.person_id, desk=self._desk,
            background=self._background, messages=self._messages, parent=self._page,
        )  # fmt: skip

    # How

    def _stands(self, number: int, state: State) -> None:
        self._toast(_("Complaint {number}: {state}").format(number=number, state=_(STATES[state])))


def read_about(desk: Desk, record: object) -> About:
    """What another page wants a complaint about."""
    if isinstance(record, int):
        return About(get_order(desk.seen, record).order_no, record)
    named = record if isinstance(record, Mapping) else {}
    case_id, buyer_id = named.get("case_id"), named.get("buyer_id")
    if isinstance(case_id, int):
        case = get_case_row(desk.seen, case_id)
        return About(case.order_no, case.order_id, case_id, name=_("Case {number}").format(number=case_id))
    if isinstance(buyer_id, int):
        return About(buyer_id=buyer_id, name=get_buyer_card(desk.seen, buyer_id).buyer)
    return About()
