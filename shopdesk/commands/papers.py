"""Printing into PDF files."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import click

from shopdesk.commands.box_answers import box_id_of, today
from shopdesk.commands.options import json_option
from shopdesk.commands.output import complain, tell
from shopdesk.commands.repair_answers import repair_id_of, which_batch
from shopdesk.commands.review_answers import person_id_of
from shopdesk.commands.session import Session, one_of
from shopdesk.domain.documents import ORDER_DOCUMENTS, Document, Paper
from shopdesk.errors import Refused
from shopdesk.i18n import N_, _, ngettext, sentence
from shopdesk.printing.formats import SIZES, TITLES, USUAL
from shopdesk.queries.intake_papers import list_to_label
from shopdesk.queries.lost_forms import get_lost_form_text
from shopdesk.queries.months import get_month
from shopdesk.queries.orders import get_order_ids
from shopdesk.queries.shops import get_shop, list_shops
from shopdesk.services.blank_forms import print_blank_forms
from shopdesk.services.claim_papers import print_loss_summary
from shopdesk.services.exports import write_bytes
from shopdesk.services.intake_papers import print_box_labels, print_intake_register
from shopdesk.services.papers import print_papers
from shopdesk.services.point_sheets import print_points_sheet
from shopdesk.services.refund_papers import print_refund_list
from shopdesk.services.repair_papers import print_damage_return, print_repair_dispatch, print_repair_labels

_output = click.option(
    "-o", "--output", required=True, type=click.Path(path_type=Path, dir_okay=False), help=_("The PDF file.")
)
_shop = click.option("--shop", default="", help=_("The shop, where two shops have the same order number."))


class NoLabelNeeded(Refused):
    template = N_("No box of {day} holds a repair or a quality complaint. Name the boxes that are to get a label.")


def _paper(document: Document) -> Callable[[Any], Any]:
    help_ = _("The size; the document's usual one if left out.")
    return click.option("--paper", type=one_of(SIZES[document]), default=USUAL[document].value, help=help_)


@click.group("print")
def print_() -> None:
    """Papers as PDF files."""


def _add_order_paper(document: Document) -> None:
    @print_.command(document.value, help=_("Orders' papers: {document}.").format(document=_(TITLES[document])))
    @click.argument("order_nos", metavar="ORDER_NO...", nargs=-1, required=True)
    @_output
    @_paper(document)
    @click.option(
        "--reprint", default="", metavar="REASON", help=_("Why a paper that was printed before is needed again.")
    )
    @_shop
    @json_option
    @click.pass_obj
    def command(
        session: Session,
        /,
        *,
        order_nos: tuple[str, ...],
        output: Path,
        paper: str,
        reprint: str,
        shop: str,
        json_wanted: bool,
    ) -> None:
        """Each once; again only with a reason (SHP-01). Slips are grouped by carrier."""
        desk = session.desk()
        job = print_papers(
            desk,
            order_ids=get_order_ids(desk.seen, order_nos, shop=shop),
            document=document,
            paper=Paper(paper),
            reason=reprint,
            deliver=lambda pdf: write_bytes(output, pdf),
        )
        _tell(document, output, len(job.order_ids), json_wanted=json_wanted, paper=job.paper.value)


for _document in ORDER_DOCUMENTS:
    _add_order_paper(_document)


@print_.command("blank-return-form", help=_("Return forms without an order, one of each shop."))
@_output
@_paper(Document.RETURN_FORM)
@click.option("--shop", default="", help=_("Only of this shop."))
@json_option
@click.pass_obj
def blank_return_form(session: Session, /, *, output: Path, paper: str, shop: str, json_wanted: bool) -> None:
    """For buyers who lost theirs (RET-14)."""
    desk = session.desk()
    shops = [get_shop(desk.seen, shop)] if shop else list_shops(desk.seen)
    print_blank_forms(
        desk, shop_ids=[each.id for each in shops], paper=Paper(paper), deliver=lambda pdf: write_bytes(output, pdf)
    )
    _tell(Document.RETURN_FORM, output, len(shops), json_wanted=json_wanted, paper=paper)


@print_.command("lost-form-text", help=_("What a buyer who lost the return form writes on any sheet of paper."))
@click.argument("order_no", metavar="ORDER_NO")
@_shop
@json_option
@click.pass_obj
def lost_form_text(session: Session, /, *, order_no: str, shop: str, json_wanted: bool) -> None:
    """To be sent as a message (RET-14)."""
    desk = session.desk()
    (order_id,) = get_order_ids(desk.seen, [order_no], shop=shop)
    text = get_lost_form_text(desk.seen, order_id=order_id)
    tell({"order_no": order_no, "text": text}, text, json_wanted=json_wanted)


@print_.command("intake-register", help=_("A day's register of boxes, the cover sheet of its papers; today's alone."))
@click.argument("day", metavar="[DAY]", default="")
@_output
@json_option
@click.pass_obj
def intake_register(session: Session, /, *, day: str, output: Path, json_wanted: bool) -> None:
    """Numbers, buyers, items, wishes, waybills, cash, who (RET-01)."""
    desk = session.desk()
    chosen = day if day not in ("", "today") else today(desk)
    print_intake_register(desk, day=chosen, deliver=lambda pdf: write_bytes(output, pdf))
    told = {"file": str(output), "document": Document.INTAKE_REGISTER.value, "day": chosen}
    tell(told, _("Intake register of {day} in {file}").format(day=chosen, file=output), json_wanted=json_wanted)


@print_.command(
    "box-label", help=_("Labels of boxes, 3 or 2026-11-22/3; of a day, all with a repair or quality complaint.")
)
@click.argument("boxes", metavar="BOX|DAY...", nargs=-1, required=True)
@_output
@_paper(Document.BOX_LABEL)
@json_option
@click.pass_obj
def box_label(session: Session, /, *, boxes: tuple[str, ...], output: Path, paper: str, json_wanted: bool) -> None:
    """One for each place to which something of a box goes (RET-06)."""
    desk = session.desk()
    ids: list[int] = []
    for name in boxes:
        day = _day(name, today(desk))
        found = list_to_label(desk.seen, day=day) if day else [box_id_of(desk, name)]
        if not found:
            raise NoLabelNeeded(day=day)
        ids += found
    ids = list(dict.fromkeys(ids))
    print_box_labels(desk, box_ids=ids, paper=Paper(paper), deliver=lambda pdf: write_bytes(output, pdf))
    told = {"file": str(output), "document": Document.BOX_LABEL.value, "paper": paper, "boxes": len(ids)}
    text = ngettext("Labels of {n} box in {file}", "Labels of {n} boxes in {file}", len(ids))
    tell(told, text.format(n=len(ids), file=output), json_wanted=json_wanted)


def _day(name: str, today: str) -> str:
    """The day that a name means; "" for a box."""
    if name == "today":
        return today
    try:
        return date.fromisoformat(name).isoformat() if "-" in name else ""
    except ValueError:
        return ""


@print_.command("refund-list", help=_("What finance has to pay today, with payees, sums by way, lines to sign."))
@click.argument("numbers", metavar="[REFUND]...", nargs=-1, type=click.IntRange(1))
@click.option("--all", "everything", is_flag=True, help=_("All that is approved, whenever it is due."))
@_output
@json_option
@click.pass_obj
def refund_list(
    session: Session, /, *, numbers: tuple[int, ...], everything: bool, output: Path, json_wanted: bool
) -> None:
    """For who pays (REF-02, REF-03); what stays out and what was listed before is said."""
    desk = session.desk()
    done = print_refund_list(
        desk, refund_ids=numbers, everything=everything, deliver=lambda pdf: write_bytes(output, pdf)
    )
    found = done.found
    for left in found.left:
        complain(sentence(left.why))
    for each in found.again:
        said = _("Refund {number} stood in a list of {when} by {person} already: look whether it is paid.")
        complain(said.format(number=each.refund.id, when=desk.shown(each.at), person=each.person))
    told = {
        "file": str(output), "document": Document.REFUND_LIST.value, "refunds": len(found.refunds),
        "left": len(found.left), "again": len(found.again),
    }  # fmt: skip
    n = len(found.refunds)
    text = ngettext("{n} refund in {file}", "{n} refunds in {file}", n).format(n=n, file=output)
    tell(told, text, json_wanted=json_wanted)


@print_.command("loss-summary", help=_("What carriers lost, emptied or broke in a month, with sums by carrier."))
@click.argument("month", metavar="2026-11")
@_output
@json_option
@click.pass_obj
def loss_summary(session: Session, /, *, month: str, output: Path, json_wanted: bool) -> None:
    """The month's register (SHP-08)."""
    desk = session.desk()
    done = print_loss_summary(desk, month=month, deliver=lambda pdf: write_bytes(output, pdf))
    told = {
        "file": str(output), "document": Document.LOSS_SUMMARY.value, "month": done.month, "parcels": len(done.lines),
        "lost": done.whole.lost.yuan,
    }  # fmt: skip
    n = len(done.lines)
    text = ngettext("{n} parcel in {file}", "{n} parcels in {file}", n).format(n=n, file=output)
    tell(told, text, json_wanted=json_wanted)


