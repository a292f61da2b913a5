"""Who follows reviews up: everybody's workload in view, one or several reviews at once (REV-02)."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from shopdesk.errors import ShopdeskError
from shopdesk.i18n import N_, _, ngettext, sentence
from shopdesk.queries.review_people import Follower, FollowerProposal, list_workload, propose_follower
from shopdesk.queries.reviews import ReviewRow
from shopdesk.services.desk import Desk
from shopdesk.services.review_steps import assign_review
from shopdesk.ui.background import Background
from shopdesk.ui.controls import button, fit_on_screen, label, named
from shopdesk.ui.language import Retranslated
from shopdesk.ui.messages import Messages
from shopdesk.ui.order_forms.rows_table import RowsTable

_HEADINGS = (N_("Person"), N_("Reviews"), N_("Late"), N_("Cases"), N_("Why"))
_PERSON, _WHY = 0, 4


class Workload(NamedTuple):
    """What there is to decide by."""

    people: list[Follower]
    proposals: dict[int, FollowerProposal | None]
    """By review."""


class Assigned(NamedTuple):
    """What came of it."""

    done: int
    refusals: tuple[ShopdeskError, ...]


def read_workload(desk: Desk, review_ids: Sequence[int]) -> Workload:
    """Everybody who may, with what they have to do, and who is proposed for each review."""
    database, now = desk.seen, desk.clock()
    return Workload(
        list_workload(database, now=now),
        {number: propose_follower(database, review_id=number, now=now) for number in review_ids},
    )


def assign_all(desk: Desk, rows: Sequence[ReviewRow], person_of: Callable[[int], int | None], note: str) -> Assigned:
    """Assign each to the person named for it; those that are refused are left, and told."""
    done, refusals = 0, []
    for row in rows:
        person_id = person_of(row.id)
        if person_id is None:
            continue
        try:
            done += assign_review(desk, review_id=row.id, person_id=person_id, note=note, version=row.version)
        except ShopdeskError as error:
            refusals.append(error)
    return Assigned(done, tuple(refusals))


class AssignForm(Retranslated, QDialog):
    """Arrows choose, Enter assigns."""

    written = Signal(object)
    """The `Assigned`."""

    def __init__(
        self, rows: Sequence[ReviewRow], desk: Desk, background: Background, messages: Messages,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.setObjectName("review-assign")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._rows, self._desk, self._background, self._messages = rows, desk, background, messages
        self._work = Workload([], {})
        self._is_read = self._is_hurried = False
        self.table = RowsTable("review-assign.people", _WHY, self)
        self.note = named(QLineEdit(self), "review-assign.note")
        self._refusal = label("review-assign.refusal", "danger", wrap=True, parent=self)
        self._refusal.hide()
        self._cancel, self._save = (
            button("review-assign.cancel", parent=self),
            button("review-assign.save", "main", self),
        )
        self._save.setDefault(True)
        self._lay_out()
        self.table.used.connect(lambda _row: self.save())
        self._cancel.clicked.connect(self.reject)
        self._save.clicked.connect(self.save)
        self.retranslate()
        fit_on_screen(self, 560, 420)
        self.table.setFocus()
        ids = [row.id for row in rows]
        background.run_task(lambda: read_workload(desk, ids), self._take, messages.error, owner=self)

    def retranslate(self) -> None:
        """Write every text again."""
        n = len(self._rows)
        one = _("Assign review {number}").format(number=self._rows[0].id)
        self.setWindowTitle(one if n == 1 else ngettext("Assign {n} review", "Assign {n} reviews", n).format(n=n))
        self.setAccessibleName(self.windowTitle())
        self.table.setAccessibleName(_("Who follows reviews up"))
        self.table.show_headings([_(heading) for heading in _HEADINGS])
        self.note.setPlaceholderText(_("What the other has to know"))
        self.note.setAccessibleName(_("Note"))
        self._cancel.setText(_("Cancel"))
        self._save.setText(_("Assign"))
        self._show()

    def save(self) -> None:
        """Assign to whom the keys are on."""
        place = self.table.currentRow()
        self._is_hurried = not self._is_read  # Enter before it is read means whoever is proposed
        if place < 0 or not self._work.people or not self._save.isEnabled():
            return
        self._save.setEnabled(False)
        proposals, note = self._work.proposals, self.note.text()
        chosen = self._work.people[place - self._first].id if place >= self._first else None

        def person_of(number: int) -> int | None:
            proposed = proposals.get(number)
            return chosen if chosen is not None else proposed.person_id if proposed is not None else None

        self._background.run_task(
            lambda: assign_all(self._desk, self._rows, person_of, note), self._done, self._refused, owner=self
        )

    @property
    def _first(self) -> int:
        """The row of the first person: above it stands `as proposed`, where there are several reviews."""
        return int(len(self._rows) > 1)

    def _take(self, work: Workload) -> None:
        self._work, self._is_read = work, True
        self._show()
        proposed = next((each for each in work.proposals.values() if each is not None), None)
        if len(self._rows) == 1 and proposed is not None:
            place = next((at for at, each in enumerate(work.people) if each.id == proposed.person_id), 0)
            self.table.setCurrentCell(place, _PERSON)
        self._refusal.setVisible(not work.people)
        self._refusal.setText("" if work.people else _("Nobody here may follow reviews up: add an agent in Settings."))
        if self._is_hurried:
            self.save()

    def _show(self) -> None:
        people = [
            (each.name, str(each.reviews), str(each.late), str(each.cases), self._why(each))
            for each in self._work.people
        ]
        as_proposed = [(_("Each as proposed"), "", "", "", self._shares())] if self._first and people else []
        self.table.show_rows([*as_proposed, *people])

    def _why(self, person: Follower) -> str:
        found = [each for each in self._work.proposals.values() if each is not None and each.person_id == person.id]
        if not found:
            return ""
        if len(self._rows) > 1:
            return ngettext("proposed for {n}", "proposed for {n}", len(found)).format(n=len(found))
        return _("the order's salesperson") if found[0].is_salesperson else _("has least to do")

    def _shares(self) -> str:
        counts: dict[str, int] = {}
        for each in self._work.proposals.values():
            name = each.name if each is not None else "–"
            counts[name] = counts.get(name, 0) + 1
        return _(", ").join(f"{name} {count}" for name, count in counts.items())

    def _done(self, assigned: Assigned) -> None:
        if not assigned.done and len(assigned.refusals) == len(self._rows):
            self._refused(assigned.refusals[0])
            return
        self.written.emit(assigned)
        self.accept()

    def _refused(self, error: Exception) -> None:
        self._save.setEnabled(True)
        if not isinstance(error, ShopdeskError):
            self._messages.error(error)
            return
        self._refusal.setText(sentence(error))
        self._refusal.show()

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self._refusal, 1)
        foot.addStretch(0)
        for made in (self._cancel, self._save):
            foot.addWidget(made, 0, Qt.AlignmentFlag.AlignBottom)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(10)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.note)
        layout.addLayout(foot)
