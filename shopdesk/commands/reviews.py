"""Reviews: entered, assigned, spoken about, answered, closed (REV-01, REV-02, REV-05, REV-06)."""

from datetime import datetime
from pathlib import Path
from typing import Any

import click

from shopdesk.commands.options import KEPT_MOMENT, json_option, lines_option, table_options
from shopdesk.commands.output import as_json, cell, fitted, list_form, say, tell, write_lines
from shopdesk.commands.parcel_options import note_option
from shopdesk.commands.review_answers import (
    COLUMNS,
    local_moment,
    pasted_text,
    person_id_of,
    review_line,
    review_lines,
    tell_review,
    told_review,
    told_whole_review,
    which_review,
)
from shopdesk.commands.session import Session, one_of
from shopdesk.domain.private_data import PRIVATE
from shopdesk.domain.review_kinds import read_pasted_review
from shopdesk.domain.reviews import Cause, Kind, Result, State, Step
from shopdesk.errors import N_, BadInput
from shopdesk.i18n import _
from shopdesk.importing.cells import BadCell, moment
from shopdesk.queries.orders import find_order_id, get_order_ids
from shopdesk.queries.review_people import list_workload, propose_follower, propose_review_points
from shopdesk.queries.reviews import get_review, get_review_row, list_reviews
from shopdesk.services import reviews as services
from shopdesk.services.desk import Desk
from shopdesk.services.exports import export_table
from shopdesk.services.points import rule_table
from shopdesk.services.review_steps import assign_review, close_review, note_review_contact, raise_late, take_step

_shop = click.option("--shop", default="", help=_("The shop, where two shops have the same order number."))
_STEPS = {step.value: step for step in (Step.RAISE, Step.REOPEN)}


class KindMissing(BadInput):
    template = N_("The text doesn't say whether the review is good, neutral or bad. Say it with --kind.")


@click.group()
def review() -> None:
    """What buyers wrote."""


@review.command("add", help=_("Enter a review by hand."))
@click.argument("order_no", metavar="[ORDER_NO]", default="")
@click.option("--kind", type=one_of(Kind), required=True, help=_("Good, neutral or bad."))
@click.option("--said", default="", help=_("What the buyer wrote."))
@click.option("--later", "later_said", default="", help=_("What the buyer added later."))
@click.option("--at", type=KEPT_MOMENT, help=_("When the buyer wrote it; now if left out."))
@click.option("--stars", type=click.IntRange(1, 5), default=None, help=_("Its stars, where the platform has any."))
@click.option("--cause", type=one_of(Cause), help=_("What it complains about; else by its words."))
@click.option("--goods", default="", help=_("What was reviewed, of an order with several items."))
@click.option("--buyer", default="", help=_("What the buyer is called, where no order says so."))
@_shop
@json_option
@click.pass_obj
def add(
    session: Session, /, *, order_no: str, kind: str, at: datetime | None, stars: int | None, cause: str | None,
    shop: str, json_wanted: bool, **told: Any,
) -> None:  # fmt: skip
    """An order that is not here yet is kept as its number."""
    desk = session.desk()
    number = services.enter_review(
        desk, kind=Kind(kind), at=local_moment(desk, at), stars=stars or 0, cause=Cause(cause) if cause else None,
        **_order(desk, order_no, shop), **told,
    )  # fmt: skip
    tell_review(desk, number, json_wanted=json_wanted)


@review.command("paste", help=_("Enter a review from the text of the platform's page, read from FILE or from stdin."))
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False, allow_dash=True), default="-")
@click.option("--order", "order_no", default="", help=_("Its order, where the text doesn't say it."))
@click.option("--kind", type=one_of(Kind), help=_("Good, neutral or bad, where the text doesn't say it."))
@_shop
@json_option
@click.pass_obj
def paste(session: Session, /, *, file: Path, order_no: str, kind: str | None, shop: str, json_wanted: bool) -> None:
    """What the text says is told first."""
    desk = session.desk()
    read = read_pasted_review(pasted_text(file))
    rated = Kind(kind) if kind else read.kind
    if rated is None:
        raise KindMissing()
    number = services.enter_review(
        desk, kind=rated, said=read.said, later_said=read.later_said, stars=read.stars, goods=read.goods,
        buyer=read.buyer, at=_pasted_moment(read.at_text), **_order(desk, order_no or read.order_no, shop),
    )  # fmt: skip
    tell_review(desk, number, json_wanted=json_wanted)


