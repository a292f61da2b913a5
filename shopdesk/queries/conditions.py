"""What a list is of: conditions that all hold, with the values that they are given."""

from collections.abc import Collection, Mapping
from typing import Any

from shopdesk.db.database import escaped

_BACK = "'\\'"


class Conditions:
    """Each is added where something is asked for; none holds of everything."""

    def __init__(self) -> None:
        self._all = ["TRUE"]
        self.params: list[Any] = []

    def add(self, condition: str, *values: Any) -> None:
        """SQL with a mark for each of the values."""
        self._all.append(condition)
        self.params.extend(values)

    def add_equal(self, column: str, value: Any) -> None:
        """The column is this; anything, where it is None."""
        if value is not None:
            self.add(f"{column} = ?", value)

    def add_given(self, asked: Mapping[str, Any]) -> None:
        """SQL with a mark, and its value; where that is None, nothing was asked for."""
        for condition, value in asked.items():
            if value is not None:
                self.add(condition, value)

    def add_one_of(self, column: str, words: Collection[str]) -> None:
        """The column is one of these words; anything, where there are none."""
        if words:
            self.add(f"{column} IN ({', '.join('?' * len(words))})", *map(str, words))

    def add_part(self, find: str, *columns: str) -> None:
        """What was typed is a part of one of the columns."""
        if find.strip():
            found = " OR ".join(f"{column} LIKE ? ESCAPE {_BACK}" for column in columns)
            self.add(f"({found})", *[f"%{escaped(find.strip())}%"] * len(columns))

    def sql(self, order: str, limit: int | None = None) -> str:
        """What stands behind FROM: the conditions, the order, and how many at most."""
        most = "" if limit is None else f" LIMIT {int(limit)}"
        return f"WHERE {' AND '.join(self._all)} ORDER BY {order}{most}"
