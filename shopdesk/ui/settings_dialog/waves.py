"""When waves are made, when slips move to the history, and what waybills look like (ORD-16, SHP-02, SHP-06)."""

from typing import cast

from shopdesk.domain.slips import minute_of
from shopdesk.i18n import N_, _
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.desk import Desk
from shopdesk.settings import EVENING_CUT_OFF, NOON_CUT_OFF, SLIP_HISTORY_DAYS, WAYBILL_FORMS
from shopdesk.ui.form_inputs import Field, FieldKind
from shopdesk.ui.settings_dialog.section import Section

Pairs = tuple[tuple[str, str], ...]
LONGEST_HISTORY = 365
TABLE_WIDTH = 500


class Waves(Section):
    """The two cut-offs, the history's days, and forms of numbers that the program doesn't know."""

    key, title, icon = "waves", N_("Waves and waybills"), "clipboard-list"

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        database = desk.seen
        self.add_row(
            Field("noon", N_("Noon wave at"), value=get_setting(database, NOON_CUT_OFF),
                  hint=N_("What is not printed by then is shown. Write it like 12:00."))
        )  # fmt: skip
        self.add_row(
            Field("evening", N_("Evening wave at"), value=get_setting(database, EVENING_CUT_OFF),
                  hint=N_("For the next morning."))
        )  # fmt: skip
        self.add_row(
            Field("history", N_("History after (days)"), FieldKind.NUMBER,
                  get_setting(database, SLIP_HISTORY_DAYS), lowest=1, highest=LONGEST_HISTORY,
                  hint=N_("Slips move there; unfinished ones among them are listed every day."))
        )  # fmt: skip
        self.add_note(N_("Forms of waybills"), "section")
        self.add_note(
            N_("Usual carriers are known. Add what is missing: # stands for a digit, @ for a letter, as in YT######.")
        )
        self._add_forms()
        self.finish()

    def check(self) -> bool:
        """Two times of day, the noon one first."""
        wrong = self.what_is_wrong()
        minutes = {key: _minute(self.text(key)) for key in ("noon", "evening")}
        for key, minute in minutes.items():
            if minute is None:
                wrong[key] = _("Write a time of day like 12:00.")
        noon, evening = minutes["noon"], minutes["evening"]
        if noon is not None and evening is not None and noon >= evening:
            wrong["evening"] = _("The evening wave comes after the noon wave.")
        return self.show_wrong(wrong)

    def save(self) -> None:
        """Keep what changed for everybody."""
        for setting, key in ((NOON_CUT_OFF, "noon"), (EVENING_CUT_OFF, "evening")):
            time = _time(self.text(key))
            self.keep(self._desk, setting, time)
        self.keep(self._desk, SLIP_HISTORY_DAYS, self.number("history"))
        self.keep(self._desk, WAYBILL_FORMS, self.forms())

    def forms(self) -> dict[str, list[str]]:
        """The table: a word of the carrier's name to the forms of its numbers."""
        found: dict[str, list[str]] = {}
        for carrier, form in self._pairs():
            found.setdefault(carrier, []).append(form.upper())
        return found

    def _add_forms(self) -> None:
        known = get_setting(self._desk.seen, WAYBILL_FORMS)
        pairs = tuple((carrier, form) for carrier, forms in known.items() for form in forms)
        columns = (N_("Carrier"), N_("Form of its numbers"))
        self.add_row(
            Field("forms", N_("Forms of waybills"), FieldKind.PAIRS, pairs, columns=columns, check=_forms_wrong)
        ).widen(TABLE_WIDTH)

    def _pairs(self) -> Pairs:
        return cast(Pairs, self.value("forms"))


def _forms_wrong(pairs: object) -> str | None:
    """A form that no number can have would refuse every waybill of that carrier."""
    for carrier, form in cast(Pairs, pairs):
        if "#" not in form:
            return _("Write the form of {carrier} with # for each digit, as in YT######.").format(carrier=carrier)
    return None


def _minute(text: str) -> int | None:
    """The minute of the day; None for what is no time."""
    try:
        return minute_of(text.strip().replace("：", ":"))
    except ValueError:
        return None


def _time(text: str) -> str:
    """`9:5` as `09:05`."""
    hours, minutes = divmod(_minute(text) or 0, 60)
    return f"{hours:02d}:{minutes:02d}"
