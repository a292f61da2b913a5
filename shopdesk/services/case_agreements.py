"""Before anything is sent back for money, somebody reads the refund agreement on the platform: kind, amount and reason
must be what was spoken about (RET-13)."""

from shopdesk.domain.cases import KINDS, REPLACED
from shopdesk.domain.permissions import Right
from shopdesk.errors import N_, Refused, Word
from shopdesk.queries.case_lists import get_agreement
from shopdesk.services.case_people import get_open_case
from shopdesk.services.case_steps import tell
from shopdesk.services.desk import Changed, Desk, work

AGREEMENT = "agreement"
"""The word of domain.cases.DEEDS; who and when stand in the case's history."""


class AgreementChecked(Refused):
    template = N_(
        "The refund agreement of case {number} was checked by {person} already ({when}). It is checked anew once the "
        "case is made another kind or opened again."
    )


class NoAgreement(Refused):
    template = N_("Case {number} ({kind}) has no refund agreement: the buyer gets goods, no money.")


def check_agreement(desk: Desk, *, case_id: int, note: str = "") -> None:
    """Somebody read the refund agreement, and it is right; the case's history keeps who and when. Raises
    AgreementChecked, NoAgreement, CaseClosed, CaseNotFound."""
    with work(desk, Right.SERVE, Changed.CASES) as doing:
        row = get_open_case(doing, case_id)
        if row.kind in REPLACED:
            raise NoAgreement(number=case_id, kind=Word(KINDS[row.kind]))
        checked = get_agreement(desk.database, case_id=case_id)
        if checked is not None:
            raise AgreementChecked(number=case_id, person=checked.person, when=desk.shown(checked.at))
        tell(doing, case_id, AGREEMENT, note.strip())
        doing.note(AGREEMENT, "case", case_id, reason=note.strip())
