"""Something was missing in a parcel: judged by scales and packaging, and what follows started (SHP-12)."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from shopdesk.commands.options import json_option, lines_option
from shopdesk.commands.output import as_json, fitted, say, tell
from shopdesk.commands.parcel_options import told_values, which_number
from shopdesk.commands.session import Session, one_of, options
from shopdesk.commands.settling import Yuan
from shopdesk.domain.claims import Solution
from shopdesk.domain.money import Money
from shopdesk.domain.parcel_weights import read_weight
from shopdesk.domain.shortage_reasons import QUESTIONS
from shopdesk.domain.shortages import REMEDIES, VERDICTS, Packaging, Remedy, Verdict
from shopdesk.i18n import _, ngettext
from shopdesk.queries.learned_weights import LearnedRow, list_learned_weights
from shopdesk.queries.orders import get_order_ids
from shopdesk.queries.shortage_contents import ContentLine, list_packings
from shopdesk.queries.shortages import ShortageRow, get_shortage, list_shortages
from shopdesk.services import shortages as services
from shopdesk.services.desk import Desk
from shopdesk.services.evidence import add_evidence, check_file
from shopdesk.services.learned_weights import learn_weights
from shopdesk.services.shortage_traces import Missing, NotInParcel, Triage


class Grams(click.ParamType[int]):
    """A weight: `1250`, `1.25kg`."""

    name = "weight"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Grams; anything else is wrong use."""
        grams = value if isinstance(value, int) else read_weight(value)
        if grams is None:
            self.fail(
                _("{value} is not a weight. Write grams, such as 1250, or 1.25kg.").format(value=value), param, ctx
            )
        return grams


_PACKAGING = [word for word in Packaging if word]
_evidence = options(
    click.option("--packaging", type=one_of(_PACKAGING), help=_("How the parcel looked when it arrived.")),
    click.option("--departed", type=Grams(), help=_("What the courier's scale showed when it left.")),
    click.option("--arrived", type=Grams(), help=_("What the courier's scale showed where it arrived.")),
)
_photos = click.option(
    "--photo", "photos", multiple=True, type=click.Path(path_type=Path), help=_("A photo of the packaging.")
)
_what = options(
    click.argument("order_no", metavar="ORDER_NO"),
    click.option("--missing", "codes", multiple=True, metavar="CODE[xN]", help=_("A bought item, by its code.")),
    click.option("--other", "others", multiple=True, metavar="TEXT[xN]", help=_("Something that was no item: a gift.")),
    click.option("--weighs", type=Grams(), help=_("What one missing piece weighs, where nobody knows.")),
    click.option("--waybill", default="", help=_("The parcel's number; needed where the order went in several.")),
    click.option("--shop", default="", help=_("The shop, where two shops have the same order number.")),
)
_TIMES = re.compile(r"(.+?)\s*[x×X*]\s*(\d{1,4})")


@click.group()
def shortage() -> None:
    """Things that were missing in parcels."""


@shortage.command("judge", help=_("Say whose fault a shortage likely is, and why; writes nothing."))
@_what
@_evidence
@click.option("--photo", "has_photo", is_flag=True, help=_("A photo shows the packaging."))
@json_option
@click.pass_obj
def judge(session: Session, /, *, json_wanted: bool, has_photo: bool, **asked: Any) -> None:
    """Weigh it up."""
    desk = session.desk()
    triage = services.preview_shortage(desk, has_photo=has_photo, **_asked(desk, **asked))
    tell(_told_triage(triage), "\n".join(_triage_lines(triage)), json_wanted=json_wanted)


@shortage.command("open", help=_("Enter what a buyer says was missing, with what is known; it is judged."))
@_what
@_evidence
@_photos
@json_option
@click.pass_obj
def open_(session: Session, /, *, json_wanted: bool, photos: tuple[Path, ...], **asked: Any) -> None:
    """Enter a shortage."""
    desk = session.desk()
    for photo in photos:
        check_file(photo)
    number = services.open_shortage(desk, **_asked(desk, **asked))
    _add(desk, number, photos)
    _tell(desk, number, json_wanted=json_wanted)


@shortage.command("evidence", help=_("Add what was heard since; it is judged anew."))
@which_number
@_evidence
@_photos
@click.pass_obj
def evidence(session: Session, /, *, number: int, json_wanted: bool, photos: tuple[Path, ...], **heard: Any) -> None:
    """What is left out stays."""
    desk = session.desk()
    for photo in photos:
        check_file(photo)
    row = get_shortage(desk.seen, number)
    values = {name: value for name, value in heard.items() if value is not None}
    services.change_evidence(desk, shortage_id=number, values=values, base=services.evidence_base(row))
    _add(desk, number, photos)
    _tell(desk, number, json_wanted=json_wanted)


