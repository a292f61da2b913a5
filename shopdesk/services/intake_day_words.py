"""A day of intake in words: its cash and its corrections, as window and command line tell them (RET-07, RET-08)."""

from shopdesk.i18n import _
from shopdesk.queries.intake_days import CorrectionRow, IntakeDayRow


def cash_lines(row: IntakeDayRow) -> list[str]:
    """What was found, handed over and confirmed, a line each."""
    said = [_("Found in boxes: {amount}").format(amount=row.cash.shown)]
    if row.handed_at is not None:
        said.append(_("Handed over: {amount} ({person})").format(amount=row.counted.shown, person=row.handed_by))
    if row.confirmed_at is not None:
        said.append(_("Confirmed: {amount} ({person})").format(amount=row.confirmed.shown, person=row.confirmed_by))
    if row.explanation:
        said.append(_("Explanation: {text}").format(text=row.explanation))
    return said


def correction_line(row: CorrectionRow) -> str:
    """What was put right about a closed day, or about one of its boxes."""
    what = row.what if row.number is None else _("box {number}, {what}").format(number=row.number, what=row.what)
    return _("Corrected: {what}: {before} → {after} ({reason}; {person})").format(
        what=what, before=row.was or "–", after=row.should_be, reason=row.reason, person=row.person
    )
