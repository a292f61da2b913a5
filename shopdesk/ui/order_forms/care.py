"""Late changes of orders: change notes (ORD-14), edits by hand (ORD-15), later times (ORD-18, ORD-23).

Small writes are done while their form is open, so that what is refused is said in it and nothing typed is lost.
"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from shopdesk.domain.change_notes import ChangeForm, changed_text, compose_form
from shopdesk.domain.deadlines import DAY_MS, confirm_by, ship_by
from shopdesk.domain.properties import read_properties
from shopdesk.errors import Refused
from shopdesk.i18n import _, ngettext, sentence
from shopdesk.queries.change_notes import NoteRow, change_form, line_text
from shopdesk.queries.extensions import Deadline
from shopdesk.queries.orders import Line, OrderDetail, get_order
from shopdesk.queries.people import list_people
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.change_notes import NothingChanges, enter_note, find_warning, take_back
from shopdesk.services.desk import Desk, not_allowed
from shopdesk.services.extensions import USUAL_MESSAGE, extend_orders, mark_told
from shopdesk.services.order_edits import OrderEdit, edit_order, find_edit_refusal, order_base, right_to_edit
from shopdesk.settings import EXTENSION_MESSAGE, SHIP_WITHIN_HOURS, ZONE
from shopdesk.ui.background import Background
from shopdesk.ui.blanks import kept_blanks
from shopdesk.ui.clash_dialog import Opened
from shopdesk.ui.form_dialog import Values
from shopdesk.ui.messages import Kind, Messages
from shopdesk.ui.order_forms.amounts import read_moment
from shopdesk.ui.order_forms.change_forms import ChangeNoteForm, extension_form
from shopdesk.ui.order_forms.edit_form import OrderEditForm

EXTENDED_BY = 3 * DAY_MS
"""How much later a form proposes."""


class OrderCare(QObject):
    """`parent` is the page over which forms open; what is written is announced by the desk itself."""

    def __init__(self, desk: Desk, background: Background, messages: Messages, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._background, self._messages, self._page = desk, background, messages, parent

    # Change notes

    def note_change(self, order_id: int) -> None:
        """Ask what the buyer wants instead; a parcel that is packed or gone warns before."""
        self._with_order(order_id, self._note_change)

    def copy_form(self, order: OrderDetail, note: NoteRow) -> None:
        """The note's form to the clipboard."""
        self._copy(change_form(order, wanted=note.wanted, changed_to=note.changed_to))

    def take_back(self, note: NoteRow) -> None:
        """Ask why, then take a note back."""
        self._messages.ask_text(
            _("Why is this change taken back?"),
            _("Take back"),
            lambda reason: self._run(
                lambda: take_back(self._desk, note_id=note.id, reason=reason), lambda _id: _("Change taken back")
            ),
        )

    def _note_change(self, order: OrderDetail) -> None:
        warning = find_warning(order)
        if warning is None:
            self._open_note(order)
            return
        self._messages.confirm(sentence(warning), _("Note it all the same"), lambda: self._open_note(order))

    def _open_note(self, order: OrderDetail) -> None:
        def save(values: Values) -> None:
            quantity = values["quantity"]
            changed_to = changed_text(
                style=str(values["style"]), colour=str(values["colour"]), size=str(values["size"]),
                quantity=quantity if isinstance(quantity, int) else 1,
            )  # fmt: skip
            wanted = next((line for line in order.lines if line_text(line) == values["wanted"]), None)
            if wanted is not None and changed_to == _bought(wanted):
                raise NothingChanges(item=line_text(wanted))
            form = enter_note(
                self._desk, order_id=order.id, wanted=str(values["wanted"]), changed_to=changed_to,
                reason=str(values["reason"]), anyway=find_warning(order) is not None,
            )  # fmt: skip
            self._messages.toast(_("Change noted"), action=(_("Copy form"), lambda: self._copy(form)))

        ChangeNoteForm(order, save, self._page).open()

    def _copy(self, form: ChangeForm) -> None:
        QGuiApplication.clipboard().setText(compose_form(form))
        self._messages.toast(_("Change note copied"), Kind.INFO)

    # Edits

    def edit(self, order_id: int) -> None:
        """Edit an order by hand; where it can't be, say why."""
        self._with_order(order_id, self._edit)

    def _edit(self, order: OrderDetail) -> None:
        refusal: Refused | None = find_edit_refusal(order) or not_allowed(self._desk.actor, right_to_edit(order))
        if refusal is not None:
            self._messages.error(refusal)
            return
        people = [person.name for person in list_people(self._desk.seen)]
        opened = Opened(order_base(order))

        def save(edit: OrderEdit, reason: str) -> None:
            if edit_order(self._desk, order_id=order.id, edit=edit, reason=reason, base=opened.base):
                self._messages.toast(_("Order {order_no} changed").format(order_no=order.order_no))

        OrderEditForm(order, people, save, opened=opened, parent=self._page).open()

    # Later times

    def extend(
        self,
        order_ids: Sequence[int],
        kind: Deadline = Deadline.SHIP,
        *,
        over: QWidget | None = None,
        then: Callable[[], object] | None = None,
    ) -> None:
        """Ask for a later time for these orders, `over` a dialog where there is one; `then` is called once it is
        recorded."""
        ids = list(order_ids)
        if ids:
            self._with_order(ids[0], lambda order: self._extend(ids, order, kind, over or self._page, then))

    def _extend(
        self, ids: list[int], first: OrderDetail, kind: Deadline, over: QWidget, then: Callable[[], object] | None
    ) -> None:
        database = self._desk.seen
        zone, now = get_setting(database, ZONE), self._desk.clock()
        due = ship_by(first.ship_by, first.paid_at, get_setting(database, SHIP_WITHIN_HOURS))
        if kind is Deadline.RECEIPT:
            due = confirm_by(first.shipped_at, 0)
        script = get_setting(database, EXTENSION_MESSAGE).strip() or _(USUAL_MESSAGE)

        def save(values: Values) -> None:
            until = read_moment(str(values["until"]), zone, self._desk.clock())
            n = extend_orders(
                self._desk, order_ids=ids, until=until, reason=str(values["reason"]), kind=kind,
                message=kept_blanks(str(values["message"])), told=bool(values["told"]),
            )  # fmt: skip
            self._messages.toast(ngettext("{n} order extended", "{n} orders extended", n).format(n=n))
            if then is not None:
                then()

        until = max(due or 0, now) + EXTENDED_BY
        extension_form(kind, until=until, message=script, zone=zone, on_save=save, parent=over).open()

    def tell(self, extension_ids: Sequence[int], *, then: Callable[[], object] | None = None) -> None:
        """The buyers of these extensions have been told."""
        ids = list(extension_ids)

        def said(n: int) -> str:
            if then is not None:
                then()
            return ngettext("{n} buyer told", "{n} buyers told", n).format(n=n)

        self._run(lambda: mark_told(self._desk, extension_ids=ids), said)

    # How

    def _with_order(self, order_id: int, then: Callable[[OrderDetail], object]) -> None:
        self._background.run_task(lambda: get_order(self._desk.seen, order_id), then, self._messages.error, owner=self)

    def _run(self, write: Callable[[], int], said: Callable[[int], str]) -> None:
        self._background.run_task(write, lambda n: self._messages.toast(said(n)), self._messages.error, owner=self)


def _bought(line: Line) -> str:
    """What was bought in the words in which a change is told."""
    known = read_properties(line.properties)
    return changed_text(style=known.style, colour=known.colour, size=known.size, quantity=line.quantity)