@shortage.command("do", help=_("Do what is proposed, or something else with a reason."))
@which_number
@click.option("--remedy", type=one_of(Remedy), help=_("What is done; what is proposed if left out."))
@click.option(
    "--by",
    "solution",
    type=one_of([Solution.RESHIP, Solution.REFUND]),
    help=_("How the buyer is made good where the courier is asked to pay."),
)
@click.option("--amount", type=Yuan(), help=_("What goes back to the buyer, in yuan; what was paid if left out."))
@click.option("--claimed", type=Yuan(), help=_("What is asked of the courier, in yuan; what was paid if left out."))
@click.option("--reason", default="", help=_("Why otherwise than proposed."))
@click.pass_obj
def do(
    session: Session, /, *, number: int, json_wanted: bool, remedy: str | None, solution: str | None,
    amount: Money | None, claimed: Money | None, reason: str,
) -> None:  # fmt: skip
    """Start the case, the refund or the claim; the text for the buyer is told."""
    desk = session.desk()
    chosen = Remedy(remedy) if remedy else services.triage_of(desk, shortage_id=number).proposal.remedy
    started = services.choose_remedy(
        desk, shortage_id=number, remedy=chosen, solution=Solution(solution or ""), amount=amount, claimed=claimed,
        reason=reason,
    )  # fmt: skip
    parts = (("case", started.case_id), ("refund", started.refund_id), ("claim", started.claim_id))
    said = {name: value for name, value in parts if value is not None}
    text = "\n".join([_(REMEDIES[chosen]), *(f"{name} {value}" for name, value in said.items()), started.text])
    told = _told(desk, get_shortage(desk.seen, number))
    tell(told | {"order": started.order_id, "refund": started.refund_id, "text": started.text}, text,
         json_wanted=json_wanted)  # fmt: skip


@shortage.command("close", help=_("It is settled without more: the buyer found it. Needs a reason."))
@which_number
@click.option("--reason", required=True, help=_("Why; the trail keeps it."))
@click.pass_obj
def close(session: Session, /, *, number: int, json_wanted: bool, reason: str) -> None:
    """Close it."""
    desk = session.desk()
    services.close_shortage(desk, shortage_id=number, reason=reason)
    _tell(desk, number, json_wanted=json_wanted)


@shortage.command("show", help=_("Show a shortage: the verdict, why, what to ask, what is proposed."))
@which_number
@click.pass_obj
def show(session: Session, /, *, number: int, json_wanted: bool) -> None:
    """As it is judged now."""
    desk = session.desk()
    row, triage = get_shortage(desk.seen, number), services.triage_of(desk, shortage_id=number)
    lines = [_line(row), *(row.why.splitlines() if not row.is_open else _triage_lines(triage))]
    tell(_told(desk, row) | (_told_triage(triage) if row.is_open else {}), "\n".join(lines), json_wanted=json_wanted)


@shortage.command("list", help=_("List shortages: open ones first."))
@click.option("--verdict", "verdicts", multiple=True, type=one_of(Verdict), help=_("Only those with this verdict."))
@click.option("--open", "only_open", is_flag=True, help=_("Only open ones."))
@click.option("--order", "order_no", default="", help=_("Only those of this order."))
@click.option("--find", default="", help=_("A part of waybill, order or buyer."))
@click.option("--limit", type=click.IntRange(1), help=_("The first so many; all if left out."))
@lines_option
@click.pass_obj
def list_(session: Session, /, *, verdicts: tuple[str, ...], order_no: str, form: str, **asked: Any) -> None:
    """One line a shortage."""
    desk = session.desk()
    if order_no:
        asked["order_id"] = get_order_ids(desk.seen, [order_no])[0]
    for row in list_shortages(desk.seen, verdicts=[Verdict(each) for each in verdicts], **asked):
        say(as_json(_told(desk, row)) if form == "jsonl" else _line(row))


@click.group()
def weights() -> None:
    """What pieces weigh by the parcels that packers weighed."""


@weights.command(
    "learn", help=_("Learn weights from the newest weighed parcels now; they are learned once a day anyway.")
)
@json_option
@click.pass_obj
def learn(session: Session, /, *, json_wanted: bool) -> None:
    """Learn them."""
    n = learn_weights(session.desk(), again=True)
    text = ngettext("{n} weight learned or changed.", "{n} weights learned or changed.", n).format(n=n)
    tell({"weights": n}, text, json_wanted=json_wanted)


@weights.command("list", help=_("List learned weights beside the typed ones."))
@click.option("--doubtful", "only_doubtful", is_flag=True, help=_("Only typed weights that all parcels contradict."))
@click.option("--find", default="", help=_("A part of code or title."))
@lines_option
@click.pass_obj
def list_weights(session: Session, /, *, only_doubtful: bool, find: str, form: str) -> None:
    """One line a variant."""
    for row in list_learned_weights(session.desk().seen, find=find, only_doubtful=only_doubtful):
        say(as_json(_told_weight(row)) if form == "jsonl" else _weight_line(row))


