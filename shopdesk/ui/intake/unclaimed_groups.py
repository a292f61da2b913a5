"""In which order unclaimed boxes are worked through, and the words under which they are listed (RET-05)."""

from collections.abc import Callable, Mapping, Sequence

from shopdesk.errors import N_
from shopdesk.queries.unclaimed import Ranked
from shopdesk.ui.intake.unclaimed_columns import BoxEntry
from shopdesk.ui.intake.unclaimed_reading import Read

KINDS = ALL, TO_DO, NEWS, MINE, ESCALATED = "all", "to-do", "news", "mine", "escalated"
TITLES = {
    ALL: N_("All"),
    TO_DO: N_("To do today"),
    NEWS: N_("News"),
    MINE: N_("Mine"),
    ESCALATED: N_("Before the supervisor"),
}
IsToDo = Callable[[BoxEntry], bool]


def make_entries(read: Read, ranked: Mapping[int, Ranked], is_to_do: IsToDo) -> list[BoxEntry]:
    """In the order of work: news, before the supervisor, due, the rest; or best fit first."""
    entries = [
        BoxEntry(row.box.id, row, read.contents.get(row.box.id, ()), ranked.get(row.box.id),
                 read.of_order.get(row.box.id), read.now, read.zone)
        for row in read.rows
    ]  # fmt: skip
    if read.found is not None:
        places = {box_id: place for place, box_id in enumerate(read.found)}
        return sorted((one for one in entries if one.id in places), key=lambda one: places[one.id])
    return sorted(entries, key=lambda one: (not one.is_news, not is_to_do(one)))


def group(entries: Sequence[BoxEntry], me: int, is_to_do: IsToDo) -> dict[str, list[BoxEntry]]:
    """The entries of each of KINDS; `me` is the acting person."""
    return {
        ALL: list(entries),
        TO_DO: [one for one in entries if is_to_do(one)],
        NEWS: [one for one in entries if one.is_news],
        MINE: [one for one in entries if one.row.box.asker_id == me],
        ESCALATED: [one for one in entries if one.row.is_escalated],
    }
