"""Options that many commands share; loaded with them, once the language is known."""

from pathlib import Path
from typing import Any

import click

from shopdesk.commands.session import options
from shopdesk.i18n import _

_FIRST_YEAR, _LAST_YEAR = 1900, 2999


class KeptDay(click.DateTime):
    """A day or moment that is kept; calendars break off beyond the years in which anybody keeps shop."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Refuse slips of the finger that no list could show."""
        found = super().convert(value, param, ctx)
        if not _FIRST_YEAR <= found.year <= _LAST_YEAR:
            self.fail(_("{value} lies too far away. Is the year right?").format(value=value), param, ctx)
        return found


KEPT_DAY = KeptDay(["%Y-%m-%d"])
KEPT_MOMENT = KeptDay(["%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"])

json_option = click.option("--json", "json_wanted", is_flag=True, help=_("Answer in JSON."))

lines_option = click.option(
    "--format", "form", type=click.Choice(["table", "jsonl"]), default="table", help=_("How they are written.")
)
"""Of a list for the terminal and for scripts."""

table_options = options(
    click.option(
        "--format", "form", type=click.Choice(["table", "jsonl", "csv", "xlsx"]), help=_("How they are written.")
    ),
    click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help=_("The file to write.")),
)
"""Of a list that can be a file as well."""
