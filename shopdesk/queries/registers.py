"""The issue register as paper shows it (SHP-03)."""

from shopdesk.clock import Millis
from shopdesk.db.database import Database
from shopdesk.domain.issue_register import IssueRegister, RegisterCarrier, RegisterLine, part_of_name
from shopdesk.queries.slips import SlipRow, list_slips
from shopdesk.queries.waves import get_wave


def get_register(database: Database, wave_id: int, *, printed_at: Millis, printed_by: str) -> IssueRegister:
    """A wave's printed slips by carrier, in print order; cancelled ones are left out. Raises WaveNotFound."""
    wave = get_wave(database, wave_id)
    slips = [
        slip
        for slip in list_slips(database, wave_id=wave_id)
        if slip.printed_at is not None and slip.cancelled_at is None
    ]
    found: dict[str, list[RegisterLine]] = {}
    for slip in slips:
        found.setdefault(slip.carrier, []).append(_line(slip))
    carriers = tuple(RegisterCarrier(name, tuple(lines)) for name, lines in found.items())
    shops = tuple(dict.fromkeys(slip.shop for slip in slips))
    return IssueRegister(wave_id, wave.kind, wave.at, shops, carriers, printed_at, printed_by)


def _line(slip: SlipRow) -> RegisterLine:
    """The receiver only in part: who counts slips need not know more (DATA-06)."""
    nos = tuple(order.order_no for order in slip.orders)
    name = part_of_name(slip.receiver)
    return RegisterLine(slip.position, nos, name, slip.pieces, slip.waybill, slip.part, slip.parts)
