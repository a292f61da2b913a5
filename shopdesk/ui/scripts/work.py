"""Writing scripts and tables of sizes: in the background, then a toast says what happened."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from shopdesk.domain.script_topics import Topic
from shopdesk.domain.sizes import SizeChart
from shopdesk.i18n import _, ngettext
from shopdesk.queries.script_values import About
from shopdesk.queries.scripts import ScriptRow
from shopdesk.queries.size_tables import SizeTableRow
from shopdesk.services.clashes import Base
from shopdesk.services.desk import Desk
from shopdesk.services.script_tables import (
    ScriptPlan,
    StartingSet,
    export_scripts,
    import_scripts,
    plan_scripts,
    take_starting_set,
)
from shopdesk.services.scripts import ScriptHasGaps, hide_script, save_script, show_script, use_script
from shopdesk.services.size_tables import (
    SizePlan,
    export_size_tables,
    import_size_tables,
    plan_size_tables,
    remove_size_table,
    save_size_table,
    take_presets,
)
from shopdesk.ui.background import Background
from shopdesk.ui.messages import Kind, Messages
from shopdesk.ui.saving import Saving
from shopdesk.ui.scripts.editor import Written

Result = TypeVar("Result")


class ScriptWork(QObject):
    """What is written is announced by the desk; the views read again by that."""

    def __init__(self, desk: Desk, background: Background, messages: Messages, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._background, self._messages = desk, background, messages
        self._saving = Saving(background, messages, parent)

    # Scripts

    def save_script(self, written: Written, on_saved: Callable[[int], object]) -> None:
        """A new script, or a change of one; where two changed the same, one chooses."""
        values = written.values

        def write(base: Base) -> int:
            kept = base if written.script_id is not None else None
            return save_script(self._desk, script_id=written.script_id, base=kept, **values)

        def saved(script_id: int) -> None:
            self._messages.toast(_("{title} saved").format(title=" ".join(values["title"].split())))
            on_saved(script_id)

        self._saving.save(write, written.base or Base(None, {}), saved)

    def hide(self, row: ScriptRow) -> None:
        """Out of use, until it is taken back."""
        said = _("{title} is out of use").format(title=row.title)
        back = lambda: self._run(lambda: show_script(self._desk, script_id=row.id), lambda _done: None)  # noqa: E731
        self._run(
            lambda: hide_script(self._desk, script_id=row.id), lambda _done: self._messages.toast(said, undo=back)
        )

    def show(self, row: ScriptRow) -> None:
        """Into use again."""
        said = _("{title} is in use again").format(title=row.title)
        self._run(lambda: show_script(self._desk, script_id=row.id), lambda _done: self._messages.toast(said))

    def copy(
        self, row: ScriptRow, given: dict[str, str], about: About, on_gaps: Callable[[ScriptHasGaps], object]
    ) -> None:
        """The text to the clipboard; that it was used is counted."""

        def copied(text: str) -> None:
            QGuiApplication.clipboard().setText(text)
            self._messages.toast(_("Copied: {text}").format(text=row.title), Kind.INFO, topic="copied")

        def refused(error: Exception) -> None:
            on_gaps(error) if isinstance(error, ScriptHasGaps) else self._messages.error(error)

        self._background.run_task(
            lambda: use_script(self._desk, script_id=row.id, given=given, **about), copied, refused, owner=self
        )

    def plan_scripts(self, path: Path, on_plan: Callable[[ScriptPlan], object]) -> None:
        """What a table of scripts would change."""
        self._run(lambda: plan_scripts(self._desk.seen, path), on_plan, _("Reading {file}").format(file=path.name))

    def take_scripts(self, path: Path, plan: ScriptPlan) -> None:
        """Take it over as it was shown."""

        def say(done: ScriptPlan) -> None:
            said = _("{file}: {created} new, {updated} changed, {unchanged} as they were")
            self._messages.toast(
                said.format(file=done.file, created=len(done.new), updated=len(done.changed), unchanged=done.unchanged)
            )

        self._run(lambda: import_scripts(self._desk, path, shown=plan.code), say)

    def export_scripts(self, path: Path, topic: Topic | None) -> None:
        """Write the library, or one topic of it, to a file."""

        def say(n: int) -> None:
            self._messages.toast(_("{n} scripts written to {file}").format(n=n, file=path.name))

        self._run(lambda: export_scripts(self._desk, path, topic=topic), say)

    def take_start(self) -> None:
        """Take over the scripts that come with the program."""

        def say(done: StartingSet) -> None:
            said = _(
                "{added} scripts added, {renewed} renewed, {kept} of your own left alone, {unchanged} as they were"
            )
            told = {"added": done.added, "renewed": done.renewed, "kept": done.kept, "unchanged": done.unchanged}
            self._messages.toast(said.format(**told))

        self._run(lambda: take_starting_set(self._desk), say)

    # Tables of sizes

    def save_table(
        self, chart: SizeChart, *, note: str, shop_id: int | None, table_id: int | None, base: Base | None,
        on_saved: Callable[[int], object],
    ) -> None:  # fmt: skip
        """A new table, or a change of one."""

        def write(base: Base) -> int:
            return save_size_table(
                self._desk, size_table_id=table_id, base=None if table_id is None else base, name=chart.name,
                measures=chart.measures, rows=chart.rows, note=note, shop_id=shop_id,
            )  # fmt: skip

        def saved(table_id: int) -> None:
            self._messages.toast(_("{title} saved").format(title=chart.name))
            on_saved(table_id)

        self._saving.save(write, base or Base(None, {}), saved)

    def remove_table(self, row: SizeTableRow) -> None:
        """Take a table out that no product goes by; Undo writes it anew."""

        def back() -> None:
            self._run(lambda: save_size_table(
                self._desk, name=row.name, measures=row.chart.measures, rows=row.chart.rows, note=row.note,
                shop_id=row.shop_id,
            ), lambda _id: None)  # fmt: skip

        said = _("Removed: {title}").format(title=row.name)
        self._run(
            lambda: remove_size_table(self._desk, size_table_id=row.id, version=row.version),
            lambda _done: self._messages.toast(said, undo=back),
        )

    def plan_tables(self, path: Path, on_plan: Callable[[SizePlan], object]) -> None:
        """What a file of tables would change."""
        self._run(lambda: plan_size_tables(self._desk.seen, path), on_plan, _("Reading {file}").format(file=path.name))

    def take_tables(self, path: Path, plan: SizePlan) -> None:
        """Take them over as it was shown."""
        self._run(lambda: import_size_tables(self._desk, path, shown=plan.code), self._say_tables)

    def take_presets(self) -> None:
        """Take over the tables that come with the program."""
        self._run(lambda: take_presets(self._desk), self._say_tables)

    def export_tables(self, path: Path, names: Sequence[str]) -> None:
        """Write tables to a file."""

        def say(n: int) -> None:
            said = ngettext("{n} table written to {file}", "{n} tables written to {file}", n)
            self._messages.toast(said.format(n=n, file=path.name))

        self._run(lambda: export_size_tables(self._desk, path, names=names), say)

    def _say_tables(self, plan: SizePlan) -> None:
        said = _("{file}: {created} tables new, {updated} changed, {unchanged} as they were")
        created, updated, unchanged = len(plan.new), len(plan.changed), len(plan.unchanged)
        self._messages.toast(said.format(file=plan.file, created=created, updated=updated, unchanged=unchanged))

    def _run(self, write: Callable[[], Result], say: Callable[[Result], object], title: str = "") -> None:
        self._background.run_task(write, say, self._messages.error, owner=self, title=title)
