"""Which paper each document is printed on here, what the return form says, and where boxes with a label go."""

from functools import partial

from PySide6.QtWidgets import QPlainTextEdit

from shopdesk.domain.documents import Document, Paper
from shopdesk.domain.intake_papers import PLACES, Place
from shopdesk.domain.lost_forms import BLANKS, LOST_FORM_TEXT, unknown_blanks
from shopdesk.domain.permissions import Right
from shopdesk.i18n import N_, _
from shopdesk.printing.formats import SIZES, TITLES
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.desk import Desk
from shopdesk.settings import INTAKE_SHELVES, LOST_FORM, RETURN_DAYS
from shopdesk.ui.blanks import kept_blanks, listed_blanks, shown_blanks
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
    """The papers belong to this PC, the rest to the shop."""

    key, title, icon = "papers", N_("Papers"), "printer"
    right = Right.VIEW

    def __init__(self, desk: Desk, settings: SettingsStore) -> None:
        super().__init__()
        self._desk, self._habits = desk, PrintHabits(settings)
        self._shops_own: list[str] = []
        self._add_sizes()
        self._add_return_form()
        self._add_shelves()
        for key in self._shops_own:
            self._rows[key].input.widget.setEnabled(desk.actor.may(Right.SETTINGS))
            self._rows[key].input.widget.setToolTip(why_not_allowed(desk, Right.SETTINGS))
        self.finish()

    def retranslate(self) -> None:
        """Write every text again."""
        super().retranslate()
        words = self._rows["lost_form"].input.widget
        if isinstance(words, QPlainTextEdit):
            words.setPlaceholderText(shown_blanks(_(LOST_FORM_TEXT)))

    def check(self) -> bool:
        """The text's blanks are known ones."""
        wrong = self.what_is_wrong()
        unknown = unknown_blanks(kept_blanks(self.text("lost_form")))
        if unknown:
            wrong["lost_form"] = _("There is no blank {name}.").format(name="{" + unknown[0] + "}")
        return self.show_wrong(wrong)

    def save(self) -> None:
        """Keep what changed; raises OutputFailed."""
        for document in _CHOSEN:
            chosen = Paper(self.text(document.value))
            if chosen is not self._habits.paper(document):
                self._habits.set_paper(document, chosen)
        if self._desk.actor.may(Right.SETTINGS):
            self.keep(self._desk, RETURN_DAYS, self.number("days"))
            self.keep(self._desk, LOST_FORM, kept_blanks(self.text("lost_form")).strip())
            self.keep(self._desk, INTAKE_SHELVES, self._shelves())

    def _shelves(self) -> dict[str, str]:
        typed = {place.value: self.text(f"shelf_{place.value}").strip() for place in Place}
        return {place: shelf for place, shelf in typed.items() if shelf}

    def _add_sizes(self) -> None:
        self.add_note(N_("On this PC. The print preview remembers the last choice as well."))
        for document in _CHOSEN:
            choices = tuple((paper.value, paper_name(paper)) for paper in SIZES[document])
            chosen = self._habits.paper(document).value
            self.add_row(
                Field(document.value, TITLES[document], FieldKind.CHOICE, chosen, choices=choices),
                texts=partial(_paper_texts, document),
            )

    def _add_return_form(self) -> None:
        self.add_note(N_("Return form"), "section")
        days = get_setting(self._desk.seen, RETURN_DAYS)
        hint = N_("Printed on the return form.")
        self._add_own(Field("days", N_("Days to send back"), FieldKind.NUMBER, days, hint=hint, lowest=1, highest=90))
        text = get_setting(self._desk.seen, LOST_FORM)
        empty = _("{blanks} are filled in for each order. Empty: the usual text.")
        self._add_own(
            Field(
                "lost_form", N_("When it is lost"), FieldKind.MULTILINE, shown_blanks(text),
                hint=empty.format(blanks=listed_blanks(BLANKS)),
            )
        )  # fmt: skip

    def _add_shelves(self) -> None:
        self.add_note(N_("Where boxes go"), "section")
        self.add_note(N_("The shelf that box labels name."))
        shelves = get_setting(self._desk.seen, INTAKE_SHELVES)
        for place, name in PLACES.items():
            self._add_own(Field(f"shelf_{place.value}", name, value=shelves.get(place.value, "")))

    def _add_own(self, field: Field) -> None:
        """A field of the shop's: greyed for who may not change its settings."""
        self._shops_own.append(field.key)
        self.add_row(field)