def _asked(
    desk: Desk, *, order_no: str, codes: Sequence[str], others: Sequence[str], weighs: int | None, waybill: str,
    shop: str, packaging: str | None, departed: int | None, arrived: int | None,
) -> dict[str, Any]:  # fmt: skip
    """What somebody typed, as the service takes it. Raises NotInParcel."""
    order_id = get_order_ids(desk.seen, [order_no], shop=shop)[0]
    lines = [
        line
        for packing in list_packings(desk.seen, order_id=order_id, waybill=waybill)
        for line in packing.lines
        if line.order_id == order_id
    ]
    missing = [Missing(_line_id(lines, code, order_no), n, grams=weighs) for code, n in map(_counted, codes)]
    missing += [Missing(None, n, title, weighs) for title, n in map(_counted, others)]
    return {
        "order_id": order_id, "missing": missing, "waybill": waybill, "packaging": Packaging(packaging or ""),
        "departed": departed, "arrived": arrived,
    }  # fmt: skip


def _counted(text: str) -> tuple[str, int]:
    found = _TIMES.fullmatch(text.strip())
    return (found[1].strip(), int(found[2])) if found else (text.strip(), 1)


def _line_id(lines: Sequence[ContentLine], code: str, order_no: str) -> int:
    for line in lines:
        if line.line_id is not None and code.lower() in (line.sku.lower(), line.title.lower()):
            return line.line_id
    raise NotInParcel(item=code, order_no=order_no)


def _add(desk: Desk, number: int, photos: Sequence[Path]) -> None:
    for photo in photos:
        add_evidence(desk, kind="shortage", record_id=number, file=photo)


_PLAIN = ("order_no", "shop", "buyer", "carrier", "waybill", "goods", "expected", "spread", "packed", "departed",
          "arrived", "certainty", "reason", "person", "photos")  # fmt: skip


def _told(desk: Desk, row: ShortageRow) -> dict[str, Any]:
    return {
        "shortage": row.id, "verdict": row.verdict.value, "why": row.why.splitlines(),
        "packaging": row.packaging.value, "remedy": row.remedy.value if row.remedy else "", "case": row.case_id,
        "claim": row.claim_id, "open": row.is_open,
        **told_values(desk, row, plain=_PLAIN, moments=("at", "closed_at")),
    }  # fmt: skip


def _told_triage(triage: Triage) -> dict[str, Any]:
    return {
        "verdict": triage.judgement.verdict.value, "certainty": triage.judgement.certainty, "why": list(triage.why),
        "questions": [question.value for question in triage.questions], "proposal": triage.proposal.remedy.value,
        "by": triage.proposal.solution.value, "value": triage.value.yuan,
    }  # fmt: skip


def _triage_lines(triage: Triage) -> list[str]:
    proposed = f"{_(REMEDIES[triage.proposal.remedy])}. {triage.proposal.why}"
    return [
        _(VERDICTS[triage.judgement.verdict]),
        *(f"  {reason}" for reason in triage.why),
        *(f"  ? {_(QUESTIONS[question])}" for question in triage.questions),
        _("Proposed: {way}").format(way=proposed),
    ]


def _line(row: ShortageRow) -> str:
    done = _(REMEDIES[row.remedy]) if row.remedy else ""
    if not row.is_open and not done:
        done = row.reason
    verdict = _(VERDICTS[row.verdict])
    if row.verdict is not Verdict.UNDECIDED:
        verdict = f"{verdict} ({row.certainty} %)"
    parts = (row.order_no, row.buyer, f"{row.carrier} {row.waybill}".strip(), row.goods, verdict, done)
    return "  ".join(filter(None, (f"{row.id:>4}", *parts)))


def _tell(desk: Desk, number: int, *, json_wanted: bool) -> None:
    row = get_shortage(desk.seen, number)
    lines = [_("Shortage {number} of order {order_no}: {verdict}").format(
        number=number, order_no=row.order_no, verdict=_(VERDICTS[row.verdict]))]  # fmt: skip
    if not row.is_open:
        tell(_told(desk, row), lines[0], json_wanted=json_wanted)
        return
    triage = services.triage_of(desk, shortage_id=number)
    told = _told(desk, row) | _told_triage(triage)
    tell(told, "\n".join([*lines, *_triage_lines(triage)[1:]]), json_wanted=json_wanted)


def _told_weight(row: LearnedRow) -> dict[str, Any]:
    return {
        "sku": row.sku, "title": row.title, "style": row.style, "colour": row.colour, "size": row.size,
        "typed": row.typed, "learned": row.learned.grams, "spread": row.learned.spread,
        "parcels": row.learned.parcels, "doubtful": row.is_doubtful,
    }  # fmt: skip


def _weight_line(row: LearnedRow) -> str:
    learned = _("{grams} g ± {spread} g from {parcels} parcels").format(
        grams=row.learned.grams, spread=row.learned.spread, parcels=row.learned.parcels
    )
    typed = "" if row.typed is None else _("typed: {grams} g").format(grams=row.typed)
    doubt = _("look at its unit") if row.is_doubtful else ""
    return "  ".join(filter(None, (fitted(row.sku, 18), learned, typed, doubt)))
