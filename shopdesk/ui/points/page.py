"""Points: a month's mistakes and merits, disputed by whom they concern, settled by supervisors, printed and exported
(TEAM-02, REV-07)."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QComboBox, QFrame, QHBoxLayout

from shopdesk.domain.points import PointKind, signed
from shopdesk.errors import N_
from shopdesk.i18n import _, ngettext
from shopdesk.services.desk import Changed, Desk
from shopdesk.ui.background import Background
from shopdesk.ui.changes import Changes, concerns
from shopdesk.ui.chips import Chip, ChipBar
from shopdesk.ui.controls import label, named, rule, say, tool_button
from shopdesk.ui.empty_state import EmptyState
from shopdesk.ui.flags import Pennants
from shopdesk.ui.layouts import fill, foot, stacked, surface
from shopdesk.ui.messages import Messages
from shopdesk.ui.newest import Newest
from shopdesk.ui.page import InView, PageWidget, view_of
from shopdesk.ui.points import actions as declared
from shopdesk.ui.points.actions import find_reasons, make_actions, next_action
from shopdesk.ui.points.columns import point_columns
from shopdesk.ui.points.panel import PointPanel
from shopdesk.ui.points.reading import ALL_MONTHS, PointFilter, PointLine, PointList, opening, read_points
from shopdesk.ui.points.work import PointWork
from shopdesk.ui.record_table import RecordTable
from shopdesk.ui.search_line import ListSearch
from shopdesk.ui.side_panel import PanelSplitter, SettingsStore
from shopdesk.ui.theme import Theme

PANEL_WIDTH = 380
"""px at first."""
GIVE_WAY = {1300: "booked_by", 1080: "note"}
"""Columns that the panel tells as well, by the px of the page under which the others need their room."""
_ALL, _MINE, _DISPUTED = "all", "mine", "disputed"
_NOW = PointFilter("now")
"""The month that runs."""


class PointsPage(PageWidget):
    """Everything is read in the background; a later reading overtakes an earlier one."""

    papers_requested = Signal(str)
    """Print the sheet of this month."""

    def __init__(
        self,
        *,
        desk: Desk,
        changes: Changes,
        background: Background,
        messages: Messages,
        theme: Theme,
        settings: SettingsStore,
        pennants: Pennants,
    ) -> None:
        super().__init__()
        self.setObjectName("points")
        self._desk, self._background, self._messages, self._settings = desk, background, messages, settings
        self.chosen = _NOW
        self._found = PointList(desk.clock(), "Asia/Shanghai")
        self._wanted: int | None = None
        """The entry that is to be chosen once it is in the list."""
        self._lists, self._is_stale, self._is_read = Newest(background, self), False, False
        self._build(theme, pennants)
        self._lay_out()
        self._connect(changes)
        self.retranslate()
        self.refresh()

    # What the window asks of a page

    def retranslate(self) -> None:
        """Write every text again."""
        self.setAccessibleName(_("Points"))
        self.actions_.retranslate()
        self.months.setAccessibleName(_("Month"))
        self.months.setToolTip(_("Ctrl+Left and Ctrl+Right go from month to month"))
        self.line.setPlaceholderText(_("Person, record, words"))
        self.line.setAccessibleName(_("Search points"))
        self.line.setToolTip(_("Search points") + "  Ctrl+F")
        self.chips.setAccessibleName(_("Whose"))
        say(self._toggle, _("Show or hide the panel"))
        self._show_list()

    def take_focus(self) -> None:
        """Keys go to the list."""
        (self.empty if self._is_empty() else self.table).setFocus()

    def search(self, text: str) -> None:
        """Entries of the month that fit."""
        self._choose(replace(self.chosen, find=text.strip()))

    def in_view(self) -> InView:
        """What the chosen entry is about."""
        line = self.table.current() if self._found.lines else None
        row = line.row if isinstance(line, PointLine) else None
        if row is None:
            return InView()
        return view_of(row, **{f"{row.kind.value}_id": row.record_id})

    def open_record(self, kind: str, record_id: object) -> None:
        """Kind "points": show this entry; {"kind": "order", "record_id": 17}: book points on that. "points-list":
        "all" and "mine" of this month, "disputed" of all, or a month, "2026-11"."""
        word = str(record_id)
        if kind == "points" and isinstance(record_id, int):
            self._show_entry(record_id)
        elif kind == "points" and isinstance(record_id, Mapping):
            self.work.book_on(PointKind(record_id["kind"]), int(record_id["record_id"]))
        elif kind == "points-list" and word in (_ALL, _MINE, _DISPUTED):
            self._choose(replace(_NOW, is_mine=word == _MINE, is_disputed=word == _DISPUTED))
            self.take_focus()
        elif kind == "points-list":
            self._choose(PointFilter(word))
            self.take_focus()

    def refresh(self) -> None:
        """Read what is shown again."""
        chosen, self._is_stale = self.chosen, False
        self._lists.read(lambda: read_points(self._desk, chosen), self._take, self._messages.unasked)

    def showEvent(self, event: QShowEvent) -> None:
        """What changed while another page was shown is read now."""
        super().showEvent(event)
        if self._is_stale:
            self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window some things are told beside the list only."""
        super().resizeEvent(event)
        self._give_way()

    def keep_state(self) -> None:
        """Remember the panel; raises OutputFailed."""
        self.splitter.keep_state()

    # How it is put together

    def _build(self, theme: Theme, pennants: Pennants) -> None:
        self.actions_ = make_actions(self, self._desk, self._messages)
        self.work = PointWork(self._desk, self._background, self._messages, self)
        self.months = named(QComboBox(self), "points.month")
        self.chips = ChipBar("points.whose", theme, pennants)
        self.line = ListSearch("points.search", self)
        self._toggle = tool_button(theme.icons, "layout-sidebar-right", "points.panel.toggle", self)
        self._toggle.setCheckable(True)
        self.table = RecordTable("points.table", N_("Points"), point_columns(lambda: self._found), theme)
        self.empty = EmptyState("points.empty", theme, "hash")
        self.panel = PointPanel(self.actions_, self._desk, theme)
        self._said = label("points.said", "muted", parent=self)

    def _lay_out(self) -> None:
        bar = named(QFrame(), "points.filters")
        bar.setProperty("surface", True)
        row = QHBoxLayout(bar)
        row.setContentsMargins(16, 8, 12, 8)
        row.setSpacing(8)
        row.addWidget(self.months)
        row.addWidget(self.chips)
        row.addStretch(1)
        self.line.setMaximumWidth(240)
        row.addWidget(self.line, 2)
        for name in (declared.BOOK, declared.PRINT, declared.EXPORT):
            row.addWidget(self.actions_.button(name, "plain" if name == declared.BOOK else "quiet"))
        row.addWidget(self._toggle)
        self._stack = stacked("points.stack", self.table, self.empty)
        below = rule("points.foot.rule"), foot(self._said)
        content = surface("points.content", self._stack, *below, tall=self._stack)
        self.splitter = PanelSplitter("points.splitter", content, self.panel, self._settings)
        if self._settings.get("points.splitter.panel_width") is None:
            self.splitter.setSizes([10 * PANEL_WIDTH, PANEL_WIDTH])
        fill(self, bar, rule("points.rule"), self.splitter, tall=self.splitter)
        self._toggle.setChecked(not self.panel.isHidden())

    def _connect(self, changes: Changes) -> None:
        changes.changed.connect(self._on_changed)
        self.months.currentIndexChanged.connect(lambda _place: self._choose_month(self.months.currentData()))
        self.chips.chosen.connect(self._choose_chip)
        self.line.searched.connect(self._search)
        self.line.left.connect(self.take_focus)
        self._toggle.toggled.connect(self.panel.setVisible)
        self.panel.closed.connect(lambda: self._toggle.setChecked(False))
        self.table.chosen_changed.connect(self._on_chosen)
        self.table.opened.connect(lambda _id: self._do_next())
        self.empty.clicked.connect(self._on_empty)
        self.work.written.connect(self._show_entry)
        self.actions_.connect_all(self._does())

    def _does(self) -> dict[str, Callable[[], object]]:
        work = self.work
        return {
            declared.NEXT_ACTION: self._do_next,
            declared.RECORD: self._with(self._show_record),
            declared.DISPUTE: self._with(lambda line: work.dispute(line.row)),
            declared.SETTLE: self._with(lambda line: work.settle(line.row)),
            declared.BOOK: lambda: work.book(self._found),
            declared.PRINT: lambda: self.papers_requested.emit(self._month or self._found.this_month),
            declared.EXPORT: lambda: work.export(self._found, self._month),
            declared.EARLIER: lambda: self._step_month(1),
            declared.LATER: lambda: self._step_month(-1),
            declared.PANEL: self._toggle.click,
            declared.FIND: self.line.start,
        }

    def _with(self, do: Callable[[PointLine], object]) -> Callable[[], object]:
        def with_current() -> None:
            line = self.table.current()
            if isinstance(line, PointLine):
                do(line)

        return with_current

    # What is shown

    @property
    def _month(self) -> str:
        return self._found.this_month if self.chosen.month == _NOW.month else self.chosen.month

    def _is_empty(self) -> bool:
        return self._is_read and not self._found.lines

    def _take(self, found: PointList) -> None:
        self._found, self._is_read = found, True
        wanted = self._wanted
        self._show_list()
        if wanted is not None and self.table.go_to(wanted):
            self._wanted = None
        elif found.lines and self.table.current_id() is None:
            self.table.go_to(found.lines[0].id)
        self._on_chosen()

    def _show_list(self) -> None:
        found, chosen = self._found, self.chosen
        self._show_months()
        whose = [Chip(_ALL, _("Everybody"), found.all_)] if found.is_everybodys else []
        mine = [Chip(_MINE, _("Mine"), found.mine)]
        self.chips.set_chips([*whose, *mine, Chip(_DISPUTED, _("In dispute"), found.disputed)])
        self.chips.check([_DISPUTED if chosen.is_disputed else _MINE if self._is_mine() else _ALL])
        self.table.show_rows(found.lines, again=True)
        self._give_way()
        is_here = self._stack.isAncestorOf(QApplication.focusWidget() or self)
        self._stack.setCurrentWidget(self.empty if self._is_empty() else self.table)
        if is_here:
            self.take_focus()
        if chosen.is_disputed:
            self.empty.say(N_("No points are disputed."), N_("Show this month"), "quiet")
        elif chosen.find:
            self.empty.say(N_("No entry is like that."), N_("Show the whole month"), "quiet")
        elif found.is_everybodys:
            self.empty.say(N_("Nothing was booked in this month."), N_("Book points…"), "main")
        else:
            self.empty.say(N_("Nothing was booked in this month."), N_("The month before"), "quiet")
        n, total = len(found.lines), sum(line.row.counted for line in found.lines)
        said = ngettext("{n} entry", "{n} entries", n).format(n=n) if n else ""
        self._said.setText(
            " · ".join(filter(None, (said, _("together {total}").format(total=signed(total)) if n else "")))
        )
        self.panel.show_found(found, self._month)

    def _give_way(self) -> None:
        """Months are told where there are several; who booked it, and notes, where there is room."""
        records = self.table.records
        is_one = bool(self.chosen.month) and not self.chosen.is_disputed
        self.table.setColumnHidden(records.column_of("month"), is_one)
        for below, key in GIVE_WAY.items():
            self.table.setColumnHidden(records.column_of(key), self.width() < below)

    def _is_mine(self) -> bool:
        return self.chosen.is_mine or not self._found.is_everybodys

    def _show_months(self) -> None:
        months = self._found.months
        if self._month and self._month not in months:
            months.append(self._month)
        with QSignalBlocker(self.months):
            self.months.clear()
            for month in months:
                self.months.addItem(month, month)
            self.months.addItem(_("All months"), ALL_MONTHS)
            self.months.setCurrentIndex(max(0, self.months.findData(self._month)))

    def _on_chosen(self) -> None:
        line = self.table.current() if self._found.lines else None
        chosen = line if isinstance(line, PointLine) else None
        self.actions_.show_reasons(find_reasons(chosen.row, self._desk.actor) if chosen is not None else None)
        self.panel.show_line(chosen)

    def _show_entry(self, number: int) -> None:
        """In the list, be it of its month or not."""
        self._wanted = number
        if self.table.go_to(number):
            self.refresh()
        else:
            self._choose(PointFilter(self.chosen.month if self.chosen.is_disputed else ALL_MONTHS))
        self.table.setFocus()

    # What is chosen

    def _choose(self, chosen: PointFilter) -> None:
        self.chosen = chosen
        self.line.show_find(chosen.find)
        self.refresh()

    def _choose_month(self, month: object) -> None:
        self._choose(replace(self.chosen, month=str(month or ALL_MONTHS), is_disputed=False))

    def _step_month(self, step: int) -> None:
        months = self._found.months
        place = months.index(self._month) + step if self._month in months else 0
        if 0 <= place < len(months):
            self._choose_month(months[place])

    def _choose_chip(self, keys: frozenset[str]) -> None:
        now = _DISPUTED if self.chosen.is_disputed else _MINE if self._is_mine() else _ALL
        key = next(iter(keys - {now}), _ALL)
        self._choose(replace(self.chosen, is_mine=key == _MINE, is_disputed=key == _DISPUTED))

    def _search(self, find: str) -> None:
        self.chosen = replace(self.chosen, find=find)
        self.refresh()

    def _on_changed(self, kinds: frozenset[str]) -> None:
        if not concerns(kinds, Changed.POINTS, Changed.PEOPLE, Changed.SETTINGS):
            return
        if self.isVisible():
            self.refresh()
        else:
            self._is_stale = True

    def _on_empty(self) -> None:
        if self.chosen.is_disputed or self.chosen.find:
            self._choose(_NOW)
        elif self._found.is_everybodys:
            self.actions_.by_name[declared.BOOK].trigger()
        else:
            self._step_month(1)

    # What is done

    def _do_next(self) -> None:
        line = self.table.current()
        if isinstance(line, PointLine):
            self.actions_.by_name[next_action(line.row, self._desk.actor)].trigger()

    def _show_record(self, line: PointLine) -> None:
        """The page of what they were booked on."""
        if (found := opening(line.row)) is not None:
            self.open_requested.emit(*found)
