"""Taking platforms' files in (ORD-01, DATA-04).

One transaction for the whole action: a file goes in whole or not at all, giving up or losing power leaves everything
as it was, and the search index is brought up to date once. A row that can't be read is rejected by itself, with its
place and reason.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import chain, count
from pathlib import Path

from shopdesk.db.search import index_again, index_new
from shopdesk.domain.flags import Colour
from shopdesk.domain.permissions import Right
from shopdesk.domain.platforms import Platform
from shopdesk.domain.statuses import Status
from shopdesk.errors import N_, Refused, ShopdeskError, StorageError
from shopdesk.i18n import _
from shopdesk.importing.errors import ImportCancelled
from shopdesk.importing.mapping import Mapping
from shopdesk.importing.reader import Reader, open_sources
from shopdesk.importing.records import Batch, Kind, RejectedRow
from shopdesk.queries.shop_settings import get_setting
from shopdesk.queries.shops import find_shop, get_shop, list_shops
from shopdesk.services.checks import check_orders
from shopdesk.services.desk import Changed, Desk, Work, work
from shopdesk.services.import_run import ImportRun, Tally
from shopdesk.services.mappings import list_mappings
from shopdesk.services.order_writer import Target
from shopdesk.services.setup import SHOP_NAMES, enter_shop
from shopdesk.settings import FLAG_LABELS, label_colours

Progress = Callable[[float, str], None]
"""Told how much is done (0 to 1) and which file is being read."""


class Cancelled(Refused):
    template = N_("The import was cancelled. Nothing was changed.")


class ShopUnclear(Refused):
    template = N_("{file}: there are several shops on this platform ({shops}). Say which one the file belongs to.")


@dataclass(slots=True)
class FileResult:
    """What came of one file. `error` is set where it could not be taken at all; then nothing of it was."""

    file: str
    platform: str = ""
    kind: str = ""
    encoding: str = ""
    shop: str = ""
    rows: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: list[RejectedRow] = field(default_factory=list)
    error: ShopdeskError | None = None


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the user said about the files; nothing said: the files tell."""

    shop: str = ""
    platform: Platform | None = None
    kind: Kind | None = None
    mapping: str = ""
    """The name of a remembered column mapping."""


class _DryRun(Exception):
    """Rolls the transaction back once everything is counted."""


class _BrokeOff(Exception):
    """A file turned out unreadable after some of it was written."""

    def __init__(self, file: Path, error: ShopdeskError) -> None:
        super().__init__(file, error)
        self.file, self.error = file, error


@dataclass(slots=True)
class _Run:
    """One import action."""

    doing: Work
    wishes: Wishes
    labels: dict[str, Colour]
    mappings: list[Mapping]
    progress: Progress
    cancelled: Callable[[], bool]
    bad: dict[Path, ShopdeskError]
    """Files that broke off in an earlier turn, and why."""
    tables: int = 1
    done: int = 0
    touched: set[int] = field(default_factory=set)


_KINDS = (Changed.ORDERS, Changed.IMPORTS, Changed.BUYERS, Changed.PRODUCTS, Changed.REFUNDS)


