"""How long after-sales may take, who approves what, whose freight is paid back (RET-03, RET-10, REF-02, REF-03)."""

import re

from shopdesk.domain.money import Money
from shopdesk.domain.slips import minute_of
from shopdesk.i18n import N_, _
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.desk import Desk
from shopdesk.settings import (
    CARRIERS,
    CASE_ANSWER_HOURS,
    CASE_CALL_DAYS,
    CASE_EXTEND_DAYS,
    CASE_REFUND_HOURS,
    CASE_TRAVEL_DAYS,
    INTAKE_FROM,
    INTAKE_UNTIL,
    PAID_CARRIERS,
    REFUND_FEE_UP_TO,
    REFUND_SECOND_ABOVE,
    UNCLAIMED_ASK_DAYS,
    UNCLAIMED_ESCALATE_DAYS,
    Setting,
)
from shopdesk.ui.form_inputs import Field, FieldKind
from shopdesk.ui.settings_dialog.section import Section

_Number = tuple[str, Setting[int], str, str, int, int]
_BETWEEN = re.compile(r"[,，;；、\n]+")
_CASES: tuple[_Number, ...] = (
    ("answer", CASE_ANSWER_HOURS, N_("Answer within (hours)"), N_("What a buyer asks, from when it came in."), 1, 240),
    ("travel", CASE_TRAVEL_DAYS, N_("Goods travel (workdays)"),
     N_("On their way back to the shop; after that the case is late."), 1, 60),
    ("refund", CASE_REFUND_HOURS, N_("Money within (hours)"),
     N_("Refund or exchange, from when the goods were received."), 1, 240),
    ("call", CASE_CALL_DAYS, N_("Call after (workdays)"),
     N_("The buyer, from when a case is done: solved? satisfied?"), 1, 60),
    ("extend", CASE_EXTEND_DAYS, N_("A return request gives (days)"),
     N_("So much later the platform confirms by itself. 0: no extension."), 0, 30),
)  # fmt: skip
_BOXES: tuple[_Number, ...] = (
    ("ask", UNCLAIMED_ASK_DAYS, N_("Ask whose it is within (days)"), N_("For a box that nobody knows."), 1, 30),
    ("escalate", UNCLAIMED_ESCALATE_DAYS, N_("To the supervisor after (days)"),
     N_("When it still isn't known whose the box is."), 1, 90),
)  # fmt: skip
_AMOUNTS = (
    ("second", REFUND_SECOND_ABOVE, N_("Second person above (yuan)"),
     N_("Such refunds are approved by somebody else than who asked for them.")),
    ("fee", REFUND_FEE_UP_TO, N_("Fee on the shop up to (yuan)"),
     N_("The fee of a direct transfer. Above it the buyer bears it, where the matter is theirs.")),
)  # fmt: skip
_TIMES = (
    ("from", INTAKE_FROM, N_("Boxes are begun at"), N_("The day's boxes, at the latest. Write it like 16:00.")),
    ("until", INTAKE_UNTIL, N_("The day is closed by"), N_("Everything registered, the cash counted.")),
)


class AfterSales(Section):
    """Cases, refunds, boxes."""

    key, title, icon = "after-sales", N_("After-sales"), "arrow-back-up"

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        database = desk.seen
        paid: list[str] = get_setting(database, PAID_CARRIERS)
        self._add_numbers(N_("Cases"), _CASES)
        self.add_row(
            Field(
                "carriers",
                N_("Freight is paid back for"),
                value="，".join(paid),
                hint=N_("Carriers, with commas between them. Empty: whichever the buyer sends it by."),
                check=self._carriers_wrong,
            )
        )
        self.add_note(N_("Refunds"), "section")
        for key, setting, text, hint in _AMOUNTS:
            amount = Money(get_setting(database, setting)).yuan
            self.add_row(Field(key, text, value=amount, hint=hint, check=_amount_wrong))
        self._add_numbers(N_("Boxes"), _BOXES)
        for key, time, text, hint in _TIMES:
            self.add_row(Field(key, text, value=get_setting(database, time), hint=hint, check=_time_wrong))
        self.finish()

    def check(self) -> bool:
        """The day ends after it began, the supervisor comes after who asks first."""
        wrong = self.what_is_wrong()
        begins, ends = _minute(self.text("from")), _minute(self.text("until"))
        if begins is not None and ends is not None and begins >= ends:
            wrong["until"] = _("The day is closed after its boxes are begun.")
        if self.number("escalate") < self.number("ask"):
            wrong["escalate"] = _("First somebody asks, then the supervisor: give it at least as many days.")
        return self.show_wrong(wrong)

    def save(self) -> None:
        """Keep what changed for everybody."""
        for key, setting, *_rest in (*_CASES, *_BOXES):
            self.keep(self._desk, setting, self.number(key))
        for key, setting, *_texts in _AMOUNTS:
            self.keep(self._desk, setting, int(Money.typed(self.text(key))))
        for key, time, *_texts in _TIMES:
            hours, minutes = divmod(_minute(self.text(key)) or 0, 60)
            self.keep(self._desk, time, f"{hours:02d}:{minutes:02d}")
        called = self._called()
        carriers = dict.fromkeys(called[name.casefold()] for name in _names(self.text("carriers")))
        self.keep(self._desk, PAID_CARRIERS, list(carriers))

    def _add_numbers(self, heading: str, numbers: tuple[_Number, ...]) -> None:
        self.add_note(heading, "section")
        for key, setting, text, hint, lowest, highest in numbers:
            value = get_setting(self._desk.seen, setting)
            self.add_row(Field(key, text, FieldKind.NUMBER, value, hint=hint, lowest=lowest, highest=highest))

    def _called(self) -> dict[str, str]:
        """The carriers' names by whatever people call them; what is kept already stays good."""
        called = {name.casefold(): name for name in get_setting(self._desk.seen, PAID_CARRIERS)}
        for row in get_setting(self._desk.seen, CARRIERS):
            called |= {str(word).casefold(): str(row["name"]) for word in (*row["aliases"], row["name"])}
        return called

    def _carriers_wrong(self, text: object) -> str | None:
        called = self._called()
        unknown = [name for name in _names(str(text)) if name.casefold() not in called]
        if not unknown:
            return None
        names = _(", ").join(dict.fromkeys(called.values()))
        return _("“{name}” is not among the known carriers: {names}.").format(name=unknown[0], names=names)


def _names(text: str) -> list[str]:
    return list(dict.fromkeys(name.strip() for name in _BETWEEN.split(text) if name.strip()))


def _amount_wrong(text: object) -> str | None:
    try:
        Money.typed(str(text))
    except ValueError:
        return _("Write an amount in yuan, such as 50.00.")
    return None


def _time_wrong(text: object) -> str | None:
    return _("Write a time of day like 16:00.") if _minute(str(text)) is None else None


def _minute(text: str) -> int | None:
    """The minute of the day; None for what is no time."""
    try:
        return minute_of(text.strip().replace("：", ":"))
    except ValueError:
        return None