@print_.command("points-sheet", help=_("A month's points: your own; for supervisors everybody's, or one person's."))
@click.argument("month", metavar="2026-11")
@click.option("--person", default="", metavar="NAME", help=_("Only this person's."))
@_output
@json_option
@click.pass_obj
def points_sheet(session: Session, /, *, month: str, person: str, output: Path, json_wanted: bool) -> None:
    """What each entry was for, and what it counts (TEAM-02)."""
    desk = session.desk()
    name = get_month(desk.seen, name=month).name
    whose = person_id_of(desk, person) if person else None
    done = print_points_sheet(desk, month=name, person_id=whose, deliver=lambda pdf: write_bytes(output, pdf))
    told = {
        "file": str(output), "document": Document.POINTS_SHEET.value, "month": name, "people": len(done.people),
        "disputed": done.disputed,
    }  # fmt: skip
    n = len(done.people)
    text = ngettext("{n} person in {file}", "{n} people in {file}", n).format(n=n, file=output)
    tell(told, text, json_wanted=json_wanted)


@print_.command("repair-label", help=_("Labels for goods to be mended; what just came is labelled by it."))
@click.argument("repairs", metavar="REPAIR...", nargs=-1, required=True)
@_output
@_paper(Document.REPAIR_LABEL)
@json_option
@click.pass_obj
def repair_label(session: Session, /, *, repairs: tuple[str, ...], output: Path, paper: str, json_wanted: bool) -> None:
    """Scanned, it opens the repair (REP-01)."""
    desk = session.desk()
    ids = list(dict.fromkeys(repair_id_of(desk, each) for each in repairs))
    print_repair_labels(desk, repair_ids=ids, paper=Paper(paper), deliver=lambda pdf: write_bytes(output, pdf))
    told = {"file": str(output), "document": Document.REPAIR_LABEL.value, "paper": paper, "repairs": len(ids)}
    text = ngettext("{n} label in {file}", "{n} labels in {file}", len(ids)).format(n=len(ids), file=output)
    tell(told, text, json_wanted=json_wanted)


