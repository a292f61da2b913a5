"""Received goods: what is to be inspected, and what somebody else is to approve (RET-09)."""

from dataclasses import dataclass

from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QTabBar,
    QTableWidgetSelectionRange,
    QVBoxLayout,
    QWidget,
)

from shopdesk.domain.intake import DESTINATIONS
from shopdesk.domain.permissions import Right
from shopdesk.i18n import N_, _, ngettext
from shopdesk.queries.inspections import InspectionRow, Progress, list_inspections
from shopdesk.queries.people import is_one_person_shop
from shopdesk.services.desk import Desk
from shopdesk.services.inspections import approve_items
from shopdesk.ui.background import Background
from shopdesk.ui.controls import button, fit_on_screen, label, named, restyle
from shopdesk.ui.intake.inspection_form import inspection_form
from shopdesk.ui.language import Retranslated
from shopdesk.ui.messages import Messages
from shopdesk.ui.order_forms.rows_table import RowsTable
from shopdesk.ui.rights import apply_right

_HEADINGS = (N_("Box"), N_("Order"), N_("Item"), N_("Pieces"), N_("Found"), N_("Inspected by"))
_ITEM = 2
_TABS = (Progress.TO_INSPECT, Progress.TO_APPROVE)


@dataclass(frozen=True, slots=True)
class _Read:
    rows: dict[Progress, list[InspectionRow]]
    is_alone: bool


