"""The columns of the list of points (TEAM-02)."""

from collections.abc import Callable

from shopdesk.domain.points import signed
from shopdesk.i18n import N_, _
from shopdesk.queries.points import PointRow
from shopdesk.services.points import said_rule
from shopdesk.ui.moments import full_moment, short_moment
from shopdesk.ui.points.reading import PointLine, PointList
from shopdesk.ui.record_table import RecordColumn


def point_columns(found: Callable[[], PointList]) -> tuple[RecordColumn, ...]:
    """One entry a row."""

    def came(line: PointLine) -> str:
        return short_moment(line.row.at, found().now, found().zone)

    def came_tip(line: PointLine) -> str:
        return full_moment(line.row.at, found().zone)[:16]

    return (
        RecordColumn("number", N_("#"), 48, lambda line: str(line.row.id), is_figure=True, is_muted=True),
        RecordColumn("at", N_("Booked"), 84, came, came_tip, is_muted=True),
        RecordColumn("month", N_("Month"), 64, lambda line: line.row.month, is_muted=True),
        RecordColumn("person", N_("Person"), 84, lambda line: line.row.person),
        RecordColumn("rule", N_("Rule"), 130, lambda line: said_rule(line.row.rule), stretch=2),
        RecordColumn(
            "counts", N_("Counts"), 64, lambda line: signed(line.row.counted), colour=_colour, is_figure=True
        ),
        RecordColumn("record", N_("Booked on"), 150, lambda line: line.record, cuts_middle=True, stretch=2),
        RecordColumn("state", N_("State"), 128, lambda line: state_text(line.row), colour=_state_colour, stretch=1),
        RecordColumn("note", N_("Note"), 120, _note, _note, is_muted=True, stretch=3),
        RecordColumn("booked_by", N_("Booked by"), 84, lambda line: line.row.booked_by, is_muted=True),
    )  # fmt: skip


def state_text(row: PointRow) -> str:
    """Whether somebody says it is wrong, and what came of it."""
    if row.is_disputed:
        return _("In dispute")
    if row.settled_at is None:
        return _("Stands")
    if row.counted == row.points:
        return _("Settled: stays")
    return _("Settled: was {points}").format(points=signed(row.points))


def _colour(line: PointLine) -> str:
    return "danger" if line.row.counted < 0 else "good" if line.row.counted > 0 else ""


def _state_colour(line: PointLine) -> str:
    return "warning" if line.row.is_disputed else ""


def _note(line: PointLine) -> str:
    return line.row.settlement or line.row.dispute or line.row.note