@print_.command("repair-dispatch", help=_("What goes to the factory with a batch of repairs, to be ticked off."))
@which_batch
@_output
@click.pass_obj
def repair_dispatch(session: Session, /, *, batch: int, output: Path, json_wanted: bool) -> None:
    """Faults, warranty, who pays, until when (REP-03)."""
    done = print_repair_dispatch(session.desk(), batch_id=batch, deliver=lambda pdf: write_bytes(output, pdf))
    _tell_lines(Document.REPAIR_DISPATCH, output, batch, len(done.lines), json_wanted=json_wanted)


@print_.command("damage-return", help=_("What goes back to a supplier with a batch, with room for the answers."))
@which_batch
@_output
@click.pass_obj
def damage_return(session: Session, /, *, batch: int, output: Path, json_wanted: bool) -> None:
    """Faults, cost, time limits (REP-04)."""
    done = print_damage_return(session.desk(), batch_id=batch, deliver=lambda pdf: write_bytes(output, pdf))
    _tell_lines(Document.DAMAGE_RETURN, output, batch, len(done.lines), json_wanted=json_wanted)


def _tell_lines(document: Document, output: Path, batch: int, n: int, *, json_wanted: bool) -> None:
    told = {"file": str(output), "document": document.value, "batch": batch, "lines": n}
    tell(told, ngettext("{n} line in {file}", "{n} lines in {file}", n).format(n=n, file=output),
         json_wanted=json_wanted)  # fmt: skip


def _tell(document: Document, output: Path, n: int, *, json_wanted: bool, paper: str) -> None:
    text = ngettext("{n} paper in {file}", "{n} papers in {file}", n).format(n=n, file=output)
    told = {"file": str(output), "document": document.value, "paper": paper, "orders": n}
    tell(told, text, json_wanted=json_wanted)