@review.command("list", help=_("List reviews, the most pressing first."))
@click.option("--state", "states", multiple=True, type=one_of(State), help=_("Only those that stand here."))
@click.option("--kind", "kinds", multiple=True, type=one_of(Kind), help=_("Only those of this kind."))
@click.option("--open", "only_open", is_flag=True, help=_("Only open ones."))
@click.option("--late", is_flag=True, help=_("Only those whose next step is overdue."))
@click.option("--but", "only_but", is_flag=True, help=_("Only good ones that complain."))
@click.option("--changed", is_flag=True, help=_("Only those that their buyers changed or deleted."))
@click.option("--unknown", "unknown_order", is_flag=True, help=_("Only those whose order is not here."))
@click.option("--nobody", is_flag=True, help=_("Only open ones that nobody follows up."))
@click.option("--person", default="", metavar="NAME", help=_("Only those this person follows up."))
@click.option("--order", "order_no", default="", help=_("Only those of this order."))
@click.option("--since", type=KEPT_MOMENT, help=_("Only those written since."))
@click.option("--until", type=KEPT_MOMENT, help=_("Only those written until."))
@click.option("--find", default="", help=_("A part of order, buyer, goods or of what was said."))
@click.option("--limit", type=click.IntRange(1), help=_("The first so many; all if left out."))
@table_options
@click.pass_obj
def list_(
    session: Session, /, *, form: str | None, output: Path | None, late: bool, person: str, order_no: str,
    since: datetime | None, until: datetime | None, **asked: Any,
) -> None:  # fmt: skip
    """One line a review, or a file."""
    desk = session.desk()
    form = list_form(form, output)
    if person:
        asked["person_id"] = person_id_of(desk, person)
    if order_no:
        asked["order_id"] = get_order_ids(desk.seen, [order_no])[0]
    asked |= {"since": local_moment(desk, since), "until": local_moment(desk, until, ends=True)}
    asked |= {"states": tuple(map(State, asked["states"])), "kinds": tuple(map(Kind, asked["kinds"]))}
    rows = list_reviews(desk.seen, due_before=desk.clock() if late else None, **asked)
    if form in ("csv", "xlsx"):
        export_table(output, COLUMNS, ([cell(v) for v in told_review(desk, row).values()] for row in rows), form=form)
    else:
        write_lines((as_json(told_review(desk, row)) if form == "jsonl" else review_line(desk, row) for row in rows),
                    output)  # fmt: skip


@review.command("show", help=_("Show a review: its order, its history, what was spoken."))
@which_review
@click.pass_obj
def show(session: Session, /, *, number: int, json_wanted: bool) -> None:
    """Everything about one."""
    desk = session.desk()
    found = get_review(desk.seen, number)
    if json_wanted:
        say(as_json(told_whole_review(desk, found)))
        return
    for line in review_lines(desk, found):
        say(line)


@review.command("set", help=_("Put right what was entered."))
@which_review
@click.option("--order", "order_no", help=_("The order's number."))
@click.option("--said", help=_("What the buyer wrote."))
@click.option("--later", "later_said", help=_("What the buyer added later."))
@click.option("--stars", type=click.IntRange(0, 5), help=_("Its stars."))
@click.option("--cause", type=one_of(Cause), help=_("What it complains about."))
@click.option("--goods", help=_("What was reviewed."))
@click.option("--salesperson", metavar="NAME", help=_("Whose customer the buyer is."))
@click.pass_obj
def set_(session: Session, /, *, number: int, json_wanted: bool, **given: Any) -> None:
    """What is left out stays."""
    desk = session.desk()
    values = {name: value for name, value in given.items() if value is not None}
    base = services.review_base(get_review_row(desk.seen, number))
    services.edit_review(desk, review_id=number, values=values, base=base)
    tell_review(desk, number, json_wanted=json_wanted)


@review.command("assign", help=_("Put a review into somebody's hands; whom is proposed if left out."))
@which_review
@click.option("--to", "person", default="", metavar="NAME", help=_("Who follows it up."))
@note_option
@click.pass_obj
def assign(session: Session, /, *, number: int, person: str, note: str, json_wanted: bool) -> None:
    """The order's salesperson, else who has least to do."""
    desk = session.desk()
    proposed = None if person else propose_follower(desk.seen, review_id=number, now=desk.clock())
    chosen = proposed.person_id if proposed else person_id_of(desk, person)
    assign_review(desk, review_id=number, person_id=chosen, note=note)
    tell_review(desk, number, json_wanted=json_wanted)


@review.command("workload", help=_("List who follows how much up."))
@lines_option
@click.pass_obj
def workload(session: Session, /, *, form: str) -> None:
    """Who has least to do first."""
    desk = session.desk()
    for each in list_workload(desk.seen, now=desk.clock()):
        told = {"person": each.name, "reviews": each.reviews, "late": each.late, "cases": each.cases}
        counts = _("{reviews} reviews, {late} late, {cases} cases").format(**{**told, "person": ""})
        say(as_json(told) if form == "jsonl" else f"{fitted(each.name, 12)}  {counts}")


@review.command("contact", help=_("Note what was spoken with the buyer."))
@which_review
@click.option("--note", required=True, help=_("What was said."))
@click.option("--next", "next_at", type=KEPT_MOMENT, help=_("When to speak again."))
@click.pass_obj
def contact(session: Session, /, *, number: int, note: str, next_at: datetime | None, json_wanted: bool) -> None:
    """From then on it is in work."""
    desk = session.desk()
    note_review_contact(desk, review_id=number, note=note, next_at=local_moment(desk, next_at, ends=True))
    tell_review(desk, number, json_wanted=json_wanted)


