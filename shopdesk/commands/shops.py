"""Making a shop."""

import click

from shopdesk.commands.options import json_option
from shopdesk.commands.output import tell
from shopdesk.commands.session import Session
from shopdesk.i18n import _


@click.command()
@click.option("--sample", is_flag=True, help=_("Fill it with a made-up shop, about 300 orders."))
@json_option
@click.pass_obj
def init(session: Session, /, *, sample: bool, json_wanted: bool) -> None:
    """Make a new shop."""
    from shopdesk.services.setup import create_desk

    file = session.file
    desk = session.closing(create_desk(file))
    if sample:
        from shopdesk.services.sample import make_sample

        make_sample(desk)
    tell(
        {"database": str(file), "sample": sample},
        _("The new shop lies in {file}").format(file=file),
        json_wanted=json_wanted,
    )
