"""The trail as a table for files: what changed in words, amounts in yuan (TEAM-03, DATA-05)."""

from collections.abc import Iterator
from pathlib import Path

from shopdesk.clock import iso
from shopdesk.domain.permissions import Right
from shopdesk.i18n import _
from shopdesk.queries.shop_settings import get_setting
from shopdesk.queries.trail import TrailFilter, stream_entries
from shopdesk.services.desk import Desk, need
from shopdesk.services.exports import Cell, export_table
from shopdesk.services.trail_deeds import KINDS
from shopdesk.services.trail_words import told_values, what_happened
from shopdesk.settings import ZONE

TRAIL_COLUMNS = ("at", "person", "action", "kind", "record", "before", "after", "reason", "change")


def export_trail(desk: Desk, *, path: Path, chosen: TrailFilter) -> int:
    """Write the chosen rows to a CSV or XLSX file, in the order in which they happened; returns how many.

    Raises NotAllowed, OutputFailed, UnknownFormat, TooManyRows."""
    need(desk, Right.TRAIL)
    return export_table(path, TRAIL_COLUMNS, _cells(desk, chosen))


def kind_name(kind: str) -> str:
    """What people call a kind of thing; one that a newer program wrote keeps its own word."""
    said = _(KINDS[kind]) if kind in KINDS else kind
    return said[:1].upper() + said[1:]


def _cells(desk: Desk, chosen: TrailFilter) -> Iterator[list[Cell]]:
    zone = get_setting(desk.seen, ZONE)
    for entry in stream_entries(desk.seen, chosen):
        change = entry.change
        before, after = told_values(change.before), told_values(change.after)
        yield [
            iso(change.at, zone) or "", change.person, change.action, entry.kind, entry.record, before, after,
            change.reason, what_happened(change),
        ]  # fmt: skip
