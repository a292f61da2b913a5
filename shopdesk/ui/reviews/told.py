"""What the panel tells of a review: its clocks, what is known, who spoke with the buyer, what was done."""

from shopdesk.clock import Millis
from shopdesk.domain.reviews import CAUSES, KINDS, RESULTS, STATES, Kind, State
from shopdesk.i18n import _, ngettext
from shopdesk.queries.reviews import ReviewRow
from shopdesk.services.review_steps import said_of
from shopdesk.ui.controls import LabelRole
from shopdesk.ui.moments import short_moment, span
from shopdesk.ui.order_forms.facts import Fact
from shopdesk.ui.page_moment import Moment
from shopdesk.ui.reviews.columns import kind_text, rate_text, told_due, window_role
from shopdesk.ui.reviews.reading import WholeReview

_BEST = 5
_BETWEEN = "；"
"""Between the words by which a review complains."""


def head(row: ReviewRow) -> str:
    """The panel's title."""
    name = _("Review {number}").format(number=row.id)
    return " · ".join(filter(None, (name, row.buyer, _(STATES[row.state]))))


def clock_facts(review: WholeReview) -> list[Fact]:
    """By when what is to be done (REV-02, REV-03), and what somebody has to see before the rest."""
    row, moment = review.row, review.moment
    facts = []
    if row.is_open:
        facts.append(_clock(_("Next step"), row.due_at, moment))
        if row.kind is not Kind.GOOD:
            facts.append(_clock(_("Solved by"), review.target, moment))
    facts.append(_window(row, moment))
    if row.is_open and row.next_at is not None:
        facts.append(_clock(_("Speak again"), row.next_at, moment))
    if row.state is State.NEW and review.proposed is not None:
        why = _("the order's salesperson") if review.proposed.is_salesperson else _("has least to do")
        facts.append(Fact(_("Suggested"), f"{review.proposed.name} ({why})"))
    if row.state is State.RAISED:
        facts.append(Fact(_("Raised"), _since(row.raised_at, moment), "danger"))
    if review.rating is not None:
        left = span(max(0, review.rating.rate_by - moment.now))
        said = _("{span} left").format(span=left) + "\n" + rate_text(review.rating)
        facts.append(Fact(_("Our rating"), said, "warning" if review.rating.is_stopped else "body"))
    if review.detail.others:
        n = review.detail.others
        said = ngettext("{n} other bad or neutral one", "{n} other bad or neutral ones", n).format(n=n)
        facts.append(Fact(_("Same buyer"), said, "warning"))
    return facts


def words_of(row: ReviewRow) -> tuple[str, ...]:
    """The words by which a good review complains (REV-06)."""
    return tuple(filter(None, row.but_words.split(_BETWEEN))) if row.kind is Kind.GOOD else ()


def said_head(row: ReviewRow, moment: Moment) -> str:
    """Above what the buyer wrote: kind, stars, when."""
    stars = "★" * row.stars + "☆" * (_BEST - row.stars) if row.stars else ""
    return " · ".join(filter(None, (kind_text(row), stars, short_moment(row.at, moment.now, moment.zone))))


def said_since(row: ReviewRow, moment: Moment) -> str:
    """What the buyer did with it since."""
    told = []
    if row.kind_before is not None:
        said = _("Changed from {before} to {now} ({when})")
        told.append(said.format(
            before=_(KINDS[row.kind_before]), now=_(KINDS[row.kind]), when=_since(row.changed_at, moment)))  # fmt: skip
    elif row.changed_at is not None:
        told.append(_("Changed by the buyer ({when})").format(when=_since(row.changed_at, moment)))
    if row.deleted_at is not None:
        told.append(_("Deleted by the buyer ({when})").format(when=_since(row.deleted_at, moment)))
    return "\n".join(told)


def reply_facts(review: WholeReview) -> list[Fact]:
    """Our answer in public (REV-05)."""
    row, moment = review.row, review.moment
    by = " · ".join(filter(None, (row.replied_by, _since(row.replied_at, moment))))
    return [Fact(_("Answered"), by), Fact(_("Answer"), row.reply, copy=row.reply)] if row.reply else []


def known_facts(review: WholeReview) -> list[Fact]:
    """Of which order it is, whose customer, who follows it up, how it ended."""
    row, detail = review.row, review.detail
    unknown = _("{order_no}: not here yet").format(order_no=row.order_no or "–")
    is_known = row.order_id is not None
    bought = ngettext("{n} order", "{n} orders", detail.bought).format(n=detail.bought) if detail.bought else ""
    result = _(RESULTS[row.result]) if row.result else ""
    return [
        Fact(_("Buyer"), " · ".join(filter(None, (row.buyer, bought))), copy=row.buyer),
        Fact(_("Receiver"), " ".join(filter(None, (detail.receiver, detail.phone)))),
        Fact(_("Order"), row.order_no if is_known else unknown, "body" if is_known else "warning", copy=row.order_no),
        Fact(_("Shop"), row.shop),
        Fact(_("Goods"), row.goods),
        Fact(_("Memo"), detail.memo),
        Fact(_("Cause"), _(CAUSES[row.cause]) if row.cause else ""),
        Fact(_("Followed by"), row.person or (_("Nobody") if row.is_open else ""), "body" if row.person else "warning"),
        Fact(_("Result"), result),
        Fact(_("Explanation"), row.explanation),
        Fact(_("Closed by"), row.closed_by),
    ]


def contact_facts(review: WholeReview) -> list[Fact]:
    """Who spoke with the buyer, and when next (REV-02, CRM-03)."""
    moment, facts = review.moment, []
    for each in review.detail.contacts:
        said = " · ".join(filter(None, (each.note, each.person)))
        role: LabelRole = "body"
        if each.next_at is not None and each.done_at is None:
            said += "\n" + _("Next: {when}").format(when=moment.said(each.next_at))
            role = _role(each.next_at, moment)
        facts.append(Fact(short_moment(each.at, moment.now, moment.zone), said, role))
    return facts


def history_facts(review: WholeReview) -> list[Fact]:
    """What was done by whom and when, the newest first."""
    moment = review.moment
    return [
        Fact(
            short_moment(each.at, moment.now, moment.zone),
            " · ".join(filter(None, (said_of(each.step), each.person, each.note))),
        )
        for each in reversed(review.detail.steps)
    ]


def _window(row: ReviewRow, moment: Moment) -> Fact:
    """Until when the buyer can change it (REV-03)."""
    until = row.change_until
    if until is None or row.deleted_at is not None:
        return Fact(_("To change"), "")
    role: LabelRole = {"danger": "danger", "warning": "warning"}.get(window_role(row, moment), "body")  # type: ignore[assignment]
    left = until - moment.now
    said = _("until {when}, {span} left") if left > 0 else _("can't be changed any more, since {when}")
    return Fact(_("To change"), said.format(when=moment.said(until), span=span(max(0, left))), role)


def _clock(name: str, due: Millis | None, moment: Moment) -> Fact:
    if due is None:
        return Fact(name, "")
    return Fact(name, f"{told_due(due, moment)}  ({moment.said(due)})", _role(due, moment))


def _role(due: Millis, moment: Moment) -> LabelRole:
    pressing = moment.pressing(due)
    return "danger" if pressing == "danger" else "warning" if pressing else "body"


def _since(moment_of: Millis | None, moment: Moment) -> str:
    return short_moment(moment_of, moment.now, moment.zone)
