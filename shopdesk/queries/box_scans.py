"""What a code means that is scanned where boxes are opened (RET-01, RET-14)."""

from dataclasses import dataclass

from shopdesk.db.database import Database
from shopdesk.domain.box_scans import ScanKind
from shopdesk.domain.intake import MatchedBy


@dataclass(frozen=True, slots=True)
class Scan:
    """What a scanned code means."""

    kind: ScanKind
    text: str
    waybill: str = ""
    """Folded; "" where it is none."""
    carrier: str = ""
    """Whose waybill it is, as far as that is known."""
    order_ids: tuple[int, ...] = ()
    """The orders it proves, usually one; several where several travel with one waybill."""
    order_nos: tuple[str, ...] = ()
    """Their numbers; also of an order that was not imported yet, which has no id."""
    shop_id: int | None = None
    case_ids: tuple[int, ...] = ()
    """Open cases that name this waybill."""
    matched_by: MatchedBy | None = None
    """What a match by it would rest on; None where it proves none."""
    box_id: int | None = None
    """The box whose label it is, or that was opened with this waybill before."""


def read_scan(database: Database, text: str) -> Scan:
    """What a scanned code means; never raises for a text that nobody knows."""
    raise NotImplementedError
