"""Parcels that are stopped or can't be delivered: clocks, what the ways cost, what buyers are told (SHP-10, SHP-11)."""

from typing import Any

from shopdesk.domain.detours import WAYS, Way
from shopdesk.domain.money import Money
from shopdesk.i18n import N_, _
from shopdesk.queries import detours, interceptions
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.desk import Desk
from shopdesk.settings import (
    DETOUR_MARGIN_DAYS,
    DETOUR_RATES,
    DETOUR_TEXTS,
    INTERCEPT_AGAIN_HOURS,
    INTERCEPT_ESCALATE_HOURS,
    INTERCEPT_TRAVEL_DAYS,
    REFUSE_TEXT,
    Setting,
)
from shopdesk.ui.form_inputs import Field, FieldKind
from shopdesk.ui.settings_dialog.own_texts import OwnTexts, wrong_of
from shopdesk.ui.settings_dialog.section import Section

_Number = tuple[str, Setting[int], str, str, int]
_CLOCKS: tuple[_Number, ...] = (
    ("again", INTERCEPT_AGAIN_HOURS, N_("Ask again after (hours)"),
     N_("A carrier that hasn't answered whether it stops the parcel."), 240),
    ("escalate", INTERCEPT_ESCALATE_HOURS, N_("To the supervisor (hours)"),
     N_("Before the platform's deadline, or after a promise that wasn't kept."), 240),
    ("travel", INTERCEPT_TRAVEL_DAYS, N_("Comes back within (days)"), N_("A parcel that the buyer refused."), 60),
)  # fmt: skip
_MARGIN: _Number = (
    "margin", DETOUR_MARGIN_DAYS, N_("Extend beyond arrival (days)"),
    N_("So much longer the buyer of a detoured parcel has to confirm."), 30,
)  # fmt: skip
_AMOUNTS = (
    ("back", N_("Bring back (yuan)"), N_("What the carrier takes for it.")),
    ("send", N_("Send again (yuan)"), N_("Without the surcharge of its carrier and area.")),
    ("post", N_("Hand to post (yuan)"), ""),
    ("day", N_("A day longer (yuan)"), N_("What it is worth that the buyer waits a day less.")),
)
_RISKS = (
    ("risk_back", N_("Lost if brought back (‰)"), N_("Of a thousand parcels.")),
    ("risk_post", N_("Lost if handed over (‰)"), ""),
)
_REFUSE = "refuse"


class Troubles(Section):
    """Numbers, and a text for each occasion."""

    key, title, icon = "troubles", N_("Stopping and detours"), "ban"

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        database = desk.seen
        self.add_note(N_("Parcels to be stopped"), "section")
        for number in _CLOCKS:
            self._add_number(number)
        self.add_note(N_("What a buyer is told who is to refuse the parcel. Empty: the usual text."))
        self._refuse = OwnTexts(
            "settings.troubles.refuse", {_REFUSE: N_("The buyer is to refuse it")},
            usual={_REFUSE: interceptions.USUAL_REFUSE_TEXT}, kept={_REFUSE: get_setting(database, REFUSE_TEXT)},
            blanks=interceptions.BLANKS,
        )  # fmt: skip
        self.body.addWidget(self._refuse)
        self.add_note(N_("Parcels their carrier can't deliver"), "section")
        self.add_note(N_("With these both ways are compared, beside the carriers' surcharges and days."))
        rates = get_setting(database, DETOUR_RATES)
        for key, text, hint in _AMOUNTS:
            value = Money(self._rate(rates, key)).yuan
            self.add_row(Field(key, text, value=value, hint=hint, check=_amount_wrong))
        for key, text, hint in _RISKS:
            self.add_row(Field(key, text, FieldKind.NUMBER, self._rate(rates, key), hint=hint, highest=1_000))
        self._add_number(_MARGIN)
        self.add_note(N_("What buyers are told of a detour. Empty: the usual text."))
        self._told = OwnTexts(
            "settings.troubles.detour", {way.value: WAYS[way] for way in Way},
            usual={way.value: text for way, text in detours.USUAL_TEXTS.items()},
            kept=get_setting(database, DETOUR_TEXTS), blanks=detours.BLANKS,
        )  # fmt: skip
        self.body.addWidget(self._told)
        self.finish()

    @property
    def wrong(self) -> str:
        """The first thing that was found wrong, "" for nothing."""
        return super().wrong or wrong_of((self._refuse, self._told))

    def check(self) -> bool:
        """Amounts can be read, blanks are known ones."""
        return all((super().check(), self._refuse.check(), self._told.check()))

    def save(self) -> None:
        """Keep what changed for everybody."""
        for key, setting, *_rest in (*_CLOCKS, _MARGIN):
            self.keep(self._desk, setting, self.number(key))
        self.keep(self._desk, REFUSE_TEXT, self._refuse.value().get(_REFUSE, ""))
        kept = get_setting(self._desk.seen, DETOUR_RATES)
        rates = {**kept, **{key: int(Money.typed(self.text(key))) for key, *_texts in _AMOUNTS}}
        rates |= {key: self.number(key) for key, *_texts in _RISKS}
        self.keep(self._desk, DETOUR_RATES, rates)
        self.keep(self._desk, DETOUR_TEXTS, self._told.value())

    def _add_number(self, number: _Number) -> None:
        key, setting, text, hint, highest = number
        value = get_setting(self._desk.seen, setting)
        self.add_row(Field(key, text, FieldKind.NUMBER, value, hint=hint, lowest=1, highest=highest))

    @staticmethod
    def _rate(rates: Any, key: str) -> int:
        return int(rates.get(key, DETOUR_RATES.default[key]))


def _amount_wrong(text: object) -> str | None:
    try:
        Money.typed(str(text))
    except ValueError:
        return _("Write an amount in yuan, such as 6.00.")
    return None
