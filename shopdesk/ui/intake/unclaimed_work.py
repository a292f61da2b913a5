"""What is done with unclaimed boxes; what is written is announced by the desk itself (RET-04, RET-05)."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from shopdesk.clock import Millis
from shopdesk.domain.intake import MatchedBy
from shopdesk.domain.matching import Candidate
from shopdesk.i18n import _
from shopdesk.services.desk import Desk
from shopdesk.services.unclaimed import claim_box, escalate_box, give_up, put_aside
from shopdesk.ui.background import Background
from shopdesk.ui.intake.unclaimed_columns import BoxEntry
from shopdesk.ui.intake.unclaimed_forms import ask_form, claim_form, missing_form
from shopdesk.ui.intake.unclaimed_reading import Read
from shopdesk.ui.messages import Messages
from shopdesk.ui.moments import DAY


class UnclaimedWork(QObject):
    """`parent` is the pane over which forms open."""

    refused = Signal()
    """Somebody else was there first: what is shown is old."""

    def __init__(self, desk: Desk, background: Background, messages: Messages, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._background, self._messages, self._pane = desk, background, messages, parent

    def claim(self, entry: BoxEntry, chosen: Candidate) -> None:
        """For an order that was proposed."""
        desk, box = self._desk, entry.row.box

        def write() -> tuple[str, int]:
            case = claim_box(desk, box_id=box.id, order_id=chosen.order_id, by=MatchedBy.PROPOSAL)
            return chosen.order_no, case

        self._run(write, lambda done: self._tell_claimed(entry, done))

    def claim_other(self, entry: BoxEntry, read: Read | None) -> None:
        """For an order that is named; the one that was asked about stands there already."""
        form = claim_form(
            entry.row.box,
            read.order_no if read is not None else "",
            desk=self._desk,
            background=self._background,
            messages=self._messages,
            parent=self._pane,
        )
        form.written.connect(lambda done: self._tell_claimed(entry, done))
        form.open()

    def ask(self, entry: BoxEntry, read: Read | None) -> None:
        """A task with its date: somebody asks the carrier (RET-05)."""
        if read is None:
            return
        form = ask_form(
            entry.row.box,
            read.people,
            self._usual_moment(read),
            read.zone,
            desk=self._desk,
            background=self._background,
            messages=self._messages,
            parent=self._pane,
        )
        form.written.connect(lambda _done: self._tell(_("The carrier is to be asked about box {box}"), entry))
        form.open()

    def ask_missing(self, read: Read) -> None:
        """Nothing of an order is here: the query at the carrier is a task (RET-04)."""
        form = missing_form(
            read.order_no,
            "" if read.order_no else read.text,
            self._usual_moment(read),
            read.zone,
            desk=self._desk,
            background=self._background,
            messages=self._messages,
            parent=self._pane,
        )
        said = _("The carrier is to be asked about order {order_no}")
        form.written.connect(lambda order_no: self._messages.toast(said.format(order_no=order_no)))
        form.open()

    def escalate(self, entry: BoxEntry) -> None:
        """Bring it before the supervisor now."""
        self._run(
            lambda: escalate_box(self._desk, box_id=entry.id),
            lambda _done: self._tell(_("Box {box} is before the supervisor"), entry),
        )

    def put_aside(self, entry: BoxEntry) -> None:
        """What is proposed isn't it: no news any more."""
        self._run(
            lambda: put_aside(self._desk, box_id=entry.id),
            lambda _done: self._tell(_("Box {box}: told again when something better comes"), entry),
        )

    def give_up(self, entry: BoxEntry) -> None:
        """Nobody could find out whose it is; asks why."""

        def write(reason: str) -> None:
            self._run(
                lambda: give_up(self._desk, box_id=entry.id, reason=reason),
                lambda _done: self._tell(_("Box {box} given up"), entry),
            )

        self._messages.ask_text(_("Why is box {box} given up?").format(box=entry.row.box.name), _("Give up"), write)

    def _usual_moment(self, read: Read) -> Millis:
        return self._desk.clock() + read.ask_days * DAY

    def _run(self, write: Callable[[], object], done: Callable[[object], object]) -> None:
        def refused(error: Exception) -> None:
            self._messages.error(error)
            self.refused.emit()

        self._background.run_task(write, done, refused, owner=self)

    def _tell(self, text: str, entry: BoxEntry) -> None:
        self._messages.toast(text.format(box=entry.row.box.name))

    def _tell_claimed(self, entry: BoxEntry, done: object) -> None:
        order_no, case = done if isinstance(done, tuple) else ("", 0)
        text = _("Box {box} claimed for order {order_no}, case {case}")
        self._messages.toast(text.format(box=entry.row.box.name, order_no=order_no, case=case))
