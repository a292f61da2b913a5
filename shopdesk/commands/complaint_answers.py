"""How the commands about complaints answer: lines for people, objects for scripts."""

from typing import Any

from shopdesk.clock import iso
from shopdesk.commands.output import fitted, tell
from shopdesk.commands.parcel_options import told_values
from shopdesk.domain.complaints import CAUSES, STATES
from shopdesk.i18n import _
from shopdesk.queries.complaints import ComplaintDetail, ComplaintRow, get_complaint_row
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.complaint_steps import said_of
from shopdesk.services.desk import Desk
from shopdesk.settings import ZONE

COLUMNS = (
    "complaint", "state", "late", "unseen", "cause", "number", "order_no", "shop", "buyer", "case", "said", "person",
    "opened_by", "opened_at", "due_at", "seen_by", "seen_at", "files", "contacts", "next_at", "appeal", "appeal_by",
    "appeal_at", "approved_by", "approved_at", "sent_at", "result", "cost", "closed_by", "closed_at",
)  # fmt: skip
"""Of a complaint, for scripts and files."""
_PLAIN = (
    "number", "order_no", "shop", "buyer", "said", "person", "opened_by", "seen_by", "files", "contacts", "appeal",
    "appeal_by", "approved_by", "result", "closed_by",
)  # fmt: skip
_MOMENTS = (
    "opened_at", "due_at", "seen_at", "next_at", "appeal_at", "approved_at", "sent_at", "closed_at",
)  # fmt: skip


def told_complaint(desk: Desk, row: ComplaintRow) -> dict[str, Any]:
    """A complaint as scripts get it."""
    told = {
        "complaint": row.id, "state": row.state.value, "cause": row.cause.value, "late": row.is_late(desk.clock()),
        "unseen": row.is_open and row.seen_at is None, "case": row.case_id, "cost": row.cost.yuan,
        **told_values(desk, row, plain=_PLAIN, moments=_MOMENTS),
    }  # fmt: skip
    return {name: told[name] for name in COLUMNS}


def told_whole_complaint(desk: Desk, found: ComplaintDetail) -> dict[str, Any]:
    """The same with its order, its history and what was spoken."""
    zone = get_setting(desk.seen, ZONE)
    return {
        **told_complaint(desk, found.row),
        "receiver": found.receiver,
        "phone": found.phone,
        "others": found.others,
        "steps": [
            {"step": each.step, "note": each.note, "person": each.person, "at": iso(each.at, zone)}
            for each in found.steps
        ],
        "spoken": [
            {"note": each.note, "person": each.person, "at": iso(each.at, zone), "next_at": iso(each.next_at, zone)}
            for each in found.contacts
        ],
    }


def complaint_line(desk: Desk, row: ComplaintRow) -> str:
    """One line of the list."""
    late = _("late") if row.is_late(desk.clock()) else ""
    due = _("until {when}").format(when=desk.shown(row.due_at)) if row.is_open and not late else late
    parts = (
        fitted(_(CAUSES[row.cause]), 16), row.order_no or row.number, row.buyer, _(STATES[row.state]), due, row.person,
        " ".join((row.result or row.said).split()),
    )  # fmt: skip
    return "  ".join(filter(None, (f"{row.id:>4}", *parts)))


def complaint_lines(desk: Desk, found: ComplaintDetail) -> list[str]:
    """Everything about one."""
    row = found.row
    facts = [
        (_("The platform's number"), row.number),
        (_("What it says"), row.said if row.result else ""),
        (_("To be answered by"), desk.shown(row.due_at)),
        (_("Files"), str(row.files) if row.files else _("none yet")),
        (_("Appeal"), row.appeal),
        (_("Approved by"), row.approved_by),
        (_("What it cost"), row.cost.shown if row.cost else ""),
    ]
    lines = [complaint_line(desk, row)]
    lines += [_("{part}: {rest}").format(part=part, rest=rest) for part, rest in facts if rest]
    lines += [
        "  ".join(filter(None, (desk.shown(each.at), each.person, said_of(each.step), each.note)))
        for each in found.steps
    ]
    return lines


def tell_complaint(desk: Desk, number: int, *, json_wanted: bool) -> None:
    """Where a complaint stands now."""
    row = get_complaint_row(desk.seen, number)
    text = _("Complaint {number}: {state}").format(number=number, state=_(STATES[row.state]))
    tell(told_complaint(desk, row), text, json_wanted=json_wanted)
