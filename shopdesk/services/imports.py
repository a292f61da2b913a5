"""Taking platforms' files in (ORD-01, DATA-04).

One transaction for the whole action: a file goes in whole or not at all, giving up or losing power leaves everything
as it was, and the search index is brought up to date once. A row that can't be read is rejected by itself, with its
place and reason.

On a server files are read before the transaction begins, so that other PCs wait for the writing only; and an import
that loses its server begins again by itself.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from shopdesk.clock import Millis
from shopdesk.db.database import GIVEN, is_shared, listed, place_of, rows_of, take_long
from shopdesk.db.errors import CommitUnknown, ServerAway, storage_errors
from shopdesk.db.search import index_again, index_new, settle_index
from shopdesk.domain.flags import Colour
from shopdesk.domain.permissions import Right
from shopdesk.domain.platforms import Platform
from shopdesk.domain.statuses import Status
from shopdesk.errors import N_, Refused, ShopdeskError, StorageError
from shopdesk.i18n import _
from shopdesk.importing.aside import ReadAside
from shopdesk.importing.errors import ImportCancelled
from shopdesk.importing.mapping import Mapping
from shopdesk.importing.reader import Reader, open_sources
from shopdesk.importing.records import Kind, RejectedRow
from shopdesk.queries.carrier_choice import CarrierChooser
from shopdesk.queries.check_rules import get_rules
from shopdesk.queries.shop_settings import get_setting
from shopdesk.queries.shops import get_shop
from shopdesk.services.case_requests import follow_requests
from shopdesk.services.checks import check_orders
from shopdesk.services.desk import Changed, Desk, Work, need, work
from shopdesk.services.import_run import ImportRun, Tally
from shopdesk.services.import_shops import find_only_shop, shop_of
from shopdesk.services.mappings import list_mappings
from shopdesk.services.order_writer import Target
from shopdesk.services.review_files import write_review_file
from shopdesk.services.review_writer import join_reviews
from shopdesk.services.tracking_rows import follow_orders
from shopdesk.settings import FLAG_LABELS, label_colours

Progress = Callable[[float, str], None]
"""Told how much is done (0 to 1) and which file is being read."""

AGAIN_WITHIN_S = 60
"""So long an import waits for a server that went away, to begin again."""
_LOOKS_EVERY_S = 0.5


class Cancelled(Refused):
    template = N_("The import was cancelled. Nothing was changed.")


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
    unknown: list[str] = field(default_factory=list)
    """Waybills in a file of tracking, or order numbers in one of reviews, that no order has (SHP-08, REV-01)."""
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

    desk: Desk
    files: Sequence[Path]
    wishes: Wishes
    progress: Progress
    cancelled: Callable[[], bool]
    dry_run: bool
    labels: dict[str, Colour] = field(default_factory=dict)
    mappings: list[Mapping] = field(default_factory=list)
    carriers: CarrierChooser | None = None
    bad: dict[Path, ShopdeskError] = field(default_factory=dict)
    """Files that broke off in an earlier turn, and why."""
    parts: int = 1
    """Tables to be read and to be written; `done` says how many are."""
    done: int = 0
    touched: set[int] = field(default_factory=set)
    import_ids: list[int] = field(default_factory=list)


class _Table(NamedTuple):
    """A table of one of the files."""

    place: int
    """The file's, among those given."""
    file: Path
    reader: "Reader | ReadAside"


_Results = list[tuple[int, FileResult]]
"""With the places of their files."""

_KINDS = tuple(map(Changed, ("orders", "imports", "buyers", "products", "refunds", "cases", "parcels", "reviews")))


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
    need(desk, Right.IMPORT)
    run = _Run(desk, files, wishes or Wishes(), progress, cancelled, dry_run)
    _check_shop(desk, run.wishes)
    give_up = float("inf")
    while True:
        try:
            results = _attempt(run)
            break
        except _BrokeOff as broke:
            # All is rolled back; again without that file. Savepoints would slow the usual case many times over.
            run.bad[broke.file] = broke.error
        except ServerAway:
            if time.monotonic() > give_up:
                raise
            give_up = min(give_up, time.monotonic() + AGAIN_WITHIN_S)
            _wait_for_server(run, give_up)
    if not dry_run:
        with suppress(StorageError):  # all is stored and can be found; the next import settles this one too
            settle_index(desk.database)
    return [result for _place, result in sorted(results, key=lambda found: found[0])]


def _attempt(run: _Run) -> _Results:
    """Once through all files. Raises _BrokeOff or ServerAway where it should begin again."""
    run.labels = label_colours(get_setting(run.desk.database, FLAG_LABELS))
    run.mappings = list_mappings(run.desk.database)
    run.touched, run.import_ids, run.done = set(), [], 0
    with ExitStack() as kept:
        tables, results = _open_all(run, kept)
        return results + _write_all(run, tables)


