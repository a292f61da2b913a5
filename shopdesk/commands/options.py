"""Options that many commands share; loaded with them, once the language is known."""

from pathlib import Path

import click

from shopdesk.commands.session import options
from shopdesk.i18n import _

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
