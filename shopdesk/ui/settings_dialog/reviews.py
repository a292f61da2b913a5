"""How long reviews and complaints may take (REV-02, REV-03, CMP-01)."""

from shopdesk.i18n import N_, _
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.desk import Desk
from shopdesk.settings import (
    COMPLAINT_ANSWER_DAYS,
    REVIEW_CHANGE_DAYS,
    REVIEW_RATE_DAYS,
    REVIEW_TARGET_DAYS,
    Setting,
)
from shopdesk.ui.form_inputs import Field, FieldKind
from shopdesk.ui.settings_dialog.section import Section

_Number = tuple[str, Setting[int], str, str]
MOST = 365
"""Days."""
_REVIEWS: tuple[_Number, ...] = (
    ("target", REVIEW_TARGET_DAYS, N_("Solved within (days)"), N_("A bad review, from when it came; then it goes up.")),
    ("change", REVIEW_CHANGE_DAYS, N_("Can be changed for (days)"),
     N_("By its buyer, as the platform has it.")),
    ("rate", REVIEW_RATE_DAYS, N_("Our rating within (days)"),
     N_("Of the buyer, from when a trade was completed.")),
)  # fmt: skip
_COMPLAINTS: tuple[_Number, ...] = (
    ("answer", COMPLAINT_ANSWER_DAYS, N_("Answered within (days)"), N_("Where the platform names no time.")),
)


class ReviewClocks(Section):
    """A number of days each."""

    key, title, icon = "reviews", N_("Reviews, complaints"), "star"

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        for heading, numbers in ((N_("Reviews"), _REVIEWS), (N_("Complaints"), _COMPLAINTS)):
            self.add_note(heading, "section")
            for key, setting, text, hint in numbers:
                value = get_setting(desk.seen, setting)
                self.add_row(Field(key, text, FieldKind.NUMBER, value, hint=hint, lowest=1, highest=MOST))
        self.finish()

    def check(self) -> bool:
        """What can't be changed any more can't be solved."""
        wrong = self.what_is_wrong()
        if self.number("target") > self.number("change"):
            wrong["target"] = _("Its buyer can't change it any more then: give it fewer days.")
        return self.show_wrong(wrong)

    def save(self) -> None:
        """Keep what changed for everybody."""
        for key, setting, *_texts in (*_REVIEWS, *_COMPLAINTS):
            self.keep(self._desk, setting, self.number(key))
