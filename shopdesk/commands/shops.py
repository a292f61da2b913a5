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
    from shopdesk.db.addresses import address_of
    from shopdesk.services.setup import create_desk

    where = session.where
    desk = session.closing(create_desk(where))
    if sample:
        from shopdesk.services.sample import make_sample

        make_sample(desk)
    address = address_of(where)
    said = _("The new shop lies in {file}").format(file=address.place)
    tell({"database": address.url, "sample": sample}, said, json_wanted=json_wanted)