def _write_all(run: _Run, tables: list[_Table]) -> _Results:
    results, at = list[tuple[int, FileResult]](), 0
    try:
        with work(run.desk, Right.IMPORT, *_KINDS) as doing:
            at = doing.at
            take_long(run.desk.database)
            results = _import_all(run, doing, tables)
            if run.dry_run:
                raise _DryRun
    except _DryRun:
        pass
    except CommitUnknown as error:
        _wait_for_server(run, time.monotonic() + AGAIN_WITHIN_S)
        if not _was_stored(run, at):
            raise ServerAway(file=place_of(run.desk.database), detail=_("no answer")) from error
        run.desk.announce(frozenset(_KINDS))
    return results


def _wait_for_server(run: _Run, until: float) -> None:
    """Until it answers. Raises ServerAway when that takes too long, Cancelled."""
    database = run.desk.database
    while True:
        _check_wanted(run)
        run.progress(0.0, _("The server is away. The import begins again by itself."))
        try:
            with storage_errors(place_of(database)):
                database.execute_sql("SELECT 1")
            return
        except ServerAway:
            if time.monotonic() > until:
                raise
        time.sleep(_LOOKS_EVERY_S)


def _was_stored(run: _Run, at: Millis) -> bool:
    """Whether a transaction whose end nobody saw is there: its imports are, with its moment."""
    sql = f"SELECT count(*) FROM import_run WHERE id IN {GIVEN} AND at = ? AND person_id = ?"
    found = rows_of(run.desk.database, sql, (listed(run.import_ids), at, run.desk.actor.id))[0][0]
    return bool(run.import_ids) and found == len(run.import_ids)


def _open_all(run: _Run, kept: ExitStack) -> tuple[list[_Table], _Results]:
    """The tables of all files, and results for files that can't be read. Order files go first, whatever the order
    given: lines then find their orders, and no order is written twice."""
    opened: list[tuple[int, Path, Reader]] = []
    refused: _Results = []
    for place, file in enumerate(run.files):
        try:
            opened += [(place, file, reader) for reader in _open(run, file)]
        except (Cancelled, NoSuchMapping):
            raise
        except ShopdeskError as error:
            refused.append((place, FileResult(file=str(file), error=error)))
    opened.sort(key=lambda table: table[2].source.kind is not Kind.ORDERS)
    if not is_shared(run.desk.database):
        run.parts = len(opened)
        return [_Table(*table) for table in opened], refused
    run.parts = 2 * len(opened)
    return [_Table(place, file, _read_aside(run, kept, file, reader)) for place, file, reader in opened], refused


def _read_aside(run: _Run, kept: ExitStack, file: Path, reader: Reader) -> ReadAside:
    """The table, read beforehand. Raises _BrokeOff where the rest of it can't be read."""
    aside = ReadAside(reader)
    kept.callback(aside.close)
    with _breaking_off(file):
        aside.read(lambda reader: _on_batch(run, reader))
    run.done += 1
    return aside


def _import_all(run: _Run, doing: Work, tables: list[_Table]) -> _Results:
    before = _last_order(doing)
    run.carriers = CarrierChooser(get_rules(doing.desk.database))
    results: _Results = []
    for table in tables:
        with _breaking_off(table.file):
            results.append((table.place, _write_table(run, doing, table.reader)))
        run.done += 1
    _check_wanted(run)
    run.progress(1.0, _("Bringing the search up to date"))
    changed = sorted(order_id for order_id in run.touched if order_id <= before)
    index_again(doing.desk.database, changed)
    index_new(doing.desk.database, before)
    check_orders(doing, [*changed, *_paid_since(doing, before)])
    follow_requests(doing, run.import_ids, new_orders_after=before)
    follow_orders(doing, after=before, touched=changed)
    join_reviews(doing)
    return results


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


@contextmanager
def _breaking_off(file: Path) -> Iterator[None]:
    """Raises _BrokeOff where the rest of a file can't be read, after something of it was."""
    try:
        yield
    except ImportCancelled as cancelled:
        raise Cancelled() from cancelled
    except (Cancelled, StorageError):
        raise
    except ShopdeskError as error:
        raise _BrokeOff(file, error) from error


def _write_table(run: _Run, doing: Work, reader: "Reader | ReadAside") -> FileResult:
    source = reader.source
    shop_id, shop = shop_of(doing, source, run.wishes.shop)
    import_id = _next_import_id(doing)
    if source.kind is Kind.REVIEWS:
        whose = find_only_shop(doing.desk.database, source, run.wishes.shop)
        tally = write_review_file(doing, reader, whose, lambda _batch: _on_batch(run, reader))
    else:
        target = Target(shop_id, import_id, doing.at, run.labels, run.carriers)
        tally = ImportRun(doing.desk.database, reader, target).write(lambda _batch: _on_batch(run, reader))
    run.touched |= tally.touched
    run.import_ids.append(import_id)
    result = FileResult(
        source.file, source.platform.value, source.kind.value, source.encoding, shop, source.rows,
        tally.created, tally.updated, tally.unchanged, source.rejected, tally.unknown,
    )  # fmt: skip
    _record(doing, import_id, shop_id, result, tally)
    return result


def _check_wanted(run: _Run) -> None:
    if run.cancelled():
        raise Cancelled()


def _on_batch(run: _Run, reader: "Reader | ReadAside") -> None:
    _check_wanted(run)
    run.progress((run.done + (reader.fraction or 0.0)) / run.parts, Path(reader.source.file).name)


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