def import_files(
    desk: Desk,
    *,
    files: Sequence[Path],
    wishes: Wishes | None = None,
    dry_run: bool = False,
    progress: Progress = lambda _part, _text: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> list[FileResult]:
    """Read files and write what is new in them; returns a result for each table found, in order.

    A dry run counts the same and changes nothing. Raises Cancelled when `cancelled` says so, NoSuchShop, StorageErrors.
    """
    wishes = wishes or Wishes()
    _check_shop(desk, wishes)
    bad: dict[Path, ShopdeskError] = {}
    results: list[FileResult] = []
    while True:
        try:
            with work(desk, Right.IMPORT, *_KINDS) as doing:
                labels = label_colours(get_setting(desk.database, FLAG_LABELS))
                mappings = list_mappings(desk.database)
                run = _Run(doing, wishes, labels, mappings, progress, cancelled, bad)
                results = _import_all(run, files)
                if dry_run:
                    raise _DryRun
        except _BrokeOff as broke:
            # All is rolled back; again without that file. Savepoints would slow the usual case many times over.
            bad[broke.file] = broke.error
        except _DryRun:
            return results
        else:
            return results


def _import_all(run: _Run, files: Sequence[Path]) -> list[FileResult]:
    """Order files go first, whatever the order given: lines then find their orders, and no order is written twice."""
    before = _last_order(run.doing)
    results: list[tuple[int, FileResult]] = []
    opened: list[tuple[int, Path, Reader]] = []
    for place, file in enumerate(files):
        try:
            opened += [(place, file, reader) for reader in _open(run, file)]
        except (Cancelled, NoSuchMapping):
            raise
        except ShopdeskError as error:
            results.append((place, FileResult(file=str(file), error=error)))
    run.tables = len(opened)
    for place, file, reader in sorted(opened, key=lambda table: table[2].source.kind is not Kind.ORDERS):
        results.append((place, _import_table(run, file, reader)))
        run.done += 1
    _check_wanted(run)
    run.progress(1.0, _("Bringing the search up to date"))
    changed = sorted(order_id for order_id in run.touched if order_id <= before)
    index_again(run.doing.desk.database, changed)
    index_new(run.doing.desk.database, before)
    check_orders(run.doing, [*changed, *_paid_since(run.doing, before)])
    return [result for _place, result in sorted(results, key=lambda found: found[0])]


def _open(run: _Run, file: Path) -> list[Reader]:
    """The tables of a file; raises why it can't be read, or why it broke off in an earlier turn."""
    if file in run.bad:
        raise run.bad[file]
    mapping = _named_mapping(run)
    try:
        return open_sources(
            file,
            platform=run.wishes.platform,
            kind=run.wishes.kind,
            mapping=mapping,
            known_mappings=run.mappings,
            cancelled=run.cancelled,
        )
    except ImportCancelled as cancelled:
        raise Cancelled() from cancelled


def _named_mapping(run: _Run) -> Mapping | None:
    if not run.wishes.mapping:
        return None
    for mapping in run.mappings:
        if mapping.name == run.wishes.mapping:
            return mapping
    raise NoSuchMapping(name=run.wishes.mapping, known=", ".join(m.name for m in run.mappings) or "-")


class NoSuchMapping(Refused):
    template = N_("There is no column mapping called {name}. Known: {known}.")


def _import_table(run: _Run, file: Path, reader: Reader) -> FileResult:
    """Write one table. Raises _BrokeOff where the rest of it can't be read, after something of it was written."""
    try:
        return _write_table(run, reader)
    except ImportCancelled as cancelled:
        raise Cancelled() from cancelled
    except (Cancelled, StorageError):
        raise
    except ShopdeskError as error:
        raise _BrokeOff(file, error) from error


def _write_table(run: _Run, reader: Reader) -> FileResult:
    source = reader.source
    shop_id, shop = _shop_for(run, source.platform, source.file)
    import_id = _next_import_id(run.doing)
    target = Target(shop_id, import_id, run.doing.at, run.labels)
    writing = ImportRun(run.doing.desk.database, reader, target)
    tally = writing.write(lambda batch: _on_batch(run, reader, batch))
    run.touched |= tally.touched
    result = FileResult(
        source.file, source.platform.value, source.kind.value, source.encoding, shop, source.rows,
        tally.created, tally.updated, tally.unchanged, source.rejected,
    )  # fmt: skip
    _record(run.doing, import_id, shop_id, result, tally)
    return result


def _check_wanted(run: _Run) -> None:
    if run.cancelled():
        raise Cancelled()


def _on_batch(run: _Run, reader: Reader, _batch: Batch) -> None:
    _check_wanted(run)
    run.progress((run.done + (reader.fraction or 0.0)) / run.tables, Path(reader.source.file).name)


def _record(doing: Work, import_id: int, shop_id: int, result: FileResult, tally: Tally) -> None:
    file = Path(result.file).name.encode("utf-8", "backslashreplace").decode()  # not every name is a text
    where = (import_id, shop_id, doing.desk.actor.id, doing.at, file, result.platform, result.kind)
    counts = {"rows": result.rows, "created": tally.created, "updated": tally.updated, "unchanged": tally.unchanged}
    doing.desk.database.execute_sql(
        "INSERT INTO import_run (id, shop_id, person_id, at, file, platform, kind, rows, created, updated, unchanged, "
        "rejected) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (*where, *counts.values(), len(result.rejected)),
    )
    doing.note("import", "import", import_id, after={"file": file, **counts, "rejected": len(result.rejected)})


def _shop_for(run: _Run, platform: Platform, file: str) -> tuple[int, str]:
    """The named shop, else the only one on the platform, else a new one; several: the user has to say."""
    database = run.doing.desk.database
    if run.wishes.shop:
        found = find_shop(database, run.wishes.shop)
        assert found is not None, "checked before"
        return found.id, found.name
    there = [shop for shop in list_shops(database) if shop.platform is platform]
    if len(there) > 1:
        raise ShopUnclear(file=Path(file).name, shops=", ".join(shop.name for shop in there))
    if there:
        return there[0].id, there[0].name
    return _new_shop(run.doing, platform)


def _new_shop(doing: Work, platform: Platform) -> tuple[int, str]:
    usual = _(SHOP_NAMES[platform])
    names = chain([usual], (f"{usual} {number}" for number in count(2)))
    name = next(name for name in names if find_shop(doing.desk.database, name) is None)
    return enter_shop(doing, name=name, platform=platform), name


def _check_shop(desk: Desk, wishes: Wishes) -> None:
    if wishes.shop:
        get_shop(desk.database, wishes.shop)


def _next_import_id(doing: Work) -> int:
    return int(doing.desk.database.execute_sql("SELECT coalesce(max(id), 0) + 1 FROM import_run").fetchone()[0])


def _paid_since(doing: Work, before: int) -> list[int]:
    """New orders that wait to be registered: the others need no check."""
    sql = "SELECT id FROM orders WHERE id > ? AND status = ?"
    return [row[0] for row in doing.desk.database.execute_sql(sql, (before, int(Status.PAID))).fetchall()]


def _last_order(doing: Work) -> int:
    return int(doing.desk.database.execute_sql("SELECT coalesce(max(id), 0) FROM orders").fetchone()[0])
