"""Scripts as a table: the starting set, one from a file, one for a file (CRM-02)."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from shopdesk.db.database import Database
from shopdesk.domain.permissions import Right
from shopdesk.domain.script_topics import TOPICS, Topic
from shopdesk.errors import N_, Refused, ShopdeskError
from shopdesk.i18n import _, sentence
from shopdesk.importing.product_tables import WrongCell, wrong_cells
from shopdesk.importing.script_tables import TITLES, ScriptLine, ScriptTable, read_script_table, starting_set
from shopdesk.queries.scripts import ScriptRow, list_scripts
from shopdesk.services.desk import Changed, Desk, Work, need, work
from shopdesk.services.exports import Cell, export_table
from shopdesk.services.scripts import add_script, change_script, checked_script, set_hidden


class ScriptsChanged(Refused):
    template = N_(
        "What {file} would change is no longer what was shown. Nothing was taken over: look at it again, then decide."
    )


@dataclass(frozen=True, slots=True)
class PlannedScript:
    """What becomes of one line: a new script (`known` is None) or a changed one."""

    row: int
    known: ScriptRow | None
    values: Mapping[str, Any]
    """What the table says otherwise; of a new one all of it."""
    in_use: bool | None
    """Whether it is taken into use or out of it; None: it stays as it is."""

    @property
    def title(self) -> str:
        """As the table has it."""
        return str(self.values.get("title") or (self.known.title if self.known else ""))


@dataclass(slots=True)
class ScriptPlan:
    """What taking a table of scripts over would do."""

    file: str
    rows: int = 0
    new: list[PlannedScript] = field(default_factory=list)
    changed: list[PlannedScript] = field(default_factory=list)

    @property
    def unchanged(self) -> int:
        """Lines that say what is there."""
        return self.rows - len(self.new) - len(self.changed)

    @property
    def is_empty(self) -> bool:
        """Whether nothing would change."""
        return not (self.new or self.changed)

    @property
    def code(self) -> str:
        """Another one for anything that would change otherwise."""
        rows = [
            (each.row, each.known and (each.known.id, each.known.version), sorted(each.values.items()), each.in_use)
            for each in (*self.new, *self.changed)
        ]
        return hashlib.sha256(repr(rows).encode()).hexdigest()[:8]


@dataclass(slots=True)
class StartingSet:
    """What taking the starting set over did."""

    added: int = 0
    renewed: int = 0
    """That had been taken over before and read otherwise now."""
    kept: int = 0
    """The shop's own or changed ones, left alone."""
    unchanged: int = 0


def plan_scripts(database: Database, path: Path) -> ScriptPlan:
    """What the table would change. Raises BadInput: WrongCells names rows, columns and values."""
    return _plan(database, read_script_table(path))


def import_scripts(desk: Desk, path: Path, *, shown: str | None = None) -> ScriptPlan:
    """Take a table of scripts over, all of it or nothing; a second time changes nothing. Scripts that the table doesn't
    name stay. `shown` is the code of the plan that somebody agreed to. Raises BadInput, ScriptsChanged, NotAllowed.
    """
    need(desk, Right.SETTINGS)
    table = read_script_table(path)
    with work(desk, Right.SETTINGS, Changed.WORDS) as doing:
        plan = _plan(desk.database, table)
        if shown not in (None, plan.code) and not plan.is_empty:
            raise ScriptsChanged(file=plan.file)
        for planned in (*plan.new, *plan.changed):
            _write(doing, planned)
        if plan.is_empty:
            doing.kinds.clear()
    return plan


def export_scripts(desk: Desk, path: Path, *, topic: Topic | None = None) -> int:
    """Write the library, or one topic of it, as the table that `import_scripts` reads; returns how many. Raises
    OutputFailed, UnknownFormat, NotAllowed."""
    need(desk, Right.EXPORT)
    rows = list_scripts(desk.seen, topic=topic, with_hidden=True)
    return export_table(path, [_(title) for title in TITLES.values()], _cells(rows))


def take_starting_set(desk: Desk) -> StartingSet:
    """Take over the scripts that come with the program, or what is new in them: the shop's own and changed ones stay,
    hidden ones stay hidden. Raises NotAllowed."""
    need(desk, Right.SETTINGS)
    table = read_script_table(starting_set())
    with work(desk, Right.SETTINGS, Changed.WORDS) as doing:
        done = enter_starting_set(doing, table)
        if not (done.added or done.renewed):
            doing.kinds.clear()
    return done


def enter_starting_set(doing: Work, table: ScriptTable) -> StartingSet:
    """As `take_starting_set`, inside another work."""
    done = StartingSet()
    rows = list_scripts(doing.desk.database, with_hidden=True)
    by_origin = {row.origin: row for row in rows if row.origin}
    titles = {(row.topic, row.title.casefold()) for row in rows}
    for line in table.lines:
        known = by_origin.get(str(line.values["origin"]))
        values = checked_script({**line.values, "topic": line.topic.value})
        if known is None and (line.topic, line.title.casefold()) not in titles:
            add_script(doing, values, own=False, origin=line.values["origin"])
            done.added += 1
        elif known is None or known.own:
            done.kept += 1
        else:
            texts = {name: values[name] for name in ("topic", "title", "body", "gloss")}
            is_renewed = change_script(doing, known.id, texts, own=False)
            done.renewed += is_renewed
            done.unchanged += not is_renewed
    return done


def _cells(rows: list[ScriptRow]) -> Iterator[list[Cell]]:
    for row in rows:
        in_use = _("in use") if row.hidden_at is None else _("out of use")
        yield [_(TOPICS[row.topic]), row.title, row.body, row.gloss, row.position, in_use]


def _plan(database: Database, table: ScriptTable) -> ScriptPlan:
    known = {(row.topic, row.title.casefold()): row for row in list_scripts(database, with_hidden=True)}
    made, wrong = ScriptPlan(table.file, len(table.lines)), list[WrongCell]()
    column = TITLES["body"]
    for line in table.lines:
        try:
            planned = _planned(line, known.get((line.topic, line.title.casefold())))
        except ShopdeskError as error:
            wrong.append(WrongCell(line.row, _(column), line.title, sentence(error)))
            continue
        if planned.known is None:
            made.new.append(planned)
        elif planned.values or planned.in_use is not None:
            made.changed.append(planned)
    if wrong:
        raise wrong_cells(table.file, wrong)
    return made


def _planned(line: ScriptLine, known: ScriptRow | None) -> PlannedScript:
    given = {name: value for name, value in line.values.items() if name not in ("in_use", "origin", "initials")}
    if given.get("position", 0) is None:
        del given["position"]
    if known is not None and "gloss" not in given:
        given["gloss"] = known.gloss
    values = checked_script({"gloss": "", **given, "topic": line.topic.value})
    in_use: bool | None = line.values.get("in_use")
    if known is None:
        return PlannedScript(line.row, None, values, False if in_use is False else None)
    is_shown = known.hidden_at is None
    changed = {name: value for name, value in values.items() if value != getattr(known, name)}
    return PlannedScript(line.row, known, changed, None if in_use in (None, is_shown) else in_use)


def _write(doing: Work, planned: PlannedScript) -> None:
    if planned.known is None:
        script_id = add_script(doing, planned.values, own=True)
    else:
        script_id = planned.known.id
        if planned.values:
            change_script(doing, script_id, planned.values, own=True)
    if planned.in_use is not None:
        set_hidden(doing, script_id, planned.title, is_hidden=not planned.in_use)
