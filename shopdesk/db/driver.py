"""The SQLite driver that peewee uses: pysqlite3 with its newer SQLite where it is installed, else Python's own."""

from enum import IntEnum
from typing import Any

import peewee

from shopdesk.domain.flags import Colour
from shopdesk.domain.money import Money
from shopdesk.domain.statuses import Masking, Stage, Status, Tray

sqlite3: Any = peewee.__dict__["sqlite3"]

# Left to itself the driver looks for other ways before it takes an int for an int: half a microsecond a value.
_NUMBERS: tuple[type[IntEnum] | type[Money], ...] = (Money, Colour, Masking, Stage, Status, Tray)
for _number in _NUMBERS:
    sqlite3.register_adapter(_number, int)