@review.command("step", help=_("Take a step: raise, reopen."))
@click.argument("number", metavar="NUMBER", type=click.IntRange(1))
@click.argument("step", type=click.Choice(list(_STEPS)))
@click.option("--note", default="", help=_("Why."))
@json_option
@click.pass_obj
def step_(session: Session, /, *, number: int, step: str, note: str, json_wanted: bool) -> None:
    """What the table of steps allows."""
    desk = session.desk()
    take_step(desk, review_id=number, step=_STEPS[step], note=note)
    tell_review(desk, number, json_wanted=json_wanted)


@review.command("late", help=_("Bring before the supervisor what was not solved in its time."))
@json_option
@click.pass_obj
def late_(session: Session, /, *, json_wanted: bool) -> None:
    """By itself, as the window does."""
    raised = raise_late(session.desk())
    numbers = ", ".join(map(str, raised)) or "–"
    tell({"raised": raised}, _("Before the supervisor now: {numbers}").format(numbers=numbers), json_wanted=json_wanted)


@review.command("close", help=_("Close a review with what came of it; for supervisors."))
@which_review
@click.option("--result", type=one_of(Result), required=True, help=_("What came of it."))
@click.option("--explanation", required=True, help=_("What was done, and why it ends so."))
@click.option("--points", "with_points", is_flag=True, help=_("Book the points that this proposes."))
@click.pass_obj
def close(
    session: Session, /, *, number: int, result: str, explanation: str, with_points: bool, json_wanted: bool
) -> None:
    """With an explanation."""
    desk = session.desk()
    came = Result(result)
    points = (
        propose_review_points(desk.seen, review_id=number, result=came, worth=rule_table(desk.seen))
        if with_points
        else ()
    )
    close_review(desk, review_id=number, result=came, explanation=explanation, points=points)
    tell_review(desk, number, json_wanted=json_wanted)


@review.command("changed", help=_("The buyer changed the review on the platform."))
@which_review
@click.option("--kind", type=one_of(Kind), required=True, help=_("What it is now."))
@click.option("--said", default="", help=_("What it says now."))
@note_option
@click.pass_obj
def changed(session: Session, /, *, number: int, kind: str, said: str, note: str, json_wanted: bool) -> None:
    """From bad to good, or the other way."""
    desk = session.desk()
    services.change_review(desk, review_id=number, kind=Kind(kind), said=said, note=note)
    tell_review(desk, number, json_wanted=json_wanted)


@review.command("deleted", help=_("The buyer took the review away."))
@which_review
@note_option
@click.pass_obj
def deleted(session: Session, /, *, number: int, note: str, json_wanted: bool) -> None:
    """It stays here."""
    desk = session.desk()
    services.note_deleted(desk, review_id=number, note=note)
    tell_review(desk, number, json_wanted=json_wanted)


@review.command("but", help=_("Say whether a good review complains all the same."))
@click.argument("number", metavar="NUMBER", type=click.IntRange(1))
@click.argument("complains", type=click.Choice(["yes", "no"]))
@note_option
@json_option
@click.pass_obj
def but(session: Session, /, *, number: int, complains: str, note: str, json_wanted: bool) -> None:
    """Whatever its words say."""
    desk = session.desk()
    services.set_but(desk, review_id=number, complains=complains == "yes", note=note)
    tell_review(desk, number, json_wanted=json_wanted)


@review.command("reply", help=_("Note the public answer; one that tells who the buyer is gets stopped."))
@which_review
@click.option("--text", default="", help=_("The answer."))
@click.option("--script", "script_id", type=click.IntRange(1), metavar="NUMBER",
              help=_("The words of the library to say, or that the text was made from."))  # fmt: skip
@click.option("--check", is_flag=True, help=_("Only look whether it tells who the buyer is."))
@click.option("--again", is_flag=True, help=_("In place of the answer that is there."))
@click.pass_obj
def reply(
    session: Session, /, *, number: int, text: str, script_id: int | None, check: bool, again: bool, json_wanted: bool
) -> None:
    """Name, phone and address stay with us."""
    desk = session.desk()
    if check:
        found = services.check_reply(desk, review_id=number, text=text)
        told = [{"kind": each.kind.value, "start": each.start, "end": each.end} for each in found]
        said = _(", ").join(_("{part}: {rest}").format(part=_(PRIVATE[f.kind]), rest=f.masked) for f in found)
        tell({"tells": told}, said or _("It tells nothing."), json_wanted=json_wanted)
        return
    version = get_review_row(desk.seen, number).version if again else None
    services.reply_review(desk, review_id=number, text=text, script_id=script_id, version=version)
    tell_review(desk, number, json_wanted=json_wanted)


def _order(desk: Desk, order_no: str, shop: str) -> dict[str, Any]:
    """The order that is named, or its number where it is not here yet."""
    order_id = find_order_id(desk.seen, order_no, shop=shop) if order_no.strip() else None
    return {"order_id": order_id} if order_id is not None else {"order_no": order_no}


def _pasted_moment(text: str) -> int | None:
    try:
        return moment(text)
    except BadCell:
        return None
