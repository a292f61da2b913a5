"""The library of words: by topic on the left, the scripts in the middle, what one says on the right (CRM-02)."""

from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QListWidget, QListWidgetItem, QWidget

from shopdesk.domain.script_topics import TOPICS, Topic
from shopdesk.errors import N_
from shopdesk.i18n import _, ngettext
from shopdesk.queries.scripts import ScriptRow, list_scripts, search_scripts
from shopdesk.services.desk import Desk
from shopdesk.services.script_tables import ScriptPlan
from shopdesk.ui.background import Background
from shopdesk.ui.controls import label, named, rule
from shopdesk.ui.empty_state import EmptyState
from shopdesk.ui.file_dialogs import choose_file, choose_target
from shopdesk.ui.language import Retranslated
from shopdesk.ui.layouts import fill, foot, stacked, surface
from shopdesk.ui.messages import Messages
from shopdesk.ui.page_actions import PageActions
from shopdesk.ui.record_table import RecordColumn, RecordTable
from shopdesk.ui.scripts.actions import LIBRARY
from shopdesk.ui.scripts.panel import ScriptPanel
from shopdesk.ui.scripts.plan_preview import PlanPreview
from shopdesk.ui.scripts.work import ScriptWork
from shopdesk.ui.search_line import SearchLine
from shopdesk.ui.side_panel import PanelSplitter, SettingsStore
from shopdesk.ui.theme import Theme

PATTERN = "*.csv *.xlsx *.xls"
TARGETS = "Excel (*.xlsx);;CSV (*.csv)"
_KEY = Qt.ItemDataRole.UserRole


class Shown(NamedTuple):
    """One line of the list: a script with an id of its own."""

    id: int
    row: ScriptRow


def _state(line: Shown) -> str:
    if line.row.hidden_at is not None:
        return _("out of use")
    return _("own") if line.row.own else _("starting set")


COLUMNS = (
    RecordColumn("title", N_("Title"), 150, lambda line: line.row.title, lambda line: line.row.gloss, stretch=2),
    RecordColumn("topic", N_("Topic"), 110, lambda line: _(TOPICS[line.row.topic]), is_muted=True, stretch=1),
    RecordColumn("body", N_("Text"), 220, lambda line: " ".join(line.row.body.split()), lambda line: line.row.body,
                 is_muted=True, stretch=4),
    RecordColumn("used", N_("Used"), 60, lambda line: f"{line.row.used:,}" if line.row.used else "", is_figure=True),
    RecordColumn("state", N_("Kind"), 86, _state,
                 colour=lambda line: "warning" if line.row.hidden_at is not None else "", is_muted=True),
)  # fmt: skip


