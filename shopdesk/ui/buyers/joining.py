"""Which other record is the same person: those that may be, with reasons; or any that is found (CRM-01)."""

from functools import partial
from typing import NamedTuple

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QCompleter, QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from shopdesk.domain.buyer_traces import TRACE_KINDS
from shopdesk.domain.same_buyer import SIGNS
from shopdesk.errors import ShopdeskError
from shopdesk.i18n import N_, _, ngettext, sentence
from shopdesk.queries.buyer_pages import BuyerPage
from shopdesk.queries.buyer_proposals import SameProposal, propose_same
from shopdesk.queries.buyer_traces import BuyerHit, find_buyers
from shopdesk.services.buyer_joins import join_buyers
from shopdesk.services.desk import Desk
from shopdesk.ui.background import Background
from shopdesk.ui.controls import button, label, named, restyle
from shopdesk.ui.language import Retranslated
from shopdesk.ui.messages import Messages
from shopdesk.ui.newest import Newest
from shopdesk.ui.record_table import RecordColumn, RecordTable
from shopdesk.ui.search_line import FindLine
from shopdesk.ui.theme import Theme

SEARCH_AFTER = 200
"""Milliseconds after the last key."""
WIDTH, TABLE_HIGH, SAID_HIGH, MOST = 640, 220, 44, 30


class Candidate(NamedTuple):
    """A record that may be joined."""

    id: int
    buyer: str
    shop: str
    why: str
    score: int
    """0 for one that was only searched for."""


COLUMNS = (
    RecordColumn("buyer", N_("Buyer"), 130, lambda each: each.buyer, stretch=1),
    RecordColumn("shop", N_("Shop"), 100, lambda each: each.shop, is_muted=True),
    RecordColumn("why", N_("Why"), 220, lambda each: each.why, lambda each: each.why, stretch=2),
    RecordColumn("score", N_("How sure"), 84, lambda each: f"{each.score} %" if each.score else "", is_figure=True),
)


