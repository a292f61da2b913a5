"""Which checks are made, and by which numbers (ORD-12)."""

from shopdesk.domain.carrier_lines import split_words
from shopdesk.domain.money import Money
from shopdesk.domain.order_checks import CHECKS
from shopdesk.i18n import N_, _
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.desk import Desk
from shopdesk.settings import (
    CHECKS_OFF,
    DUPLICATE_HOURS,
    SURCHARGE_BY_MEMO,
    UNDERPAID_PERCENT,
    UNDERPAID_TOLERANCE,
    WITHOUT_SIZE,
)
from shopdesk.ui.form_inputs import Field, FieldKind
from shopdesk.ui.settings_dialog.section import Section

WIDTH = 500
"""px of a line of text beside its box."""


class Checks(Section):
    """A box for each check, then the numbers."""

    key, title, icon = "checks", N_("Checks"), "checks"

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        database = desk.seen
        off, without_size = get_setting(database, CHECKS_OFF), get_setting(database, WITHOUT_SIZE)
        self.add_note(N_("What holds a paid order until somebody has looked at it:"))
        for check in CHECKS:
            self.add_row(Field(check.kind.value, check.meaning, FieldKind.CHECK, check.kind not in off)).widen(WIDTH)
        self.add_note(N_("Numbers"), "section")
        self.add_row(
            Field("duplicate_hours", N_("Bought twice within (hours)"), FieldKind.NUMBER,
                  get_setting(database, DUPLICATE_HOURS), hint=N_("The same goods by the same buyer."),
                  lowest=1, highest=720)
        )  # fmt: skip
        self.add_row(
            Field("underpaid_percent", N_("Discounts up to (%)"), FieldKind.NUMBER,
                  get_setting(database, UNDERPAID_PERCENT), highest=100,
                  hint=N_("Below the list price; nobody asks about them."))
        )  # fmt: skip
        self.add_row(
            Field("underpaid_tolerance", N_("Missing up to (yuan)"), check=_amount_wrong,
                  value=Money(get_setting(database, UNDERPAID_TOLERANCE)).yuan,
                  hint=N_("So much less than the items cost; nobody asks about it."))
        )  # fmt: skip
        by_memo = self.add_row(
            Field("surcharge_by_memo", N_("A dearer carrier in the seller's memo waits for its money too"),
                  FieldKind.CHECK, get_setting(database, SURCHARGE_BY_MEMO))
        )  # fmt: skip
        by_memo.widen(WIDTH)
        self.add_row(
            Field("without_size", N_("Need no size"), value=", ".join(without_size),
                  hint=N_("Words in the titles of such goods, with commas."))
        )  # fmt: skip
        self.finish()

    def save(self) -> None:
        """Keep what changed for everybody; orders are checked by it when they change next."""
        off = [check.kind.value for check in CHECKS if not self.value(check.kind.value)]
        self.keep(self._desk, CHECKS_OFF, off)
        self.keep(self._desk, DUPLICATE_HOURS, self.number("duplicate_hours"))
        self.keep(self._desk, UNDERPAID_PERCENT, self.number("underpaid_percent"))
        self.keep(self._desk, UNDERPAID_TOLERANCE, int(Money.typed(self.text("underpaid_tolerance"))))
        self.keep(self._desk, SURCHARGE_BY_MEMO, bool(self.value("surcharge_by_memo")))
        self.keep(self._desk, WITHOUT_SIZE, split_words(self.text("without_size")))


def _amount_wrong(text: object) -> str | None:
    try:
        Money.typed(str(text))
    except ValueError:
        return _("Write an amount in yuan, such as 1.00.")
    return None
