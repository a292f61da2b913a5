"""How registering works (ORD-01, ORD-05)."""

from shopdesk.i18n import N_, _
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.desk import Desk
from shopdesk.settings import LATE_SOON_HOURS, REGISTER_WITHIN_HOURS, REGISTERED_MARK
from shopdesk.ui.form_inputs import Field, FieldKind
from shopdesk.ui.settings_dialog.section import Section

LONGEST_MARK = 8


class Registering(Section):
    """The limit, when it turns amber, and the mark."""

    key, title, icon = "registering", N_("Registering"), "checks"

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._add_number(
            "hours", N_("Register within (hours)"), get_setting(desk.seen, REGISTER_WITHIN_HOURS),
            N_("Hours after payment. Orders past it are red."),
        )  # fmt: skip
        self._add_number(
            "soon", N_("Amber from (hours)"), get_setting(desk.seen, LATE_SOON_HOURS),
            N_("Hours before the limit from which the time left is amber."), lowest=0,
        )  # fmt: skip
        mark = get_setting(desk.seen, REGISTERED_MARK)
        self.add_row(
            Field("mark", N_("Registered mark"), value=mark, hint=N_("Added to the memo of a registered order."))
        )
        self.finish()

    def check(self) -> bool:
        """Amber comes before red; the mark is short."""
        wrong: dict[str, str] = {}
        if self.number("soon") >= self.number("hours"):
            wrong["soon"] = _("Choose fewer hours than the limit above.")
        mark = self.text("mark")
        if not mark:
            wrong["mark"] = _("This is needed.")
        elif len(mark) > LONGEST_MARK or any(letter.isspace() for letter in mark):
            wrong["mark"] = _("Use at most {n} characters without blanks.").format(n=LONGEST_MARK)
        return self.show_wrong(wrong)

    def save(self) -> None:
        """Keep what changed for everybody."""
        for setting, hours in ((REGISTER_WITHIN_HOURS, self.number("hours")), (LATE_SOON_HOURS, self.number("soon"))):
            self.keep(self._desk, setting, hours)
        self.keep(self._desk, REGISTERED_MARK, self.text("mark"))

    def _add_number(self, key: str, text: str, value: int, hint: str, *, lowest: int = 1) -> None:
        self.add_row(Field(key, text, FieldKind.NUMBER, value, hint=hint, lowest=lowest, highest=240))