class JoinDialog(Retranslated, QDialog):
    """Enter in the list goes to the reason, Enter there joins."""

    joined = Signal(int, str)
    """The join's id, and the name of the record that was joined."""

    def __init__(
        self, page: BuyerPage, *, desk: Desk, background: Background, messages: Messages, theme: Theme,
        parent: QWidget,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.setObjectName("buyers.join")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(WIDTH)
        self._page, self._desk, self._background, self._messages = page, desk, background, messages
        self._own = {record.id for record in page.records}
        self._proposed: list[Candidate] = []
        self._finds, self._is_read = Newest(background, self), False
        self.line = named(FindLine(self), "buyers.join.find")
        self.line.setClearButtonEnabled(True)
        self.table = RecordTable("buyers.join.table", N_("Records that may be the same person"), COLUMNS, theme)
        self.table.setFixedHeight(TABLE_HIGH)
        self.said = label("buyers.join.said", "muted", wrap=True, parent=self)
        self.said.setMinimumHeight(SAID_HIGH)
        self._reason_name = label("buyers.join.reason.label", "small", parent=self)
        self.reason = named(QLineEdit(self), "buyers.join.reason")
        self._refusal = label("buyers.join.refusal", "danger", wrap=True, parent=self)
        self._refusal.hide()
        self._cancel = button("buyers.join.cancel", parent=self)
        self._join = button("buyers.join.save", "main", self)
        self._timer = QTimer(self, singleShot=True, interval=SEARCH_AFTER)
        self._lay_out()
        self._connect()
        self.retranslate()
        self._find()

    def retranslate(self) -> None:
        """Write every text again."""
        title = _("Who is the same person as {buyer}?").format(buyer=self._page.records[0].buyer)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.line.setPlaceholderText(_("Name, phone, address, order, waybill"))
        self.line.setAccessibleName(_("Find a buyer"))
        self._reason_name.setText(_("How you know"))
        self.reason.setAccessibleName(_("How you know"))
        completer = QCompleter([_("The buyer said so"), _("Same name and phone"), _("Same address")], self.reason)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self.reason.setCompleter(completer)
        self._cancel.setText(_("Cancel"))
        self._join.setText(_("Join"))
        self._show_said()

    # How it is put together

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self._refusal, 1)
        foot.addStretch(0)
        foot.addWidget(self._cancel)
        foot.addWidget(self._join)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(8)
        for part in (self.line, self.table, self.said, self._reason_name, self.reason):
            layout.addWidget(part)
        layout.addLayout(foot)

    def _connect(self) -> None:
        self.line.textChanged.connect(lambda _text: self._timer.start())
        self.line.left.connect(self.table.setFocus)
        self._timer.timeout.connect(self._find)
        self.table.opened.connect(lambda _id: self.reason.setFocus())
        self.table.chosen_changed.connect(self._show_said)
        self.reason.returnPressed.connect(self._join_now)
        self.reason.textChanged.connect(lambda _text: restyle(self.reason, "wrong", False))
        self._cancel.clicked.connect(self.reject)
        self._join.clicked.connect(self._join_now)

    # What is proposed

    def _find(self) -> None:
        """By what was typed; with nothing typed those that may be the same."""
        text, buyer_id = self.line.text().strip(), self._page.id

        def find() -> list[Candidate]:
            if not text:
                return [_proposed(each) for each in propose_same(self._desk.seen, buyer_id=buyer_id, limit=MOST)]
            return [_hit(each) for each in find_buyers(self._desk.seen, text, limit=MOST)]

        self._finds.read(find, partial(self._take, is_proposed=not text), self._messages.error)

    def _take(self, found: list[Candidate], *, is_proposed: bool) -> None:
        if is_proposed:
            self._proposed = found
        known = {each.id: each for each in self._proposed}
        shown = [known.get(each.id, each) for each in found if each.id not in self._own]
        is_first, self._is_read = not self._is_read, True
        self.table.show_rows(shown)
        if shown:
            self.table.go_to(shown[0].id)
        if is_first:
            (self.table if shown else self.line).setFocus()
        self._show_said()

    def _show_said(self) -> None:
        """What joining means, or that nobody is like them."""
        chosen: Candidate | None = self.table.current() if self.table.records.rows else None
        self._join.setEnabled(chosen is not None)
        if chosen is not None:
            said = _(
                "{other} joins {buyer}: one page, one time line, one person in charge; what is owed goes along with "
                "either's parcels, and blocked is blocked for both. It can be undone."
            )
            self.said.setText(said.format(other=chosen.buyer, buyer=self._page.records[0].buyer))
        elif self._is_read and self.line.text().strip():
            self.said.setText(_("Nobody else is found by that."))
        elif self._is_read:
            self.said.setText(_("No other record has the same name and phone or address. Find it by what you know."))

    # What is done

    def _join_now(self) -> None:
        chosen: Candidate | None = self.table.current() if self.table.records.rows else None
        if chosen is None or not self._join.isEnabled():
            return
        reason = self.reason.text().strip()
        if not reason:
            restyle(self.reason, "wrong", True)
            self._refuse(_("Say how you know."))
            self.reason.setFocus()
            return
        self._join.setEnabled(False)
        kept_id = self._page.id
        self._background.run_task(
            lambda: join_buyers(self._desk, kept_id=kept_id, joined_id=chosen.id, reason=reason),
            lambda join_id: self._on_joined(join_id, chosen), self._on_error, owner=self,
        )  # fmt: skip

    def _on_joined(self, join_id: int, chosen: Candidate) -> None:
        self.joined.emit(join_id, chosen.buyer)
        self.accept()

    def _on_error(self, error: Exception) -> None:
        self._join.setEnabled(True)
        if isinstance(error, ShopdeskError):
            self._refuse(sentence(error))
        else:
            self._messages.error(error)

    def _refuse(self, text: str) -> None:
        self._refusal.setText(text)
        self._refusal.show()


def why_same(each: SameProposal) -> str:
    """The reasons of a proposal, and how many orders tell it."""
    signs = _(", ").join(_(SIGNS[sign]) for sign in each.signs)
    orders = ngettext("{n} order", "{n} orders", each.orders).format(n=each.orders) if each.orders else ""
    return f"{signs} ({orders})" if orders else signs


def _proposed(each: SameProposal) -> Candidate:
    return Candidate(each.buyer_id, each.buyer, each.shop, why_same(each), each.score)


def _hit(each: BuyerHit) -> Candidate:
    return Candidate(each.buyer_id, each.buyer, each.shop, f"{_(TRACE_KINDS[each.kind])}: {each.found}", 0)
