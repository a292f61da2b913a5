"""How long repairs and their warranty last, fault words, what memos and buyers are told (REP-02, REP-03)."""

from collections.abc import Mapping

from shopdesk.domain.repair_texts import ASKED, BLANKS, USUAL_ASKS, USUAL_MEMO, USUAL_TOLD
from shopdesk.domain.repairs import STATES, State
from shopdesk.i18n import N_, _
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.desk import Desk
from shopdesk.settings import (
    DAMAGE_RETURN_DAYS,
    REPAIR_DAYS,
    REPAIR_FAULTS,
    REPAIR_MEMO,
    REPAIR_TEXTS,
    REPAIR_WARRANTY_DAYS,
)
from shopdesk.ui.form_inputs import Field, FieldKind
from shopdesk.ui.settings_dialog.own_texts import OwnTexts, wrong_of
from shopdesk.ui.settings_dialog.section import Section

MOST_DAYS, MOST_WARRANTY = 365, 3_650
MEMO_HEIGHT = 44
"""px: a few words."""
MAY_BE_TOLD: Mapping[str, str] = {
    State.RECEIVED.value: STATES[State.RECEIVED],
    ASKED: N_("What it costs is asked"),
    **{state.value: STATES[state] for state in State if state in USUAL_TOLD and state is not State.RECEIVED},
}
"""When a buyer is told something, in the order in which a repair goes."""


class Repairs(Section):
    """Numbers, words, and a text for each state."""

    key, title, icon = "repairs", N_("Repairs and damage"), "arrows-exchange"

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        database = desk.seen
        faults: list[str] = get_setting(database, REPAIR_FAULTS)
        self.add_row(
            Field("days", N_("A repair takes (days)"), FieldKind.NUMBER, get_setting(database, REPAIR_DAYS),
                  hint=N_("Where its supplier has no days of its own (Products, Suppliers…)."),
                  lowest=1, highest=MOST_DAYS)
        )  # fmt: skip
        self.add_row(
            Field("warranty", N_("Mended for nothing (days)"), FieldKind.NUMBER,
                  get_setting(database, REPAIR_WARRANTY_DAYS), highest=MOST_WARRANTY,
                  hint=N_("From the order's day, where the supplier has none of its own. 0: never."))
        )  # fmt: skip
        self.add_row(
            Field("return_days", N_("Suppliers take back (days)"), FieldKind.NUMBER,
                  get_setting(database, DAMAGE_RETURN_DAYS), highest=MOST_DAYS,
                  hint=N_("Faulty goods; new suppliers are entered with it. 0: not known."))
        )  # fmt: skip
        self.add_row(
            Field("faults", N_("Fault words"), FieldKind.MULTILINE, "\n".join(faults),
                  hint=N_("One a line; repairs and damage are entered with them."), check=_no_words)
        )  # fmt: skip
        self.add_note(N_("What buyers are told"), "section")
        self.add_note(N_("At each step of their repair. Empty: the usual text."))
        self._told = OwnTexts(
            "settings.repairs.told", MAY_BE_TOLD,
            usual={ASKED: USUAL_ASKS, **{state.value: text for state, text in USUAL_TOLD.items()}},
            kept=get_setting(database, REPAIR_TEXTS), blanks=BLANKS,
        )  # fmt: skip
        self.body.addWidget(self._told)
        self.add_note(N_("What the memo says"), "section")
        self.add_note(N_("After day, item and fault: where the repair is. Empty: the usual words."))
        self._memo = OwnTexts(
            "settings.repairs.memo", {state.value: STATES[state] for state in USUAL_MEMO},
            usual={state.value: text for state, text in USUAL_MEMO.items()},
            kept=get_setting(database, REPAIR_MEMO), height=MEMO_HEIGHT,
        )  # fmt: skip
        self.body.addWidget(self._memo)
        self.finish()

    @property
    def wrong(self) -> str:
        """The first thing that was found wrong, "" for nothing."""
        return super().wrong or wrong_of((self._told, self._memo))

    def check(self) -> bool:
        """Some words, and only blanks that are filled in."""
        return all((super().check(), self._told.check(), self._memo.check()))

    def save(self) -> None:
        """Keep what changed for everybody."""
        self.keep(self._desk, REPAIR_DAYS, self.number("days"))
        self.keep(self._desk, REPAIR_WARRANTY_DAYS, self.number("warranty"))
        self.keep(self._desk, DAMAGE_RETURN_DAYS, self.number("return_days"))
        self.keep(self._desk, REPAIR_FAULTS, _words(self.text("faults")))
        self.keep(self._desk, REPAIR_TEXTS, self._told.value())
        memo = {state: " ".join(words.split()) for state, words in self._memo.value().items()}
        self.keep(self._desk, REPAIR_MEMO, memo)


def _words(text: str) -> list[str]:
    return list(dict.fromkeys(" ".join(line.split()) for line in text.splitlines() if line.strip()))


def _no_words(text: object) -> str | None:
    return None if _words(str(text)) else _("Write at least one word.")
