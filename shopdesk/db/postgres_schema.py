"""Where a shop's tables lie within a PostgreSQL database: in the schema that its user's names lead to first.

On servers that others share, somebody may own just a schema and nothing in `public`, where peewee looks.
"""

from typing import Any

import peewee


class OwnSchema(peewee.PostgresqlDatabase):
    """Looks for tables where it makes them."""

    def _schema(self) -> str:
        found: str = self.execute_sql("SELECT current_schema()").fetchone()[0]  # type: ignore[no-untyped-call]
        return found

    def get_tables(self, schema: str | None = None) -> Any:
        """The tables of the shop."""
        return super().get_tables(schema or self._schema())

    def get_columns(self, table: str, schema: str | None = None) -> Any:
        """The columns of one of its tables."""
        return super().get_columns(table, schema or self._schema())

    def get_indexes(self, table: str, schema: str | None = None) -> Any:
        """The indexes of one of its tables."""
        return super().get_indexes(table, schema or self._schema())

    def get_primary_keys(self, table: str, schema: str | None = None) -> Any:
        """What identifies the rows of one of its tables."""
        return super().get_primary_keys(table, schema or self._schema())
