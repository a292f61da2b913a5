"""The unclaimed box that is looked at: what is known of it, and the orders it may belong to with reasons (RET-03)."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QFrame, QGridLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from shopdesk.domain.matching import Candidate
from shopdesk.errors import N_
from shopdesk.i18n import _
from shopdesk.ui.controls import button, label, named, rule
from shopdesk.ui.intake.unclaimed_columns import PROPOSALS, BoxEntry, ProposalEntry, days_here
from shopdesk.ui.language import Retranslated
from shopdesk.ui.moments import short_moment
from shopdesk.ui.record_table import RecordTable
from shopdesk.ui.theme import ROW, Theme

LEAST_WIDE, SPARE = 380, 8
"""px."""
SECOND = ("claim-other", "ask", "escalate", "put-aside", "give-up", "show")
"""The buttons below the main one, two a row."""


class BoxCard(Retranslated, QWidget):
    """`actions` by name: `claim` is the large button, those of SECOND stand below it."""

    def __init__(self, name: str, theme: Theme, actions: Mapping[str, QAction]) -> None:
        super().__init__()
        named(self, name)
        self._entry: BoxEntry | None = None
        self._is_read = False
        self._title = label(f"{name}.title", "title", wrap=True, parent=self)
        self._state = label(f"{name}.state", "danger", wrap=True, parent=self)
        self._facts = label(f"{name}.facts", wrap=True, parent=self)
        self._note = label(f"{name}.note", "muted", wrap=True, parent=self)
        self._whose = label(f"{name}.whose", "section", parent=self)
        self._nothing = label(f"{name}.nothing", "muted", wrap=True, parent=self)
        self._why = label(f"{name}.why", wrap=True, parent=self)
        self.proposals = RecordTable(f"{name}.proposals", N_("Orders that it may be of"), PROPOSALS, theme)
        self._buttons = {which: self._button(which, actions[which]) for which in ("claim", *SECOND)}
        self._lay_out(name)
        self.proposals.chosen_changed.connect(self._say_why)
        self.setMinimumWidth(LEAST_WIDE)
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text again."""
        self.setAccessibleName(_("Unclaimed box"))
        self._whose.setText(_("May be of"))
        self._show()

    @property
    def chosen(self) -> Candidate | None:
        """The order that is chosen among the proposals."""
        current = self.proposals.current()
        return current.found if isinstance(current, ProposalEntry) else None

    def show_box(self, entry: BoxEntry | None) -> None:
        """Show this box; its proposals come later."""
        if entry is None or self._entry is None or entry.id != self._entry.id:
            self._is_read = False
            self.proposals.show_rows(())
        self._entry = entry
        self._show()

    def show_proposals(self, box_id: int, found: Sequence[Candidate]) -> None:
        """Show whose it may be, if it is still the box that is shown; the likeliest is chosen."""
        if self._entry is None or self._entry.id != box_id:
            return
        rows = [ProposalEntry(each.order_id, each) for each in found]
        self._is_read = True
        self.proposals.show_rows(rows, again=True)
        self.proposals.setFixedHeight(ROW * (len(rows) + 1) + SPARE)
        if rows and not self.proposals.chosen():
            self.proposals.go_to(rows[0].id)
        self._show()

    def follow(self, actions: Mapping[str, QAction]) -> None:
        """The buttons say and can do what their actions do."""
        for which, made in self._buttons.items():
            action = actions[which]
            text = action.text().rstrip("…")
            key = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            made.setText(f"{text}  {key}")
            made.setAccessibleName(text)
            made.setToolTip(action.toolTip())
            made.setEnabled(action.isEnabled())

    def _button(self, which: str, action: QAction) -> QPushButton:
        made = button(f"{action.objectName()}.button", "main" if which == "claim" else "plain", self)
        made.clicked.connect(action.trigger)
        return made

    def _lay_out(self, name: str) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 12)
        layout.setSpacing(8)
        layout.addWidget(self._make_told(name), 1)
        others = QGridLayout()
        others.setContentsMargins(16, 0, 16, 0)
        others.setSpacing(8)
        others.addWidget(self._buttons["claim"], 0, 0, 1, 2)
        for place, which in enumerate(SECOND):
            others.addWidget(self._buttons[which], 1 + place // 2, place % 2)
        layout.addLayout(others)

    def _make_told(self, name: str) -> QScrollArea:
        """What is said of the box scrolls where the window is low; the buttons stay."""
        inner = named(QWidget(), f"{name}.told")
        told = QVBoxLayout(inner)
        told.setContentsMargins(16, 12, 16, 0)
        told.setSpacing(8)
        for said in (self._title, self._state, self._facts, self._note):
            told.addWidget(said)
        told.addWidget(rule(f"{name}.rule"))
        told.addWidget(self._whose)
        told.addWidget(self.proposals)
        for said in (self._nothing, self._why):
            told.addWidget(said)
        told.addStretch(1)
        area = named(QScrollArea(self), f"{name}.area")
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(inner)
        for ground in (inner, area.viewport()):
            ground.setAutoFillBackground(False)
        return area

    def _show(self) -> None:
        entry = self._entry
        for part in (self._title, self._facts, self._whose):
            part.setVisible(entry is not None)
        has_proposals = entry is not None and bool(self.proposals.records.rows)
        self.proposals.setVisible(has_proposals)
        self._nothing.setVisible(entry is not None and not has_proposals)
        self._nothing.setText(_("No order here fits what came with this box.") if self._is_read else _("Looking…"))
        self._state.setVisible(entry is not None and entry.row.is_escalated)
        self._note.setVisible(entry is not None and bool(entry.row.box.note))
        if entry is not None:
            self._tell(entry)
        self._say_why()

    def _tell(self, entry: BoxEntry) -> None:
        box = entry.row.box
        title = _("Box {box}, here for {days}") if entry.row.days else _("Box {box}, here since today")
        self._title.setText(title.format(box=box.name, days=days_here(entry)))
        self._state.setText(_("Before the supervisor: nobody has claimed it for {days}.").format(days=days_here(entry)))
        sender = (box.sender_name, box.buyer_name, box.sender_phone, box.sender_region, box.sender_address)
        asks = _("{person} asks the carrier by {when}.").format(
            person=box.asker, when=short_moment(box.ask_by, entry.now, entry.zone)
        )
        lines = (
            " ".join(filter(None, (box.carrier, box.waybill))),
            " ".join(filter(None, sender)),
            _("; ").join(entry.contents),
            asks if box.asker else "",
        )
        self._facts.setText("\n".join(filter(None, lines)))
        self._note.setText(box.note)

    def _say_why(self) -> None:
        chosen = self.chosen if self._entry is not None else None
        self._why.setVisible(chosen is not None)
        if chosen is not None:
            said = [_("Order {order_no}:").format(order_no=chosen.order_no), *chosen.reasons]
            self._why.setText("\n· ".join(said))
