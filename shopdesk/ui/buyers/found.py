"""One buyer over all shops: found by any trace, what happened on one time line, all about them beside it (CRM-01)."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QComboBox, QHBoxLayout, QSplitter, QWidget

from shopdesk.domain.buyer_times import ENTRY_KINDS, EntryKind
from shopdesk.errors import N_, NotFound
from shopdesk.i18n import _, ngettext
from shopdesk.queries.buyer_joins import JoinRow
from shopdesk.queries.buyer_pages import BuyerRecord
from shopdesk.queries.buyer_proposals import propose_same
from shopdesk.queries.buyer_times import PAGE
from shopdesk.services.desk import Desk
from shopdesk.ui.background import Background
from shopdesk.ui.buyers.actions import FOUND
from shopdesk.ui.buyers.columns import buyer_columns
from shopdesk.ui.buyers.entries import entry_in_view, find_page_of
from shopdesk.ui.buyers.joining import JoinDialog
from shopdesk.ui.buyers.panel import BuyerPanel
from shopdesk.ui.buyers.reading import BuyerLine, WholeBuyer, line_of, read_buyer, read_found, read_spoken_with
from shopdesk.ui.buyers.time_line import TimeLine
from shopdesk.ui.buyers.work import BuyerWork
from shopdesk.ui.controls import label, named, rule
from shopdesk.ui.empty_state import EmptyState
from shopdesk.ui.language import Retranslated
from shopdesk.ui.layouts import fill, foot, stacked, surface
from shopdesk.ui.messages import Messages
from shopdesk.ui.newest import Newest
from shopdesk.ui.page import InView
from shopdesk.ui.page_actions import PageActions, key_text
from shopdesk.ui.record_table import RecordTable
from shopdesk.ui.search_line import ListSearch
from shopdesk.ui.side_panel import PanelSplitter, SettingsStore
from shopdesk.ui.theme import Theme

READ_AFTER = 60
"""Milliseconds after another buyer was chosen."""
MOST_KEPT = 30
"""Buyers looked at or spoken with who stay in the list while nothing is searched for."""
LIST_WIDTH, TIMES_WIDTH, LEAST_LIST, MOST_KINDS = 270, 590, 240, 140


class FoundView(Retranslated, QWidget):
    """Buyers on the left, the time line of the chosen one in the middle, the panel on the right."""

    open_requested = Signal(str, object)

    def __init__(
        self, *, desk: Desk, background: Background, messages: Messages, theme: Theme, settings: SettingsStore,
        work: BuyerWork,
    ) -> None:  # fmt: skip
        super().__init__()
        self.setObjectName("buyers.found")
        self._desk, self._background, self._messages, self._theme = desk, background, messages, theme
        self.work = work
        self._kept: dict[int, BuyerLine] = {}
        self._whole: WholeBuyer | None = None
        self._goal: int | None = None
        """The buyer that is shown, or is being read."""
        self._record_id: int | None = None
        """The record by which somebody asked for them."""
        self._pages, self._searches = Newest(background, self), Newest(background, self)
        self._same, self._spoken = Newest(background, self), Newest(background, self)
        self._is_searching, self._is_left, self._records = False, False, 0
        self._build(theme)
        self._lay_out(settings)
        self._connect()
        self.retranslate()
        self._list(())

    # What the page asks of it

    def retranslate(self) -> None:
        """Write every text again."""
        self.commands.retranslate()
        self.line.setPlaceholderText(_("Name, phone, address, order, waybill"))
        self.line.setAccessibleName(_("Find a buyer"))
        self.line.setToolTip(_("Find a buyer") + "  " + key_text(self.commands.by_name["find"]))
        self.kinds.setAccessibleName(_("What is listed"))
        self.kinds.setItemText(0, _("Everything"))
        for place, kind in enumerate(ENTRY_KINDS):
            self.kinds.setItemText(place + 1, _(ENTRY_KINDS[kind]))
        self._say_times()

    def take_focus(self) -> None:
        """Keys go to the time line of who is shown, else to the search line."""
        (self.times if self.times.entries else self.table if self.table.records.rows else self.line).setFocus()

    def search(self, text: str) -> None:
        """Find buyers."""
        self.line.show_find(text)
        self._search()

    def show_buyer(self, buyer_id: int) -> None:
        """This one, whatever was searched for."""
        self.line.show_find("")
        self._searches.forget()
        self._is_searching = False
        self._record_id = buyer_id
        self._read(buyer_id, is_asked=True)

    def read(self) -> None:
        """What is shown, as it is now."""
        if self.line.text().strip():
            self._search(keep=True)
        elif not self._kept:
            self._spoken.read(lambda: read_spoken_with(self._desk), self._take_spoken, self._messages.unasked)
        if self._goal is not None:
            self._read(self._goal, limit=max(PAGE, len(self.times.entries)))

    def in_view(self) -> InView:
        """The buyer, and what the chosen entry is about."""
        record = self.panel.record
        if record is None:
            return InView()
        return entry_in_view(record, self.times.entry())

    def keep_state(self) -> None:
        """Widths."""
        self.splitter.keep_state()

    # How it is put together

    def _build(self, theme: Theme) -> None:
        self.commands = PageActions(self, self._desk, FOUND)
        self.line = ListSearch("buyers.find", self)
        self.kinds = named(QComboBox(self), "buyers.kinds")
        for word in ("", *ENTRY_KINDS):
            self.kinds.addItem("", str(word))
        self.kinds.setMaximumWidth(MOST_KINDS)
        self.times = TimeLine(self._desk, self._background, self._messages, theme)
        self.table = RecordTable("buyers.table", N_("Buyers"), buyer_columns(self.times.moment), theme)
        self.empty = EmptyState("buyers.empty", theme, "user")
        self.panel = BuyerPanel(self.commands, self._desk, theme)
        self._said = label("buyers.said", "muted", parent=self)
        self._later = QTimer(self, singleShot=True, interval=READ_AFTER)

    def _lay_out(self, settings: SettingsStore) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(16, 10, 12, 8)
        head.setSpacing(8)
        head.addWidget(self.line, 1)
        head.addWidget(self.kinds)
        for name in ("contact", "join"):
            head.addWidget(self.commands.button(name, "quiet"))
        self._sides = named(QSplitter(), "buyers.sides")
        self._sides.setHandleWidth(1)
        self._sides.setChildrenCollapsible(False)
        self.table.setMinimumWidth(LEAST_LIST)
        for part in (self.table, self.times):
            self._sides.addWidget(part)
        self._sides.setSizes([LIST_WIDTH, TIMES_WIDTH])
        self._stack = stacked("buyers.stack", self._sides, self.empty)
        parts = (head, rule("buyers.head.rule"), self._stack, rule("buyers.foot.rule"), foot(self._said))
        content = surface("buyers.content", *parts, tall=self._stack)
        self.splitter = PanelSplitter("buyers.splitter", content, self.panel, settings)
        fill(self, self.splitter)

    def _connect(self) -> None:
        self.line.searched.connect(lambda _find: self._search())
        self.line.left.connect(self._leave_line)
        self._later.timeout.connect(self._read_chosen)
        self.kinds.activated.connect(lambda _place: self.take_focus())
        self.kinds.currentIndexChanged.connect(lambda _place: self._read_again())
        self.table.chosen_changed.connect(self._later.start)
        self.table.opened.connect(lambda _id: self.times.setFocus())
        self.times.chosen_changed.connect(self._on_entry)
        self.times.opened.connect(lambda _id: self._open_entry())
        self.times.grown.connect(self._say_times)
        self.panel.names.chosen_changed.connect(self._allow)
        self.panel.copied.connect(self._messages.copy)
        self.panel.strike_requested.connect(self.work.care.strike)
        self.empty.clicked.connect(self.line.start)
        self.work.refused.connect(self.read)
        work, record = self.work, self._with_record
        self.commands.connect_all({
            "panel": lambda: self.panel.setVisible(self.panel.isHidden()), "find": self.line.start,
            "kinds": self._choose_kinds, "edit": record(work.edit), "block": record(work.block),
            "unblock": record(work.block), "owe": record(work.owe),
            "contact": record(lambda each: work.contact(each, self.times.moment()[1])),
            "stop_care": record(lambda each: work.stop_care(each.id, each.buyer)),
            "allow_care": record(work.allow_care), "copy": record(lambda each: self._messages.copy(each.buyer)),
            "join": self._join, "let_go": self._let_go, "order": self._open_order,
        })  # fmt: skip

    def _with_record(self, do: Callable[[BuyerRecord], object]) -> Callable[[], object]:
        def with_shown() -> None:
            record = self.panel.record
            if record is not None:
                do(record)

        return with_shown

    # Who is listed

    def _leave_line(self) -> None:
        """Into the list, once it is there."""
        if self._is_searching:
            self._is_left = True
        elif self.table.records.rows:
            self.table.setFocus()

    def _search(self, *, keep: bool = False) -> None:
        """By what was typed; with nothing typed those who were looked at. `keep`: who is shown stays chosen, else it
        is who fits best."""
        text = self.line.text().strip()
        self._is_searching = bool(text)
        if text:
            take = partial(self._list, keep=keep)
            self._searches.read(lambda: read_found(self._desk, text), take, self._lose_search)
        else:
            self._searches.forget()
            self._list(tuple(reversed(self._kept.values())))

    def _take_spoken(self, lines: list[BuyerLine]) -> None:
        """Before anybody is looked at, those with whom was spoken last."""
        is_read = self._goal is None or self._goal in self._kept
        self._kept = {line.id: line for line in reversed(lines)} | self._kept
        if self._kept and is_read and not self.line.text().strip():
            self._list(tuple(reversed(self._kept.values())))

    def _lose_search(self, error: Exception) -> None:
        self._is_searching = self._is_left = False
        self._messages.error(error)

    def _list(self, lines: Sequence[BuyerLine], *, keep: bool = True) -> None:
        """The first is chosen, or who is shown where that is to stay and is among them."""
        self._is_searching = False
        self.table.show_rows(lines)
        text = self.line.text().strip()
        self.table.setColumnHidden(self.table.records.column_of("found"), not text)
        self.table.setColumnHidden(self.table.records.column_of("last"), bool(text))
        is_here = self._stack.isAncestorOf(QApplication.focusWidget() or self)
        self._stack.setCurrentIndex(0 if lines else 1)
        if lines:
            if not keep or self._goal is None or not self.table.go_to(self._goal):
                self.table.go_to(lines[0].id)
        elif len(text) == 1:
            self.empty.say(N_("Type a second character: one alone says too little."), N_("Search again"), "plain")
        elif text:
            self.empty.say(N_("Nobody is found by that."), N_("Search again"), "plain")
        else:
            self.empty.say(N_("Find a buyer by name, phone, address, order or waybill."), N_("Find a buyer"))
        if lines and self._is_left:
            self.table.setFocus()
        elif is_here:
            self.take_focus()
        self._is_left = False
        if not lines:
            self._take(None)

    def _read_chosen(self) -> None:
        chosen = self.table.current_id() if self.table.records.rows else None
        if chosen is not None and chosen != self._goal:
            self._record_id = None
            self._read(chosen)

    # Who is shown

    @property
    def _wanted(self) -> tuple[EntryKind, ...]:
        word = str(self.kinds.currentData() or "")
        return (EntryKind(word),) if word else ()

    def _read_again(self) -> None:
        if self._goal is not None:
            self._read(self._goal)

    def _read(self, buyer_id: int, *, limit: int = PAGE, is_asked: bool = False) -> None:
        self._goal, kinds = buyer_id, self._wanted

        def take(whole: WholeBuyer) -> None:
            self._goal = whole.page.id
            self._take(whole)
            if is_asked:
                self._list(tuple(reversed(self._kept.values())))
                self.times.setFocus()

        def lost(error: Exception) -> None:
            self._goal = None
            self._take(None if isinstance(error, NotFound) else self._whole)
            self._messages.error(error) if is_asked else self._messages.unasked(error)

        self._pages.read(lambda: read_buyer(self._desk, buyer_id, kinds, limit), take, lost)

    def _take(self, whole: WholeBuyer | None) -> None:
        is_other = self._whole is None or whole is None or self._whole.page.id != whole.page.id
        self._whole = whole
        if whole is None:
            self._goal = None
            self._same.forget()
        else:
            self._keep(line_of(whole))
            rows = [self._renewed(row) for row in self.table.records.rows]
            self.table.show_rows(rows, again=True)
        self.panel.show_buyer(whole, self._record_id)
        self._allow()
        self.times.show_buyer(whole, self._wanted)
        self._on_entry()
        self._say_times()
        if whole is not None and (is_other or len(whole.page.records) != self._records):
            self._records = len(whole.page.records)
            self._propose(whole.page.id)

    def _renewed(self, row: BuyerLine) -> BuyerLine:
        """A line of the list with what is known by now; by what they were found stays."""
        now = self._kept.get(row.id, row)
        return row._replace(tier=now.tier, blocked=now.blocked, orders=now.orders, last_at=now.last_at)

    def _keep(self, line: BuyerLine) -> None:
        self._kept.pop(line.id, None)
        self._kept[line.id] = line
        while len(self._kept) > MOST_KEPT:
            del self._kept[next(iter(self._kept))]

    def _propose(self, buyer_id: int) -> None:
        """Looked for after the page is there: it takes longer."""

        find = lambda: propose_same(self._desk.seen, buyer_id=buyer_id)  # noqa: E731
        self._same.read(find, self.panel.show_proposals, self._messages.unasked)

    # The time line

    def _say_times(self) -> None:
        n = len(self.times.records.rows)
        more = " · " + _("more below") if self.times.has_more else ""
        said = ngettext("{n} entry", "{n} entries", n).format(n=f"{n:,}") + more
        self._said.setText(said if self._whole is not None else "")

    def _on_entry(self) -> None:
        self.commands.by_name["order"].setEnabled(self.times.entry() is not None)

    def _open_entry(self) -> None:
        """What it is about, on its own page; else its order."""
        entry = self.times.entry()
        if entry is None:
            return

        def show(found: tuple[str, int] | None) -> None:
            if found is not None:
                self.open_requested.emit(*found)
            else:
                self.work.say_of(entry, _("This is not on a page of its own: {what}"))

        self._background.run_task(lambda: find_page_of(self._desk, entry), show, self._messages.error, owner=self)

    def _open_order(self) -> None:
        entry = self.times.entry()
        if entry is not None and entry.order_id is not None:
            self.open_requested.emit("order", entry.order_id)
        elif entry is not None:
            self.work.say_of(entry, _("It belongs to no order: {what}"))

    def _choose_kinds(self) -> None:
        self.kinds.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.kinds.showPopup()

    # What can be done

    def _allow(self) -> None:
        """Only what makes sense for this record; of two with one key one is there."""
        record, by_name = self.panel.record, self.commands.by_name
        for name in ("edit", "contact", "owe", "join", "copy"):
            by_name[name].setEnabled(record is not None)
        is_blocked = record is not None and bool(record.blocked)
        wants_none = record is not None and record.no_care_at is not None
        shown = {
            "block": record is not None and not is_blocked, "unblock": is_blocked,
            "stop_care": record is not None and not wants_none, "allow_care": wants_none,
            "let_go": self._join_of() is not None,
        }  # fmt: skip
        for name, is_shown in shown.items():
            by_name[name].setVisible(is_shown)
        self.panel.show_buttons()

    def _join_of(self) -> JoinRow | None:
        """The join by which the chosen record hangs on the others: its own, else the newest."""
        record = self.panel.record
        joins = self._whole.page.joins if self._whole is not None else ()
        own = next((join for join in joins if record is not None and join.joined_id == record.id), None)
        return own or next(iter(joins), None)

    def _let_go(self) -> None:
        join = self._join_of()
        if join is not None:
            self.work.let_go(join)

    def _join(self) -> None:
        if self._whole is None:
            return
        page = self._whole.page
        dialog = JoinDialog(
            page, desk=self._desk, background=self._background, messages=self._messages, theme=self._theme, parent=self
        )
        dialog.joined.connect(lambda join_id, name: self.work.say_joined(join_id, page.records[0].buyer, name))
        dialog.open()
