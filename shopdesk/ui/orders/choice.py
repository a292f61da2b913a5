"""What somebody chose to see: flags, tray, time, shop, search words and sort order; what a saved view keeps."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from shopdesk.clock import Millis, day_end, day_start, to_local
from shopdesk.domain.flags import Colour
from shopdesk.domain.statuses import Tray
from shopdesk.queries.order_lists import OrderFilter
from shopdesk.ui.orders.columns import BY_KEY, COLUMNS


class Period(StrEnum):
    """When an order was made; saved views keep the word, so that `today` stays today."""

    ANY = "any"
    TODAY = "today"
    YESTERDAY = "yesterday"
    WEEK = "7-days"
    MONTH = "30-days"
    CUSTOM = "custom"


_DAYS = {Period.WEEK: 7, Period.MONTH: 30}


@dataclass(frozen=True, slots=True)
class Choice:
    """Nothing chosen: everything, newest first."""

    flags: frozenset[Colour] = frozenset()
    tray: Tray | None = None
    period: Period = Period.ANY
    first: date | None = None
    """CUSTOM: the first and the last day, both included."""
    last: date | None = None
    shop_id: int | None = None
    find: str = ""
    sort: str = "created"
    """The key of a column that can be sorted by."""
    descending: bool = True

    @property
    def narrows(self) -> bool:
        """Whether anything is left out; sorting leaves nothing out."""
        return bool(self.flags or self.find or self.shop_id) or self.tray is not None or self.period is not Period.ANY

    def days(self, today: date) -> tuple[date | None, date | None]:
        """The first and last day of the period, both included."""
        if self.period is Period.CUSTOM:
            return self.first, self.last
        if self.period is Period.TODAY:
            return today, today
        if self.period is Period.YESTERDAY:
            return today - timedelta(days=1), today - timedelta(days=1)
        return (today - timedelta(days=_DAYS[self.period] - 1), today) if self.period in _DAYS else (None, None)

    def as_filter(self, now: Millis, zone: str) -> OrderFilter:
        """The filter to read by, on the day of `now`."""
        first, last = self.days(to_local(now, zone).date())
        return OrderFilter(
            shop_id=self.shop_id,
            flags=self.flags,
            tray=self.tray,
            since=None if first is None else day_start(first, zone),
            until=None if last is None else day_end(last, zone),
            find=self.find,
            sort=COLUMNS[BY_KEY[self.sort]].sort,
            descending=self.descending,
        )

    def kept(self) -> dict[str, Any]:
        """As a saved view keeps it: plain JSON, only what was chosen."""
        plain = asdict(self) | {
            "flags": sorted(colour.code for colour in self.flags),
            "tray": None if self.tray is None else self.tray.code,
            "period": self.period.value,
            "first": self.first and self.first.isoformat(),
            "last": self.last and self.last.isoformat(),
        }
        return {key: value for key, value in plain.items() if value not in (None, "", [])}


def choice_of_tray(word: object) -> Choice:
    """All orders of a tray, by its word; of all trays for any other."""
    return Choice(tray=next((tray for tray in Tray if tray.code == word), None))


def read_choice(kept: Mapping[str, Any]) -> Choice:
    """A kept choice; what can't be understood (a newer program wrote it) is left at its default."""
    codes, trays = {colour.code: colour for colour in Colour}, {tray.code: tray for tray in Tray}
    period = str(kept.get("period", ""))
    sort = str(kept.get("sort", ""))
    shop_id = kept.get("shop_id")
    return Choice(
        flags=frozenset(codes[code] for code in kept.get("flags", ()) if code in codes),
        tray=trays.get(str(kept.get("tray"))),
        period=Period(period) if period in set(Period) else Period.ANY,
        first=_day(kept.get("first")),
        last=_day(kept.get("last")),
        shop_id=shop_id if isinstance(shop_id, int) else None,
        find=str(kept.get("find", "")),
        sort=sort if sort in BY_KEY and COLUMNS[BY_KEY[sort]].sort else "created",
        descending=bool(kept.get("descending", True)),
    )


def _day(text: object) -> date | None:
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        return None
