"""Files of tracking as carriers' portals write them."""

from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from shopdesk.clock import DEFAULT_ZONE, now, to_local


def moment(days: float, *, zone: str = DEFAULT_ZONE) -> str:
    """So many days ago: wall clock in China; elsewhere with its offset behind it."""
    there = (to_local(now()) - timedelta(days=days)).replace(minute=0, second=0, microsecond=0)
    if zone == DEFAULT_ZONE:
        return there.strftime("%Y-%m-%d %H:%M:%S")
    return there.astimezone(ZoneInfo(zone)).isoformat()


def write_tracking(file: Path, header: str, *rows: tuple[str, str, str, str], carrier: str = "圆通速递") -> Path:
    """Rows are waybill, moment, what was said, where."""
    lines = [",".join((waybill, carrier, at, said, place)) for waybill, at, said, place in rows]
    file.write_text("\n".join((header, *lines)), encoding="utf-8-sig")
    return file
