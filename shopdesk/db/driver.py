"""The SQLite driver that peewee uses: pysqlite3 with its newer SQLite where it is installed, else Python's own."""

from typing import Any

import peewee

sqlite3: Any = peewee.__dict__["sqlite3"]
