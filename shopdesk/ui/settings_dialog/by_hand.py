"""Orders by hand: where after-sales orders are booked, when a packing list is needed, what buyers are told (ORD-06,
ORD-10, SHP-07)."""

from shopdesk.domain.told_text import BLANKS, unknown_blanks
from shopdesk.i18n import N_, _
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.desk import Desk
from shopdesk.settings import AFTER_SALES_WAREHOUSE, PACKING_LIST_ABOVE, TOLD_TEXT
from shopdesk.ui.blanks import kept_blanks, listed_blanks, shown_blanks
from shopdesk.ui.form_inputs import Field, FieldKind
from shopdesk.ui.settings_dialog.section import Section


class ByHand(Section):
    """Orders that no platform's file brings."""

    key, title, icon = "by-hand", N_("Orders by hand"), "plus"

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        database = desk.seen
        self.add_row(
            Field(
                "warehouse",
                N_("After-sales warehouse"),
                value=get_setting(database, AFTER_SALES_WAREHOUSE),
                hint=N_("Where exchanges and reissues are booked."),
            )
        )
        self.add_row(
            Field(
                "list_above",
                N_("Packing list above (pieces)"),
                FieldKind.NUMBER,
                get_setting(database, PACKING_LIST_ABOVE),
                hint=N_("A wholesale order of more pieces needs a detailed packing list."),
                lowest=1,
                highest=9_999,
            )
        )
        self.add_note(N_("Buyers are told when an exchange, reissue or bank order has left"), "section")
        told = shown_blanks(get_setting(database, TOLD_TEXT))
        self.add_row(Field("told_text", N_("Text"), FieldKind.MULTILINE, told, check=_text_wrong))
        self.add_note(_("{blanks} are filled in.").format(blanks=listed_blanks(BLANKS)))
        self.finish()

    def save(self) -> None:
        """Keep what changed for everybody."""
        self.keep(self._desk, AFTER_SALES_WAREHOUSE, self.text("warehouse"))
        self.keep(self._desk, PACKING_LIST_ABOVE, self.number("list_above"))
        self.keep(self._desk, TOLD_TEXT, kept_blanks(self.text("told_text")))


def _text_wrong(text: object) -> str | None:
    unknown = unknown_blanks(kept_blanks(str(text)))
    if not unknown:
        return _("This is needed.") if not text else None
    return _("Nothing fills in {blank}. Use {blanks}.").format(blank=f"{{{unknown[0]}}}", blanks=listed_blanks(BLANKS))
