"""Which paper each document is printed on here, and what the return form says."""

from functools import partial

from shopdesk.domain.documents import Document, Paper
from shopdesk.domain.permissions import Right
from shopdesk.i18n import N_
from shopdesk.printing.formats import SIZES, TITLES
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.desk import Desk
from shopdesk.settings import RETURN_DAYS
from shopdesk.ui.form_inputs import Field, FieldKind
from shopdesk.ui.papers import PrintHabits, paper_name
from shopdesk.ui.rights import why_not_allowed
from shopdesk.ui.settings_dialog.section import Section
from shopdesk.ui.side_panel import SettingsStore

_CHOSEN = tuple(document for document in TITLES if len(SIZES[document]) > 1)
"""The others come on one size only."""


def _paper_texts(document: Document) -> list[str]:
    return [paper_name(paper) for paper in SIZES[document]]


class Papers(Section):
    """The papers belong to this PC, the days to the shop."""

    key, title, icon = "papers", N_("Papers"), "printer"
    right = Right.VIEW

    def __init__(self, desk: Desk, settings: SettingsStore) -> None:
        super().__init__()
        self._desk, self._habits = desk, PrintHabits(settings)
        self.add_note(N_("On this PC. The print preview remembers the last choice as well."))
        for document in _CHOSEN:
            choices = tuple((paper.value, paper_name(paper)) for paper in SIZES[document])
            chosen = self._habits.paper(document).value
            self.add_row(
                Field(document.value, TITLES[document], FieldKind.CHOICE, chosen, choices=choices),
                texts=partial(_paper_texts, document),
            )
        self.add_note(N_("Return form"), "section")
        self.add_row(
            Field(
                "days",
                N_("Days to send back"),
                FieldKind.NUMBER,
                get_setting(desk.seen, RETURN_DAYS),
                hint=N_("Printed on the return form."),
                lowest=1,
                highest=90,
            )
        )
        self._rows["days"].input.widget.setEnabled(desk.actor.may(Right.SETTINGS))
        self._rows["days"].input.widget.setToolTip(why_not_allowed(desk, Right.SETTINGS))
        self.finish()

    def save(self) -> None:
        """Keep what changed; raises OutputFailed."""
        for document in _CHOSEN:
            chosen = Paper(self.text(document.value))
            if chosen is not self._habits.paper(document):
                self._habits.set_paper(document, chosen)
        if self._desk.actor.may(Right.SETTINGS):
            self.keep(self._desk, RETURN_DAYS, self.number("days"))
