"""The files of one import and how each of them stands; no widgets here.

The work is done by our own command line (see `processes.py`); this module knows its arguments and reads its answer.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from shopdesk.domain.platforms import Platform
from shopdesk.errors import ShopdeskError
from shopdesk.i18n import N_, _, current_language
from shopdesk.importing.errors import UnknownLayout
from shopdesk.importing.reader import open_sources
from shopdesk.importing.records import Kind
from shopdesk.queries.shops import list_shops
from shopdesk.services.desk import Desk
from shopdesk.services.mappings import list_mappings
from shopdesk.ui.platforms import platform_name

KINDS = {
    Kind.ORDERS: N_("Orders"),
    Kind.LINES: N_("Order items"),
    Kind.REFUNDS: N_("Refunds"),
    Kind.TRACKING: N_("Tracking of parcels"),
    Kind.REVIEWS: N_("Reviews"),
}


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that was rejected; `reason` is a sentence."""

    file: str
    row: int
    column: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class TableResult:
    """What came, or would come, of one table."""

    platform: str
    kind: str
    encoding: str
    rows: int
    created: int
    updated: int
    unchanged: int
    rejected: tuple[BadRow, ...]
    unknown: tuple[str, ...] = ()
    """Waybills in a file of tracking that no order has."""


@dataclass(slots=True)
class ImportFile:
    """One file on its way in."""

    path: Path
    shop: str = ""
    """The shop it belongs to, where that had to be said."""
    tables: list[TableResult] = field(default_factory=list)
    problem: str = ""
    """Why it is refused, as a sentence; "" for nothing."""
    unknown: UnknownLayout | None = None
    """Set where nobody knows its columns: a mapping is needed."""
    shops: tuple[str, ...] = ()
    """Shops to choose from, where it could belong to several."""
    done: bool = False
    """True once it is in the shop."""

    @property
    def checked(self) -> bool:
        """Whether it is known what would come of it."""
        return bool(self.tables or self.problem)

    @property
    def ready(self) -> bool:
        """Whether it can be imported now."""
        return bool(self.tables) and not self.problem and not self.done

    @property
    def rejected(self) -> list[BadRow]:
        """All its rejected rows."""
        return [bad for table in self.tables for bad in table.rejected]

    @property
    def nobodys(self) -> int:
        """How many waybills in it no order of the shop has."""
        return sum(len(table.unknown) for table in self.tables)

    def count(self, what: str) -> int:
        """The sum of `rows`, `created`, `updated` or `unchanged` over its tables."""
        return sum(getattr(table, what) for table in self.tables)

    def describe(self) -> str:
        """Platform and kind, as far as they are known."""
        parts = [_platform(table.platform) + " · " + _kind(table.kind) for table in self.tables]
        return ", ".join(dict.fromkeys(parts))

    @property
    def encoding(self) -> str:
        """How it is encoded."""
        return ", ".join(dict.fromkeys(table.encoding for table in self.tables))

    def forget(self) -> None:
        """Nothing is known about it any more: it is checked again."""
        self.tables, self.problem, self.unknown, self.shops = [], "", None, ()


@dataclass(frozen=True, slots=True)
class Finding:
    """What a closer look at a refused file brought."""

    unknown: UnknownLayout | None = None
    shops: tuple[str, ...] = ()


def look_at(desk: Desk, path: Path) -> Finding:
    """Why the command refused a file, as far as the user can help: unknown columns, or several shops to choose from."""
    try:
        readers = open_sources(path, known_mappings=list_mappings(desk.seen))
    except UnknownLayout as error:
        return Finding(unknown=error)
    except ShopdeskError:
        return Finding()
    platforms = {reader.source.platform for reader in readers}
    shops = tuple(shop.name for shop in list_shops(desk.seen) if shop.platform in platforms)
    return Finding(shops=shops if len(shops) > 1 else ())


def batches(files: Iterable[ImportFile]) -> list[list[ImportFile]]:
    """The files that one command can take together: of one shop (or nobody had to say which), no two of one name."""
    found: dict[tuple[str, int], list[ImportFile]] = {}
    names: Counter[str] = Counter()
    for file in files:
        found.setdefault((file.shop, names[file.path.name]), []).append(file)
        names[file.path.name] += 1
    return list(found.values())


def arguments(database: str, files: Sequence[ImportFile], *, dry_run: bool) -> list[str]:
    """The command line for a batch."""
    made = ["--database", database, "--language", current_language(), "import", "--json", "--progress"]
    if dry_run:
        made.append("--dry-run")
    if files[0].shop:
        made += ["--shop", files[0].shop]
    return [*made, "--", *(str(file.path) for file in files)]


def take_answer(files: Sequence[ImportFile], answer: object, *, done: bool) -> None:
    """Put the command's answer into the files. It comes in their order; a zip may give several tables."""
    told = answer.get("files", []) if isinstance(answer, dict) else []
    waiting = list(told)
    for file in files:
        file.forget()
        while waiting and _belongs(file, waiting[0]):
            _take(file, waiting.pop(0))
        if not file.checked:
            file.problem = _("Nothing came of {file}.").format(file=file.path.name)
        file.done = done and not file.problem


def _belongs(file: ImportFile, told: dict[str, Any]) -> bool:
    """Whether a table is of this file; those of a zip are called `orders.zip/1.xlsx`."""
    return str(told.get("file", "")).partition("/")[0] == file.path.name


def _take(file: ImportFile, told: dict[str, Any]) -> None:
    if told.get("error"):
        file.problem = str(told["error"])
        return
    name = file.path.name
    rejected = tuple(
        BadRow(name, int(bad["row"]), str(bad["column"]), str(bad["value"]), str(bad["reason"]))
        for bad in told.get("rejected", [])
    )
    counts = {what: int(told.get(what, 0)) for what in ("rows", "created", "updated", "unchanged")}
    file.tables.append(
        TableResult(
            platform=str(told.get("platform", "")),
            kind=str(told.get("kind", "")),
            encoding=str(told.get("encoding", "")),
            rejected=rejected,
            unknown=tuple(str(waybill) for waybill in told.get("unknown", [])),
            **counts,
        )
    )


def _platform(value: str) -> str:
    return platform_name(Platform(value)) if value in set(Platform) else value


def _kind(value: str) -> str:
    names: dict[str, str] = {kind.value: name for kind, name in KINDS.items()}
    return _(names[value]) if value in names else value
