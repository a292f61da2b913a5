"""Unclaimed boxes: found for a buyer who says "you signed for it", worked through daily, claimed (RET-03 to RET-05)."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QWidget

from shopdesk.domain.matching import Candidate
from shopdesk.domain.permissions import Right
from shopdesk.errors import N_
from shopdesk.i18n import _, ngettext
from shopdesk.queries.match_candidates import propose_for
from shopdesk.queries.orders import get_order
from shopdesk.queries.unclaimed import Ranked, rank_unclaimed
from shopdesk.services.desk import Changed, Desk
from shopdesk.ui.background import Background
from shopdesk.ui.changes import Changes, concerns
from shopdesk.ui.chips import Chip, ChipBar
from shopdesk.ui.controls import button, label, named, rule
from shopdesk.ui.empty_state import EmptyState
from shopdesk.ui.flags import Pennants
from shopdesk.ui.intake.unclaimed_card import BoxCard
from shopdesk.ui.intake.unclaimed_columns import BoxEntry, box_columns
from shopdesk.ui.intake.unclaimed_groups import ALL, KINDS, TITLES, TO_DO, group, make_entries
from shopdesk.ui.intake.unclaimed_reading import Read, read_unclaimed
from shopdesk.ui.intake.unclaimed_work import UnclaimedWork
from shopdesk.ui.language import Retranslated
from shopdesk.ui.layouts import fill, foot, stacked
from shopdesk.ui.messages import Messages
from shopdesk.ui.page_actions import add_action
from shopdesk.ui.record_table import RecordTable
from shopdesk.ui.rights import apply_right
from shopdesk.ui.search_line import SearchLine
from shopdesk.ui.theme import Theme

DECLARED: dict[str, tuple[str, str, Right]] = {
    "claim": (N_("Claim for this order"), "C", Right.INTAKE),
    "claim-other": (N_("Claim for another order…"), "O", Right.INTAKE),
    "ask": (N_("Ask the carrier…"), "K", Right.INTAKE),
    "escalate": (N_("To the supervisor"), "E", Right.INTAKE),
    "put-aside": (N_("None of these: put aside"), "P", Right.INTAKE),
    "give-up": (N_("Give up…"), "G", Right.OVERRULE),
    "show": (N_("Show box"), "B", Right.INTAKE),
    "missing": (N_("It isn't here: ask the carrier…"), "M", Right.SERVE),
    "next": (N_("Next to do"), "N", Right.INTAKE),
    "find": (N_("Find among the unclaimed"), "/", Right.INTAKE),
}
"""Text, key, and what somebody needs for it. Keys work within the pane."""
OF_A_BOX = ("claim", "claim-other", "ask", "escalate", "put-aside", "give-up", "show")
_LIST_WIDE, _CARD_WIDE = 760, 440
"""px."""


class UnclaimedPane(Retranslated, QWidget):
    """The list on the left with what is news on top, the chosen box and whose it may be on the right."""

    box_requested = Signal(int)
    """Show this box where boxes are written down: a caller may say more of it."""
    open_requested = Signal(str, object)
    """As a page's: an order or a case to show."""
    counted = Signal(int, int)
    """How many boxes are unclaimed, and how many of them wait for somebody today."""

    def __init__(
        self, *, desk: Desk, changes: Changes, background: Background, messages: Messages, theme: Theme
    ) -> None:
        super().__init__()
        self.setObjectName("intake.unclaimed")
        self._desk, self._background, self._messages = desk, background, messages
        self._read: Read | None = None
        self._ranked: dict[int, Ranked] = {}
        self._is_ranking = self._is_stale = False
        self._proposed_box, self._wants_focus = 0, False
        self._kind, self._wanted = ALL, ""
        self._entries: list[BoxEntry] = []
        self.work = UnclaimedWork(desk, background, messages, self)
        self._build(theme)
        self._lay_out()
        self._connect(changes)
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text again."""
        self.setAccessibleName(_("Unclaimed boxes"))
        self._find.setPlaceholderText(_("“You signed for it”: waybill, phone, name or order number"))
        self._find.setAccessibleName(_("Find among the unclaimed"))
        for name, (text, _key, _right) in DECLARED.items():
            self._actions[name].setText(_(text))
        self._show()
        self._show_possible()

    def take_focus(self) -> None:
        """Keys go to the list, or to the find field where there is nothing to go through."""
        self._wants_focus = self._read is None
        (self.table if self._entries else self._find).setFocus()

    def look_for(self, text: str) -> None:
        """Show what fits a waybill, a phone, a name or an order's number (RET-04); "" shows all."""
        self._find.setText(text)
        self._look()

    def open_list(self, wanted: object) -> None:
        """One of the kinds of `show_kind`, an order by its id (is its parcel here?), or any text of `look_for`."""
        if isinstance(wanted, int):
            seen, order_id = self._desk.seen, wanted
            self._background.run_task(
                lambda: get_order(seen, order_id).order_no, self.look_for, self._messages.error, owner=self
            )
        elif wanted in KINDS:
            self.look_for("")
            self.show_kind(str(wanted))
            self._wants_focus = True
        else:
            self.look_for(str(wanted))

    def scanned(self, code: str) -> bool:
        """A scanned waybill is looked for."""
        self.look_for(code)
        return True

    def show_kind(self, kind: str) -> None:
        """ALL, TO_DO, NEWS, MINE or ESCALATED."""
        self._kind = kind
        self._show()

    def refresh(self) -> None:
        """Read everything again."""
        desk, text = self._desk, self._wanted
        self._background.run_task(lambda: read_unclaimed(desk, text), self._take, self._messages.unasked, owner=self)

    def showEvent(self, event: QShowEvent) -> None:
        """What changed while something else was shown is read now."""
        super().showEvent(event)
        self.refresh()

    # How it is put together

    def _build(self, theme: Theme) -> None:
        name = "intake.unclaimed"
        self._find = named(SearchLine(), f"{name}.find")
        self._find.setClearButtonEnabled(True)
        self._chips = ChipBar(f"{name}.kind", theme, Pennants(theme))
        self.table = RecordTable(f"{name}.table", N_("Unclaimed boxes"), box_columns(), theme)
        self.empty = EmptyState(f"{name}.empty", theme, "package")
        self._said = label(f"{name}.said", "muted", parent=self)
        self._actions = {which: self._action(which) for which in DECLARED}
        self.card = BoxCard(f"{name}.card", theme, self._actions)
        self._foot = {which: button(f"{name}.{which}.button", parent=self) for which in ("missing", "next")}

    def _action(self, which: str) -> QAction:
        _text, key, right = DECLARED[which]
        action = add_action(self, f"intake.unclaimed.{which}", key, is_within=True)
        apply_right(action, self._desk, right)
        return action

    def _lay_out(self) -> None:
        name = "intake.unclaimed"
        top = QHBoxLayout()
        top.setContentsMargins(16, 8, 16, 8)
        top.setSpacing(8)
        top.addWidget(self._find, 1)
        top.addWidget(self._chips)
        self._stack = stacked(f"{name}.stack", self.table, self.empty)
        self.splitter = named(QSplitter(), f"{name}.splitter")
        self.splitter.setHandleWidth(1)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self._stack)
        self.splitter.addWidget(self.card)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setSizes([_LIST_WIDE, _CARD_WIDE])
        below = rule(f"{name}.foot.rule"), foot(self._said, *self._foot.values())
        fill(self, top, rule(f"{name}.rule"), self.splitter, *below, tall=self.splitter)

    def _connect(self, changes: Changes) -> None:
        changes.changed.connect(self._on_changed)
        self._find.left.connect(self._look)
        self._find.textChanged.connect(lambda text: self._look() if not text else None)
        self._chips.chosen.connect(lambda keys: self.show_kind(next(iter(keys - {self._kind}), self._kind)))
        self.table.chosen_changed.connect(self._show_box)
        self.work.refused.connect(self.refresh)
        self.table.opened.connect(lambda _id: self.card.proposals.setFocus())
        self.card.proposals.opened.connect(lambda order_id: self.open_requested.emit("order", order_id))
        self.card.proposals.chosen_changed.connect(self._show_possible)
        self.empty.clicked.connect(self._on_empty)
        does: dict[str, Callable[[], object]] = {
            "claim": self.claim, "missing": self._ask_missing, "next": self.go_on, "find": self._go_find,
            "claim-other": lambda: self._with_box(lambda one: self.work.claim_other(one, self._read)),
            "ask": lambda: self._with_box(lambda one: self.work.ask(one, self._read)),
            "escalate": lambda: self._with_box(self.work.escalate),
            "put-aside": lambda: self._with_box(self.work.put_aside),
            "give-up": lambda: self._with_box(self.work.give_up),
            "show": lambda: self._with_box(lambda one: self.box_requested.emit(one.id)),
        }  # fmt: skip
        for name, do in does.items():
            self._actions[name].triggered.connect(lambda _on=False, do=do: do())
            self._actions[name].changed.connect(self._follow)
        for name, made in self._foot.items():
            made.clicked.connect(self._actions[name].trigger)

    # What is read and shown

    def _on_changed(self, kinds: frozenset[str]) -> None:
        if self.isVisible() and concerns(
            kinds, Changed.BOXES, Changed.ORDERS, Changed.REFUNDS, Changed.CASES, Changed.SETTINGS, Changed.PEOPLE
        ):
            self.refresh()

    def _look(self) -> None:
        self._wanted = self._find.text().strip()
        if self._wanted:
            self._kind = ALL
            self.table.setFocus()
        self.refresh()

    def _take(self, read: Read) -> None:
        if read.text != self._wanted:
            return  # something else was asked meanwhile
        is_other = self._read is None or self._read.text != read.text
        self._read = read
        self._show(again=not is_other)
        if is_other:
            self._go_to_first()
        if self._wants_focus:
            self.take_focus()
        self._rank()

    def _go_to_first(self) -> None:
        if self._entries:
            self._proposed_box = self._entries[0].id
            self.table.go_to(self._proposed_box)

    def _rank(self) -> None:
        """Whose each may be takes a while: it comes when it is there, and never twice at a time."""
        self._is_stale, seen = self._is_ranking, self._desk.seen
        if not self._is_ranking:
            self._is_ranking = True
            self._background.run_task(lambda: rank_unclaimed(seen), self._take_ranked, self._on_unranked, owner=self)

    def _take_ranked(self, ranked: list[Ranked]) -> None:
        self._ranked = {each.box.id: each for each in ranked}
        self._is_ranking = False
        self._show()
        if self.table.current_id() == self._proposed_box:  # news came to the top, and nobody has begun elsewhere
            self._go_to_first()
        self._proposed_box = 0
        if self._is_stale:
            self._rank()

    def _on_unranked(self, error: Exception) -> None:
        self._is_ranking = False
        self._messages.unasked(error)

    def _is_to_do(self, entry: BoxEntry) -> bool:
        return entry.is_to_do(is_supervisor=self._desk.actor.may(Right.OVERRULE))

    def _show(self, *, again: bool = True) -> None:
        read = self._read
        if read is None:
            return
        entries = make_entries(read, self._ranked, self._is_to_do)
        groups = group(entries, self._desk.actor.id, self._is_to_do)
        self._chips.set_chips([Chip(key, _(TITLES[key]), len(rows)) for key, rows in groups.items()])
        self._chips.check([self._kind])
        self._entries = groups[self._kind]
        self.table.show_rows(self._entries, again=again)
        if self._entries and self.table.current() is None:
            self.table.go_to(self._entries[0].id)
        self._show_empty(read)
        to_do = len(groups[TO_DO])
        said = ngettext("{n} box to see to today", "{n} boxes to see to today", to_do).format(n=to_do)
        self._said.setText(said if to_do else _("Everything here was seen to today."))
        self.counted.emit(len(read.rows), to_do)
        self._show_box()

    def _show_empty(self, read: Read) -> None:
        is_empty = not self._entries
        self._stack.setCurrentWidget(self.empty if is_empty else self.table)
        self.card.setVisible(not is_empty)
        self._said.setVisible(bool(read.rows))
        if not is_empty:
            return
        if read.found is not None:
            said = N_("No box here fits. Ask the carrier where it was left.")
            self.empty.say(said, N_("Ask the carrier…"))
        elif read.rows:
            self.empty.say(N_("No box of this kind."), N_("Show all"), "quiet")
        else:
            self.empty.say(N_("Every box has its owner: nothing is unclaimed."))

    def _on_empty(self) -> None:
        if self._read is not None and self._read.found is not None:
            self._ask_missing()
        else:
            self.show_kind(ALL)

    def _show_box(self) -> None:
        entry = self.current()
        self.card.show_box(entry)
        self._show_possible()
        if entry is None:
            return
        seen, box_id, of_order = self._desk.seen, entry.id, entry.is_for_order

        def take(found: list[Candidate]) -> None:
            first = [of_order] if of_order is not None else []
            others = [each for each in found if of_order is None or each.order_id != of_order.order_id]
            self.card.show_proposals(box_id, [*first, *others])

        self._background.run_task(lambda: propose_for(seen, box_id), take, self._messages.unasked, owner=self.card)

    def current(self) -> BoxEntry | None:
        """The box that keys go to."""
        current = self.table.current() if self._entries else None
        return current if isinstance(current, BoxEntry) else None

    def _show_possible(self) -> None:
        entry = self.current()
        for which in OF_A_BOX:
            self._actions[which].setEnabled(entry is not None)
        self._actions["claim"].setEnabled(entry is not None and self.card.chosen is not None)
        self._actions["escalate"].setEnabled(entry is not None and entry.row.box.escalated_at is None)
        self._actions["put-aside"].setEnabled(entry is not None and entry.is_news)
        self._follow()

    def _follow(self) -> None:
        self.card.follow(self._actions)
        for name, made in self._foot.items():
            action = self._actions[name]
            made.setText(f"{action.text().rstrip('…')}  {action.shortcut().toString()}")
            made.setToolTip(action.toolTip())
            made.setEnabled(action.isEnabled())

    # What is done

    def go_on(self) -> None:
        """To the next box that somebody has to see to today (RET-05)."""
        current = self.table.current_id()
        ids = [one.id for one in self._entries]
        start = ids.index(current) + 1 if current in ids else 0
        after = self._entries[start:] + self._entries[:start]
        found = next((one for one in after if one.id != current and self._is_to_do(one)), None)
        if found is None:
            self._messages.toast(_("Nothing else to see to today."))
            return
        self.table.go_to(found.id)
        self.table.setFocus()

    def claim(self) -> None:
        """For the order that is chosen among the proposals: strikes it off and opens its case (RET-04)."""
        chosen = self.card.chosen
        if chosen is not None:
            self._with_box(lambda entry: self.work.claim(entry, chosen))

    def _with_box(self, do: Callable[[BoxEntry], object]) -> None:
        entry = self.current()
        if entry is not None:
            do(entry)

    def _ask_missing(self) -> None:
        if self._read is not None and self._actions["missing"].isEnabled():
            self.work.ask_missing(self._read)

    def _go_find(self) -> None:
        self._find.setFocus()
        self._find.selectAll()