class InspectionDialog(Retranslated, QDialog):
    """Enter inspects the current item; on the second tab the chosen ones are approved. The second tab isn't seen where
    only one person works (TEAM-01)."""

    def __init__(
        self,
        desk: Desk,
        background: Background,
        messages: Messages,
        *,
        box_id: int | None = None,
        case_id: int | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """`box_id`, `case_id`: only the items of one box or case."""
        super().__init__(parent)
        named(self, "intake.inspection")
        self._desk, self._background, self._messages = desk, background, messages
        self._box_id, self._case_id = box_id, case_id
        self._read = _Read({each: [] for each in _TABS}, is_alone=True)
        self._shown: list[int] = []
        self._build()
        self.retranslate()
        fit_on_screen(self, 860, 480)
        self.refresh()

    @property
    def rows(self) -> list[InspectionRow]:
        """The items that are shown."""
        return self._read.rows[self._progress]

    @property
    def _progress(self) -> Progress:
        return _TABS[max(self.tabs.currentIndex(), 0)]

    def retranslate(self) -> None:
        """Write every text again."""
        self.setWindowTitle(_("Received goods"))
        self.setAccessibleName(_("Received goods"))
        self.tabs.setAccessibleName(_("To inspect or to approve"))
        self.table.setAccessibleName(_("Items"))
        self.table.show_headings([_(heading) for heading in _HEADINGS])
        self._inspect.setText(_("Inspect…"))
        self._approve.setText(_("Approve"))
        self._close.setText(_("Close"))
        self._show()

    def refresh(self) -> None:
        """Read everything again: goods were registered, inspected or approved."""

        def read() -> _Read:
            rows = {
                each: list_inspections(self._desk.seen, progress=each, box_id=self._box_id, case_id=self._case_id)
                for each in _TABS
            }
            return _Read(rows, is_one_person_shop(self._desk.seen))

        self._background.run_task(read, self._take, owner=self)

    def inspect(self, place: int | None = None) -> None:
        """Ask what is good and what is faulty."""
        place = self.table.currentRow() if place is None else place
        if not 0 <= place < len(self.rows) or not self._inspect.isEnabled():
            return
        form = inspection_form(
            self.rows[place], desk=self._desk, background=self._background, messages=self._messages,
            on_written=lambda _result: self.refresh(), parent=self,
        )  # fmt: skip
        form.open()

    def approve(self) -> None:
        """Take the chosen items into stock, or where the inspection says."""
        ids = [self.rows[place].id for place in self._chosen() if place < len(self.rows)]
        if not ids or not self._approve.isEnabled():
            return

        def done(pieces: int) -> None:
            self._messages.toast(ngettext("{n} piece approved", "{n} pieces approved", pieces).format(n=pieces))
            self.refresh()

        self._background.run_task(
            lambda: approve_items(self._desk, item_ids=ids), done, self._messages.error, owner=self
        )

    # Making and showing

    def _build(self) -> None:
        self.tabs = named(QTabBar(self), "intake.inspection.tabs")
        for _tab in _TABS:
            self.tabs.addTab("")
        self.table = RowsTable("intake.inspection.items", _ITEM, self)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self._say = label("intake.inspection.say", "muted", wrap=True, parent=self)
        self._inspect = button("intake.inspection.inspect", parent=self)
        self._approve = button("intake.inspection.approve", "main", self)
        self._close = button("intake.inspection.close", parent=self)
        apply_right(self._inspect, self._desk, Right.INTAKE)
        apply_right(self._approve, self._desk, Right.STOCK_IN)
        self.tabs.currentChanged.connect(lambda _place: self._show())
        self.table.used.connect(self._use)
        self._inspect.clicked.connect(lambda *_args: self.inspect())
        self._approve.clicked.connect(lambda *_args: self.approve())
        self._close.clicked.connect(self.reject)
        self._lay_out()
        self.table.setFocus()

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self._say, 1)
        for made in (self._close, self._inspect, self._approve):
            made.setMinimumWidth(80)
            foot.addWidget(made)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(12)
        layout.addWidget(self.tabs)
        layout.addWidget(self.table, 1)
        layout.addLayout(foot)

    def _take(self, read: _Read) -> None:
        self._read = read
        self._show()

    def _use(self, place: int) -> None:
        if self._progress is Progress.TO_INSPECT:
            self.inspect(place)
        else:
            self.approve()

    def _show(self) -> None:
        chosen = {self._shown[place] for place in self._chosen() if place < len(self._shown)}
        self._shown = [row.id for row in self.rows]
        is_alone, waiting = self._read.is_alone, [len(self._read.rows[each]) for each in _TABS]
        self.tabs.setTabText(0, _("To inspect ({n})").format(n=waiting[0]))
        self.tabs.setTabText(1, _("To approve ({n})").format(n=waiting[1]))
        self.tabs.setVisible(not is_alone or waiting[1] > 0)
        is_approving = self._progress is Progress.TO_APPROVE
        self._approve.setVisible(is_approving)
        restyle(self._inspect, "main", not is_approving)
        self.table.show_rows([self._texts(row) for row in self.rows])
        self._choose(chosen)
        for made in (self._inspect, self._approve):
            made.setEnabled(bool(self.rows))
        self._say.setText("" if self.rows else self._nothing())

    def _chosen(self) -> list[int]:
        """The places of the chosen items."""
        return sorted({index.row() for index in self.table.selectedIndexes()})

    def _choose(self, ids: set[int]) -> None:
        """What was chosen stays so, wherever it stands now."""
        places = [place for place, row in enumerate(self.rows) if row.id in ids]
        if places:
            self.table.setCurrentCell(places[0], 0)
        for place in places[1:]:
            self.table.setRangeSelected(QTableWidgetSelectionRange(place, 0, place, self.table.columnCount() - 1), True)

    def _nothing(self) -> str:
        if self._progress is Progress.TO_INSPECT:
            return _("Everything that came back is inspected.")
        return _("Nothing waits for approval.")

    def _texts(self, row: InspectionRow) -> tuple[str, ...]:
        found = _(", ").join(
            _("{n} to {place}").format(n=pieces, place=_(DESTINATIONS[place])) for pieces, place in row.parts
        )
        box = f"{row.day} #{row.number}"
        return (box, row.order_no or "–", row.name, str(row.quantity), found or row.fault, row.inspected_by)