class LibraryView(Retranslated, QWidget):
    """All scripts are in memory; what is typed narrows the list at once."""

    def __init__(
        self, *, desk: Desk, background: Background, messages: Messages, theme: Theme, settings: SettingsStore,
        work: ScriptWork,
    ) -> None:  # fmt: skip
        super().__init__()
        self.setObjectName("scripts.library")
        self._desk, self._background, self._messages, self._theme = desk, background, messages, theme
        self.work = work
        self._rows: list[ScriptRow] = []
        self._is_read = False
        self._awaited: int | None = None
        self._build(theme)
        self._lay_out(settings)
        self._connect()
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text again."""
        self.commands.retranslate()
        self.line.setPlaceholderText(_("Words or pinyin initials"))
        self.line.setAccessibleName(_("Find words to say"))
        self.hidden.setText(_("Out of use too"))
        self.topics.setAccessibleName(_("Topics"))
        self._list_topics()
        self._list()

    def take_focus(self) -> None:
        """Keys go to the list, or to what is being written."""
        if self.panel.is_editing:
            self.panel.editor.body.setFocus()
        else:
            (self.table if self._stack.currentWidget() is self.table else self.empty).setFocus()

    def read(self) -> None:
        """Read the library again."""
        self._background.run_task(
            lambda: list_scripts(self._desk.seen, with_hidden=True), self._take, self._messages.error, owner=self
        )

    def show_script(self, script_id: int) -> None:
        """This one, whatever was chosen before."""
        self._awaited = script_id
        self.panel.show()
        self.line.clear()
        self.topics.setCurrentRow(0)
        self.take_focus()
        self.read()

    def search(self, text: str) -> None:
        """Find in the whole library."""
        self.topics.setCurrentRow(0)
        self.line.setText(text)

    @property
    def topic(self) -> Topic | None:
        """The chosen topic, None for all."""
        item = self.topics.currentItem()
        word = item.data(_KEY) if item is not None else ""
        return Topic(word) if word else None

    def current(self) -> ScriptRow | None:
        """The script that keys go to."""
        line = self.table.current()
        return line.row if isinstance(line, Shown) else None

    # How it is put together

    def _build(self, theme: Theme) -> None:
        self.commands = PageActions(self, self._desk, LIBRARY)
        self.line = named(SearchLine(self), "scripts.find")
        self.line.setClearButtonEnabled(True)
        self.hidden = named(QCheckBox(self), "scripts.hidden")
        self.topics = named(QListWidget(self), "scripts.topics")
        self.topics.setFixedWidth(188)
        self.topics.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.topics.addItem("")
        self.topics.setCurrentRow(0)
        self.table = RecordTable("scripts.table", N_("Scripts"), COLUMNS, theme)
        self.empty = EmptyState("scripts.empty", theme, "message")
        self.panel = ScriptPanel(
            desk=self._desk, background=self._background, messages=self._messages, theme=theme,
            commands=self.commands, work=self.work,
        )  # fmt: skip
        self._count = label("scripts.count", "muted", parent=self)

    def _lay_out(self, settings: SettingsStore) -> None:
        head, middle = QHBoxLayout(), QHBoxLayout()
        head.setContentsMargins(16, 10, 12, 8)
        head.setSpacing(8)
        head.addWidget(self.line, 1)
        head.addWidget(self.hidden)
        for name in ("start", "import", "export"):
            head.addWidget(self.commands.button(name))
        head.addWidget(self.commands.button("new", "main"))
        self._stack = stacked("scripts.stack", self.table, self.empty)
        middle.setContentsMargins(8, 0, 0, 0)
        middle.setSpacing(8)
        middle.addWidget(self.topics)
        middle.addWidget(self._stack, 1)
        parts = (head, rule("scripts.head.rule"), middle, rule("scripts.foot.rule"), foot(self._count))
        self.splitter = PanelSplitter("scripts.splitter", surface("scripts.content", *parts, tall=middle), self.panel,
                                      settings)  # fmt: skip
        fill(self, self.splitter)

    def _connect(self) -> None:
        self.line.textChanged.connect(lambda _text: self._search())
        self.line.left.connect(self.take_focus)
        self.hidden.toggled.connect(lambda _on: self._list_all())
        self.topics.currentRowChanged.connect(lambda _row: self._list())
        self.table.chosen_changed.connect(self._on_chosen)
        self.table.opened.connect(lambda _id: self.commands.by_name["edit"].trigger())
        self.empty.clicked.connect(self._on_empty)
        self.panel.left.connect(self._on_left)
        self.panel.saved.connect(self._await)
        self.commands.connect_all({
            "new": lambda: self.panel.write(None, self.topic or Topic.OTHER), "edit": self._edit,
            "copy": self.panel.copy, "hide": self._hide, "show": self._show, "order": self.panel.go_to_order,
            "import": self._ask_import, "export": self._ask_export, "start": self.work.take_start,
            "find": self._find,
        })  # fmt: skip

    # What is listed

    def _take(self, rows: list[ScriptRow]) -> None:
        self._rows, self._is_read = rows, True
        if any(row.id == self._awaited and row.hidden_at is not None for row in rows):
            self.hidden.setChecked(True)
        self._list_all()
        if self._awaited is not None and self.table.go_to(self._awaited):
            self._awaited = None
        self.panel.read_again()

    def _await(self, script_id: int) -> None:
        """Just written: it is chosen as soon as it is listed."""
        self._awaited = script_id
        self.read()

    def _offered(self) -> list[ScriptRow]:
        return [row for row in self._rows if self.hidden.isChecked() or row.hidden_at is None]

    def _list_all(self) -> None:
        self._list_topics()
        self._list()

    def _list_topics(self) -> None:
        chosen, rows = self.topic, self._offered()
        self.topics.blockSignals(True)
        self.topics.clear()
        for topic in (None, *Topic):
            n = len(rows) if topic is None else sum(row.topic is topic for row in rows)
            item = QListWidgetItem(f"{_('All') if topic is None else _(TOPICS[topic])}  {n}", self.topics)
            item.setData(_KEY, topic.value if topic else "")
            if topic is chosen:
                self.topics.setCurrentItem(item)
        self.topics.blockSignals(False)

    def _search(self) -> None:
        """The likeliest is chosen."""
        self._list()
        if self.table.records.rows:
            self.table.go_to(self.table.records.rows[0].id)

    def _list(self) -> None:
        rows = [row for row in self._offered() if self.topic in (None, row.topic)]
        found = search_scripts(rows, self.line.text())
        self.table.show_rows([Shown(row.id, row) for row in found], again=True)
        self._stack.setCurrentWidget(self.table if found or not self._is_read else self.empty)
        if not self._rows:
            self.empty.say(N_("There are no scripts yet."), N_("Take the starting set over"))
        elif not found:
            self.empty.say(N_("No script matches."), N_("Show all"), "plain")
        if found and self.table.current() is None:
            self.table.go_to(found[0].id)
        n = len(found)
        self._count.setText(ngettext("{n} script", "{n} scripts", n).format(n=n) if self._is_read else "")
        self._on_chosen()

    def _on_chosen(self) -> None:
        row = self.current() if self._rows else None
        self.panel.show_script(row)
        for name in ("edit", "copy", "order"):
            self.commands.by_name[name].setEnabled(row is not None)
        self.commands.by_name["copy"].setEnabled(row is not None and row.hidden_at is None)
        self.commands.by_name["hide"].setEnabled(row is not None and row.hidden_at is None)
        self.commands.by_name["show"].setEnabled(row is not None and row.hidden_at is not None)

    def _on_left(self) -> None:
        self._on_chosen()
        self.take_focus()

    def _on_empty(self) -> None:
        if not self._rows:
            self.commands.by_name["start"].trigger()
        else:
            self.search("")

    def _find(self) -> None:
        self.line.setFocus()
        self.line.selectAll()

    # What is done

    def _edit(self) -> None:
        row = self.current()
        if row is not None:
            self.panel.write(row, row.topic)

    def _hide(self) -> None:
        row = self.current()
        if row is not None:
            self.work.hide(row)

    def _show(self) -> None:
        row = self.current()
        if row is not None:
            self.work.show(row)

    def _ask_import(self) -> None:
        choose_file(self, "scripts.import.file", _("Import scripts"), _("Tables") + f" ({PATTERN})", self.preview_file)

    def preview_file(self, path: Path) -> None:
        """Show what a table would change, and take it over from there."""

        def show(plan: ScriptPlan) -> None:
            PlanPreview(plan, lambda: self.work.take_scripts(path, plan), self._theme, self).open()

        self.work.plan_scripts(path, show)

    def _ask_export(self) -> None:
        """The chosen topic, or all."""
        topic = self.topic
        name = _("scripts") if topic is None else _("scripts {topic}").format(topic=_(TOPICS[topic]))
        write = lambda path: self.work.export_scripts(path, topic)  # noqa: E731
        choose_target(self, "scripts.export.file", _("Export scripts"), TARGETS, write, suggested=f"{name}.xlsx")
