"""Heads: rows of the trail that PCs vouch for (TEAM-03)."""

from typing import NamedTuple

from shopdesk.clock import Millis
from shopdesk.db.database import Database, rows_of
from shopdesk.db.trail import Link


class Head(NamedTuple):
    """What one PC vouches for on a day."""

    day: str
    pc: str
    trail_id: int
    chain: str
    mac: str
    """HMAC-SHA-256 over the rest, with the PC's key."""
    at: Millis

    @property
    def link(self) -> Link:
        """The place in the chain that it names."""
        return Link(self.trail_id, self.chain)

    @property
    def signed(self) -> bytes:
        """What the key signs."""
        return "\n".join((self.day, self.pc, str(self.trail_id), self.chain)).encode()


_PUT = (
    "INSERT INTO trail_head (day, pc, trail_id, chain, mac, at) VALUES (?, ?, ?, ?, ?, ?) "
    "ON CONFLICT (pc, day) DO UPDATE SET trail_id = excluded.trail_id, chain = excluded.chain, mac = excluded.mac, "
    "at = excluded.at"
)


def put_head(database: Database, head: Head) -> None:
    """Keep the day's newest head of a PC; call inside a transaction."""
    database.execute_sql(_PUT, head)


def list_heads(database: Database) -> list[Head]:
    """All heads, the oldest first."""
    sql = "SELECT day, pc, trail_id, chain, mac, at FROM trail_head ORDER BY trail_id, day, pc"
    return [Head._make(row) for row in rows_of(database, sql)]
