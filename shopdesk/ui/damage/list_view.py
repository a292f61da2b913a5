"""The damage list: what a supplier takes back the shortest is first, the chosen entry beside it (REP-04)."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from shopdesk.domain.damage_list import Answer
from shopdesk.domain.money import ZERO
from shopdesk.errors import N_
from shopdesk.i18n import _, ngettext
from shopdesk.queries.damage_list import DamageRow
from shopdesk.services.desk import Desk
from shopdesk.ui.background import Background
from shopdesk.ui.chosen_record import ChosenRecord
from shopdesk.ui.controls import label, rule
from shopdesk.ui.damage import actions, possible
from shopdesk.ui.damage.actions import ALWAYS_OF_ENTRIES, OF_ENTRIES
from shopdesk.ui.damage.batch_work import BatchWork
from shopdesk.ui.damage.columns import damage_columns
from shopdesk.ui.damage.exporting import ask_target, write_entries
from shopdesk.ui.damage.filters import DamageFilters
from shopdesk.ui.damage.panel import DamagePanel
from shopdesk.ui.damage.possible import find_reasons, next_of
from shopdesk.ui.damage.reading import DamageFilter, DamageFound, WholeDamage, read_damage, read_list, unread_moment
from shopdesk.ui.damage.work import DamageWork
from shopdesk.ui.empty_state import EmptyState
from shopdesk.ui.flags import Pennants
from shopdesk.ui.language import Retranslated
from shopdesk.ui.layouts import fill, foot, stacked, surface
from shopdesk.ui.messages import Messages
from shopdesk.ui.newest import Newest
from shopdesk.ui.page_actions import ReasonedActions
from shopdesk.ui.record_table import RecordTable
from shopdesk.ui.side_panel import PanelSplitter, SettingsStore
from shopdesk.ui.theme import Theme

PANEL_WIDTH = 400
"""px at first."""
GIVES_WAY = {"from": 1300, "number": 1050, "batch": 1050}
"""Columns that the panel tells too, and px of the view under which the list needs their room."""


class DamageListView(Retranslated, QWidget):
    """Everything is read in the background; a later reading overtakes an earlier one."""

    opens = Signal(str, object)
    """Another page's record."""
    batch_wanted = Signal(int)
    new_wanted = Signal()

    def __init__(
        self,
        *,
        desk: Desk,
        background: Background,
        messages: Messages,
        theme: Theme,
        settings: SettingsStore,
        pennants: Pennants,
    ) -> None:
        super().__init__()
        self.setObjectName("damage.list")
        self._desk, self._background, self._messages, self._settings = desk, background, messages, settings
        self._found = DamageFound(unread_moment(desk))
        self._lists = Newest(background, self)
        self._build(theme, pennants)
        self._lay_out()
        self._connect()
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text again."""
        self.setAccessibleName(_("Damage"))
        self.actions_.retranslate()
        self._show_list()

    def take_focus(self) -> None:
        """Keys go to the list."""
        (self.table if self._found.rows else self.empty).setFocus()

    def show_record(self, damage_id: int) -> None:
        """In the list, be it of its kind or not."""
        self._show_panel(True)
        if not self.record.ask_for(damage_id):
            self.refresh()
        self.table.setFocus()

    def refresh(self) -> None:
        """Read list and entry again."""
        chosen, also = self.filters.chosen, self.record.also
        self._lists.read(lambda: read_list(self._desk, chosen, also), self._take, self.record.lose_list)

    def keep_state(self) -> None:
        """Remember the panel; raises OutputFailed."""
        self.splitter.keep_state()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window some things are told beside the list only."""
        super().resizeEvent(event)
        for key, width in GIVES_WAY.items():
            self.table.setColumnHidden(self.table.records.column_of(key), event.size().width() < width)

    # How it is put together

    def _build(self, theme: Theme, pennants: Pennants) -> None:
        desk, background, messages = self._desk, self._background, self._messages
        nothing = N_("Choose an entry first.")
        self.actions_ = ReasonedActions(
            self, desk, messages, OF_ENTRIES, always=ALWAYS_OF_ENTRIES, nothing=nothing
        )  # fmt: skip
        self.work = DamageWork(desk, background, messages, self)
        self.batches = BatchWork(desk, background, messages, self.work, self)
        self.filters = DamageFilters(self.actions_, theme, pennants)
        self.table = RecordTable("damage.table", N_("Damage"), damage_columns(lambda: self._found.moment), theme)
        self.empty = EmptyState("damage.empty", theme, "circle-check")
        self.panel = DamagePanel(self.actions_, desk=desk, background=background, messages=messages, theme=theme)
        self.record = ChosenRecord(
            self.table, lambda number: read_damage(desk, number), self._show_entry, background=background,
            messages=messages, owner=self,
        )  # fmt: skip
        self._said = label("damage.said", "muted", parent=self)

    def _lay_out(self) -> None:
        self._stack = stacked("damage.stack", self.table, self.empty)
        below = rule("damage.foot.rule"), foot(self._said)
        content = surface("damage.content", self._stack, *below, tall=self._stack)
        self.splitter = PanelSplitter("damage.splitter", content, self.panel, self._settings)
        if self._settings.get("damage.splitter.panel_width") is None:
            self.splitter.setSizes([10 * PANEL_WIDTH, PANEL_WIDTH])
        fill(self, self.filters, rule("damage.rule"), self.splitter, tall=self.splitter)
        self.filters.panel.setChecked(not self.panel.isHidden())

    def _connect(self) -> None:
        self.filters.changed.connect(self._on_filter)
        self.filters.left.connect(self.take_focus)
        self.filters.panel.toggled.connect(self.panel.setVisible)
        self.panel.closed.connect(lambda: self.filters.panel.setChecked(False))
        self.table.chosen_changed.connect(self._on_chosen)
        self.table.opened.connect(lambda _id: self._do_next())
        self.empty.clicked.connect(self._on_empty)
        self.work.written.connect(lambda _id: self.record.read())
        rows, one = self._with_rows, self._with_one
        self.actions_.connect_all({
            actions.NEXT: self._do_next,
            actions.NEW: self.new_wanted.emit,
            actions.FIND: self.filters.search.start,
            actions.EXPORT: self._ask_export,
            actions.PANEL: self.filters.panel.click,
            possible.BATCH: rows(self.batches.put_in),
            possible.OUT: one(self.batches.take_out),
            possible.TO_BATCH: rows(lambda chosen: self.batch_wanted.emit(chosen[0].batch_id)),
            possible.ACCEPTED: rows(lambda chosen: self.work.answer(chosen, Answer.ACCEPTED)),
            possible.REFUSED: rows(lambda chosen: self.work.answer(chosen, Answer.REFUSED)),
            possible.REPLACED: rows(lambda chosen: self.work.answer(chosen, Answer.REPLACED)),
            possible.CREDITED: one(self.work.credit),
            possible.SPLIT: one(self.work.split),
            possible.EDIT: one(self.work.edit),
            **{name: one(self._asking(name)) for name in _WHYS},
            possible.ORDER: one(lambda row: self.opens.emit("order", row.order_id)),
            possible.CASE: one(lambda row: self.opens.emit("case", row.case_id)),
            possible.BOX: self._show_box,
            possible.REPAIR: one(lambda row: self.opens.emit("repair", row.repair_id)),
        })  # fmt: skip

    def _asking(self, name: str) -> Callable[[DamageRow], object]:
        return lambda row: self.work.ask_why(name, row)

    def _with_rows(self, do: Callable[[Sequence[DamageRow]], object]) -> Callable[[], object]:
        return lambda: do(self.table.chosen()) if self.table.chosen() else None

    def _with_one(self, do: Callable[[DamageRow], object]) -> Callable[[], object]:
        return lambda: do(self.table.chosen()[0]) if len(self.table.chosen()) == 1 else None

    # What is shown

    def _take(self, found: DamageFound) -> None:
        self._found = found
        self.record.take_list(found.rows, self._show_list, is_added=found.is_added)

    def _show_list(self) -> None:
        found, chosen = self._found, self.filters.chosen
        self.filters.show_found(found)
        is_here = self._stack.isAncestorOf(self.focusWidget() or self)
        self.table.show_rows(found.rows, again=True)
        self._stack.setCurrentWidget(self.table if found.rows else self.empty)
        if is_here and self.isVisible():
            self.take_focus()
        if chosen == DamageFilter():
            self.empty.say(N_("Nothing is on the damage list."), N_("New damage…"), "main")
        else:
            self.empty.say(N_("No entry is like that."), N_("Show all open ones"), "quiet")
        self._say_sum()

    def _say_sum(self) -> None:
        chosen = self.table.chosen()
        rows = chosen if len(chosen) > 1 else list(self._found.rows)
        n, pieces = len(rows), sum(row.quantity for row in rows)
        if not rows:
            self._said.setText("")
            return
        said = ngettext("{n} entry", "{n} entries", n) if len(chosen) < 2 else ngettext(
            "{n} entry chosen", "{n} entries chosen", n
        )  # fmt: skip
        parts = [said.format(n=n), ngettext("{n} piece", "{n} pieces", pieces).format(n=pieces)]
        parts.append(_("cost {amount}").format(amount=sum((row.worth for row in rows), ZERO).shown))
        late = sum(row.is_late(self._found.moment.now) for row in rows)
        parts += [ngettext("{n} too late", "{n} too late", late).format(n=late)] if late else []
        self._said.setText(" · ".join(parts))

    def _on_chosen(self) -> None:
        self._say_sum()
        self._allow()

    def _show_entry(self, whole: WholeDamage | None) -> None:
        self._allow()
        self.panel.show_damage(whole)

    def _allow(self) -> None:
        """What can be done follows what is chosen in the list; a single one as it was read last."""
        rows: list[DamageRow] = self.table.chosen() if self._found.rows else []
        whole = self.record.shown
        if len(rows) == 1 and whole is not None and whole.row.id == rows[0].id:
            rows = [whole.row]
        self.actions_.show_reasons(find_reasons(rows))

    def _show_panel(self, is_shown: bool) -> None:
        self.panel.setVisible(is_shown)
        self.filters.panel.setChecked(is_shown)

    def _on_filter(self) -> None:
        self.record.also = None
        self.refresh()

    def _on_empty(self) -> None:
        if self.filters.chosen == DamageFilter():
            self.actions_.by_name[actions.NEW].trigger()
        else:
            self.filters.choose(DamageFilter())

    def current(self) -> DamageRow | None:
        """The goods that keys go to."""
        return self.table.current() if self._found.rows else None

    # What is done

    def _do_next(self) -> None:
        """What the large button says; what isn't possible yet says why."""
        rows = self.table.chosen()
        if rows:
            self.actions_.by_name[next_of(rows[0]) or possible.REOPEN].trigger()

    def _show_box(self) -> None:
        whole = self.record.current
        if whole is not None and whole.box_id is not None:
            self.opens.emit("box", whole.box_id)

    def _ask_export(self) -> None:
        rows, moment = list(self._found.rows), self._found.moment

        def write(path: Path) -> None:
            self._background.run_task(
                lambda: write_entries(path, rows, moment),
                lambda n: self._messages.toast(
                    ngettext("{n} entry in {file}", "{n} entries in {file}", n).format(n=n, file=path.name)
                ),
                self._messages.error, owner=self,
            )  # fmt: skip

        ask_target(self, _("damage {day}"), moment, write)


_WHYS = (possible.WRITE_OFF, possible.STRIKE, possible.AGAIN, possible.REOPEN)
