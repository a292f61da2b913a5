"""Tables of sizes: the list, and the one that is chosen, open for writing (PRD-02)."""

from pathlib import Path
from typing import NamedTuple

from PySide6.QtWidgets import QHBoxLayout, QSplitter, QWidget

from shopdesk.domain.permissions import Right
from shopdesk.domain.sizes import MEASURES, SizeChart
from shopdesk.errors import N_
from shopdesk.i18n import _, ngettext
from shopdesk.queries.shops import ShopRow, list_shops
from shopdesk.queries.size_tables import SizeTableRow, list_size_tables, list_sized_products
from shopdesk.services.desk import Desk
from shopdesk.services.size_tables import SizePlan
from shopdesk.ui.background import Background
from shopdesk.ui.controls import label, rule
from shopdesk.ui.empty_state import EmptyState
from shopdesk.ui.file_dialogs import choose_file, choose_target
from shopdesk.ui.language import Retranslated
from shopdesk.ui.layouts import fill, foot, stacked, surface
from shopdesk.ui.messages import Messages
from shopdesk.ui.page_actions import PageActions
from shopdesk.ui.record_table import RecordColumn, RecordTable
from shopdesk.ui.rights import apply_right
from shopdesk.ui.scripts.actions import SIZES
from shopdesk.ui.scripts.library import PATTERN, TARGETS
from shopdesk.ui.scripts.plan_preview import PlanPreview
from shopdesk.ui.scripts.size_editor import Draft, SizeEditor, draft_of
from shopdesk.ui.scripts.work import ScriptWork
from shopdesk.ui.side_panel import SettingsStore
from shopdesk.ui.theme import Theme

_WIDTH = "scripts.sizes.list_width"
NEW = 0
"""The key of a draft of a table that is not kept yet."""


class Read(NamedTuple):
    """All tables, and which products go by which."""

    rows: list[SizeTableRow]
    products: dict[int, list[str]]
    shops: list[ShopRow]


def _goes_by(row: SizeTableRow) -> str:
    return _(", ").join(_(MEASURES[each].title) for each in row.chart.measures)


COLUMNS = (
    RecordColumn("name", N_("Table of sizes"), 130, lambda row: row.name, lambda row: row.note, stretch=2),
    RecordColumn("measures", N_("Goes by"), 110, _goes_by, is_muted=True, stretch=1),
    RecordColumn("sizes", N_("Sizes"), 52, lambda row: str(len(row.chart.rows)), is_figure=True),
    RecordColumn("products", N_("Products"), 66, lambda row: str(row.products or ""), is_figure=True),
)


