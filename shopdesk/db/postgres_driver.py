"""The PostgreSQL driver as peewee uses it: peewee itself is loaded without it, see `shopdesk.db`."""

from typing import Any

import peewee
import psycopg
from psycopg.pq import TransactionStatus
from psycopg.types.json import Json, Jsonb


class PostgresDriver(peewee.Psycopg3Adapter):
    """Hands peewee what it would have looked for."""

    txn_idle = TransactionStatus.IDLE
    txn_inerror = TransactionStatus.INERROR
    txn_unknown = TransactionStatus.UNKNOWN

    def __init__(self) -> None:
        super().__init__()
        self.json_type, self.jsonb_type = Json, Jsonb

    def check_driver(self) -> None:
        """It is there."""

    def get_binary_type(self) -> type:
        """What bytes are handed over in."""
        return psycopg.Binary

    def connect(self, db: peewee.Database, **params: Any) -> psycopg.Connection[Any]:
        """Connect to the address that the database was made with."""
        return psycopg.connect(db.database, **params)
