"""What is said of a shortage: the likely fault and how sure that is, why, what to ask, what is proposed (SHP-12)."""

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from shopdesk.domain.shortage_reasons import QUESTIONS
from shopdesk.domain.shortages import REMEDIES, VERDICTS, Verdict
from shopdesk.i18n import _
from shopdesk.queries.shortages import ShortageRow
from shopdesk.services.shortage_traces import Triage
from shopdesk.ui.controls import LabelRole, named, restyle
from shopdesk.ui.order_forms.facts import wrapping

_ROLES: dict[Verdict, LabelRole] = {
    Verdict.PACKED_SHORT: "danger",
    Verdict.LOST_ON_THE_WAY: "warning",
    Verdict.COMPLETE: "good",
    Verdict.UNDECIDED: "body",
}


class VerdictView(QWidget):
    """The verdict stands in a label of the guide's foot, the reasons here."""

    def __init__(self, name: str, verdict: QLabel) -> None:
        super().__init__()
        named(self, name)
        self.verdict = verdict
        self._why = wrapping(f"{name}.why", "body", self)
        self._ask = wrapping(f"{name}.ask", "warning", self)
        self._proposal = wrapping(f"{name}.proposal", "good", self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        for part in (self._why, self._ask, self._proposal):
            layout.addWidget(part)
        self.clear("")

    def clear(self, text: str) -> None:
        """Nothing can be said yet, and why."""
        self._show("", Verdict.UNDECIDED, text, "", "")

    def show_triage(self, triage: Triage) -> None:
        """What is known now."""
        judgement, proposal = triage.judgement, triage.proposal
        asks = "\n".join(_(QUESTIONS[each]) for each in triage.questions)
        said = "\n".join((_("Proposed: {remedy}").format(remedy=_(REMEDIES[proposal.remedy])), proposal.why))
        self._show(_said(judgement.verdict, judgement.certainty), judgement.verdict, "\n".join(triage.why), asks, said)

    def show_settled(self, row: ShortageRow) -> None:
        """What was said when it was settled."""
        done = _(REMEDIES[row.remedy]) if row.remedy is not None else ""
        reason = _("{remedy}: {reason}").format(remedy=done, reason=row.reason) if done and row.reason else row.reason
        self._show(_said(row.verdict, row.certainty), row.verdict, row.why, "", reason or done)

    def _show(self, text: str, verdict: Verdict, why: str, ask: str, proposal: str) -> None:
        restyle(self.verdict, "role", _ROLES[verdict])
        for part, said in ((self.verdict, text), (self._why, why), (self._ask, ask), (self._proposal, proposal)):
            part.setText(said)
            part.setVisible(bool(said))


def _said(verdict: Verdict, certainty: int) -> str:
    if verdict is Verdict.UNDECIDED:
        return _(VERDICTS[verdict])
    return _("{verdict} ({certainty} % sure)").format(verdict=_(VERDICTS[verdict]), certainty=certainty)