class SizesView(Retranslated, QWidget):
    """What was typed and not saved is kept for its table while others are shown."""

    def __init__(
        self, *, desk: Desk, background: Background, messages: Messages, theme: Theme, settings: SettingsStore,
        work: ScriptWork,
    ) -> None:  # fmt: skip
        super().__init__()
        self.setObjectName("scripts.sizes")
        self._desk, self._background, self._messages, self._theme = desk, background, messages, theme
        self._settings, self.work = settings, work
        self._read: Read | None = None
        self._shown: int | None = None
        self._awaited: int | None = None
        self._drafts: dict[int, tuple[Draft, Draft]] = {}
        """What is written, and how it was when that was begun."""
        self.commands = PageActions(self, desk, SIZES)
        self.table = RecordTable("scripts.sizes.table", N_("Tables of sizes"), COLUMNS, theme)
        self.editor = SizeEditor(self)
        self.empty = EmptyState("scripts.sizes.empty", theme, "table")
        self._said = label("scripts.sizes.count", "muted", parent=self)
        self._lay_out()
        self._connect()
        apply_right(self.editor.save_button, desk, Right.PRODUCTS)
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text again."""
        self.commands.retranslate()
        self.empty.say(N_("There are no tables of sizes yet."), N_("Take the starting tables over"))
        self._write()

    def take_focus(self) -> None:
        """Keys go to the list."""
        (self.empty if self._stack.currentWidget() is self.empty else self.table).setFocus()

    def read(self) -> None:
        """Read everything again."""
        database = self._desk.seen

        def find() -> Read:
            products: dict[int, list[str]] = {}
            rows = list_size_tables(database)
            for row in rows:
                found = list_sized_products(database, size_table_id=row.id) if row.products else []
                products[row.id] = [each.title or each.code for each in found]
            return Read(rows, products, list_shops(database))

        self._background.run_task(find, self._take, self._messages.error, owner=self)

    def show_table(self, table_id: int) -> None:
        """This one."""
        self._awaited = table_id
        self.take_focus()
        self.read()

    def keep_state(self) -> None:
        """The width of the list."""
        if self._sides.sizes()[0] > 0:
            self._settings.set(_WIDTH, self._sides.sizes()[0])

    # How it is put together

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(16, 10, 12, 8)
        head.setSpacing(8)
        head.addStretch(1)
        for name in ("start", "import", "export", "remove"):
            head.addWidget(self.commands.button(name))
        head.addWidget(self.commands.button("new", "main"))
        self._sides = sides = QSplitter()
        sides.setObjectName("scripts.sizes.sides")
        sides.setHandleWidth(1)
        sides.setChildrenCollapsible(False)
        sides.addWidget(self.table)
        sides.addWidget(self.editor)
        sides.setStretchFactor(1, 1)
        width = self._settings.get(_WIDTH, 400)
        width = width if isinstance(width, int) and width > 0 else 400
        sides.setSizes([width, 3 * width])
        self._stack = stacked("scripts.sizes.stack", sides, self.empty)
        parts = (head, rule("scripts.sizes.rule"), self._stack, rule("scripts.sizes.foot.rule"), foot(self._said))
        fill(self, surface("scripts.sizes.content", *parts, tall=self._stack))

    def _connect(self) -> None:
        self.table.chosen_changed.connect(self._on_chosen)
        self.table.opened.connect(lambda _id: self._edit())
        self.table.removed.connect(self.commands.by_name["remove"].trigger)
        self.empty.clicked.connect(self.commands.by_name["start"].trigger)
        self.editor.saved.connect(self._save)
        self.editor.left.connect(self._leave)
        self.editor.changed.connect(self._keep)
        self.commands.connect_all({
            "new": self._new, "edit": self._edit, "remove": self._remove, "import": self._ask_import,
            "export": self._ask_export, "start": self.work.take_presets,
        })  # fmt: skip

    # What is shown

    def _take(self, read: Read) -> None:
        self._read = read
        self.editor.show_shops(read.shops)
        self.table.show_rows(read.rows, again=True)
        if self._awaited is not None and self.table.go_to(self._awaited):
            self._awaited = None
        if self._shown != NEW and self.table.current() is None and read.rows:
            self.table.go_to(read.rows[0].id)
        self._write()
        self._on_chosen(again=True)

    def _write(self) -> None:
        rows = self._read.rows if self._read is not None else []
        is_empty = self._read is not None and not rows and self._shown != NEW
        self._stack.setCurrentIndex(1 if is_empty else 0)
        n = len(rows)
        self._said.setText(ngettext("{n} table of sizes", "{n} tables of sizes", n).format(n=n) if n else "")
        self.commands.by_name["remove"].setEnabled(bool(rows))
        self.commands.by_name["edit"].setEnabled(bool(rows))

    def _on_chosen(self, *, again: bool = False) -> None:
        """The chosen table, or what is written of it."""
        row = self.table.current()
        if not isinstance(row, SizeTableRow) or (self._shown == NEW and again):
            return
        if self._shown == row.id and (self.editor.is_dirty or not again):
            return
        self._shown = None  # what is filled in now is no draft
        kept = draft_of(row)
        self.editor.open_draft(*self._drafts.get(row.id, (kept, kept)))
        self._shown = row.id
        self.editor.show_products(self._read.products.get(row.id, []) if self._read is not None else [])

    def _keep(self) -> None:
        """Typed and not saved."""
        if self._shown is None or self._shown == NEW:
            return
        if self.editor.is_dirty:
            self._drafts[self._shown] = (self.editor.draft(), self.editor.opened)
        else:
            self._drafts.pop(self._shown, None)

    # What is done

    def _new(self) -> None:
        self._shown = NEW
        self._write()
        self.editor.open_draft(Draft())
        self.editor.show_products([])
        self.editor.name.setFocus()

    def _edit(self) -> None:
        if self.table.current() is not None:
            self.editor.grid.setFocus()
            self.editor.grid.setCurrentCell(0, 0)

    def _leave(self) -> None:
        if self._shown == NEW:
            self._shown = None
            self._write()
            self._on_chosen()
        self.take_focus()

    def _save(self, draft: Draft, chart: SizeChart, note: str, shop_id: int | None) -> None:
        row, base = draft.row, draft.base

        def saved(table_id: int) -> None:
            self._drafts.pop(table_id, None)
            self._shown, self._awaited = None, table_id
            self.read()
            self.take_focus()

        table_id = row.id if row is not None else None
        self.work.save_table(chart, note=note, shop_id=shop_id, table_id=table_id, base=base, on_saved=saved)

    def _remove(self) -> None:
        row = self.table.current()
        if isinstance(row, SizeTableRow):
            self._shown = None
            self.work.remove_table(row)

    def _ask_import(self) -> None:
        title, pattern = _("Import tables of sizes"), _("Tables") + f" ({PATTERN})"
        choose_file(self, "scripts.sizes.import.file", title, pattern, self.preview_file)

    def preview_file(self, path: Path) -> None:
        """Show what a file would change, and take it over from there."""

        def show(plan: SizePlan) -> None:
            PlanPreview(plan, lambda: self.work.take_tables(path, plan), self._theme, self).open()

        self.work.plan_tables(path, show)

    def _ask_export(self) -> None:
        """The chosen tables if there are several, else all."""
        chosen = self.table.chosen()
        names = [row.name for row in chosen] if len(chosen) > 1 else []
        write = lambda path: self.work.export_tables(path, names)  # noqa: E731
        suggested = _("tables of sizes") + ".xlsx"
        choose_target(self, "scripts.sizes.export.file", _("Export tables of sizes"), TARGETS, write,
                      suggested=suggested)  # fmt: skip
