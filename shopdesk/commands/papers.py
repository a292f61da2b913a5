"""Printing into PDF files."""

from pathlib import Path

import click

from shopdesk.commands.options import json_option
from shopdesk.commands.output import tell
from shopdesk.commands.session import Session, one_of
from shopdesk.domain.documents import Document, Paper
from shopdesk.i18n import _, ngettext
from shopdesk.printing.formats import USUAL
from shopdesk.queries.orders import get_order_ids
from shopdesk.services.exports import write_bytes
from shopdesk.services.papers import print_papers


@click.command("print")
@click.argument("document", type=one_of(Document))
@click.argument("order_nos", metavar="ORDER_NO...", nargs=-1, required=True)
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path, dir_okay=False), help=_("The PDF file."))
@click.option("--paper", type=one_of(Paper), help=_("The size; the document's usual one if left out."))
@click.option("--reprint", default="", metavar="REASON", help=_("Why a paper that was printed before is needed again."))
@click.option("--shop", default="", help=_("The shop, where two shops have the same order number."))
@json_option
@click.pass_obj
def print_(
    session: Session,
    /,
    *,
    document: str,
    order_nos: tuple[str, ...],
    output: Path,
    paper: str | None,
    reprint: str,
    shop: str,
    json_wanted: bool,
) -> None:
    """Print orders' papers (SHP-01): slips grouped by carrier, each once; again only with a reason."""
    desk = session.desk()
    kind = Document(document)
    job = print_papers(
        desk,
        order_ids=get_order_ids(desk.seen, order_nos, shop=shop),
        document=kind,
        paper=Paper(paper) if paper else USUAL[kind],
        reason=reprint,
        deliver=lambda pdf: write_bytes(output, pdf),
    )
    n = len(job.order_ids)
    text = ngettext("{n} paper in {file}", "{n} papers in {file}", n).format(n=n, file=output)
    told = {"file": str(output), "document": kind.value, "paper": job.paper.value, "orders": n}
    tell(told, text, json_wanted=json_wanted)
