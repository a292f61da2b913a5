"""What buyers are told who ask where their money is, where it isn't the usual text (REF-06)."""

from collections.abc import Mapping

from shopdesk.domain.refund_answers import ANSWERS, BLANKS, OVERDUE, WAITING
from shopdesk.domain.refunds import ARRIVALS, RefundState
from shopdesk.i18n import N_
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.desk import Desk
from shopdesk.settings import REFUND_ANSWERS
from shopdesk.ui.settings_dialog.own_texts import OwnTexts
from shopdesk.ui.settings_dialog.section import Section

TITLES: Mapping[str, str] = {
    RefundState.ASKED: N_("Asked for, not approved yet"),
    RefundState.APPROVED: N_("Approved, to be paid"),
    WAITING: N_("Waiting for the goods"),
    RefundState.REFUSED: N_("Not granted"),
    RefundState.FAILED: N_("The payment came back"),
    **{channel.value: arrival.title for channel, arrival in ARRIVALS.items()},
    OVERDUE: N_("Paid, and it should be there by now"),
}
"""When each text is told, in the order in which a refund goes."""


class Answers(Section):
    """A list of occasions, and the text of the one that is chosen. Empty: the usual text, which is shown grey."""

    key, title, icon = "answers", N_("Answers about refunds"), "message"

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.add_note(N_("What buyers are told who ask where their money is. Empty: the usual text."))
        kept = get_setting(desk.seen, REFUND_ANSWERS)
        self.texts = OwnTexts("settings.answers.own", TITLES, usual=ANSWERS, kept=kept, blanks=BLANKS)
        self.body.addWidget(self.texts)
        self.finish()

    @property
    def wrong(self) -> str:
        """What the chosen text was found wrong for; "" for nothing."""
        return self.texts.wrong

    def check(self) -> bool:
        """Every blank is one that is filled in."""
        return self.texts.check()

    def save(self) -> None:
        """Keep what changed for everybody."""
        self.keep(self._desk, REFUND_ANSWERS, self.texts.value())
