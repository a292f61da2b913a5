"""What is promised to buyers: times to ship and to confirm, the message about a later one, tiers (ORD-18, 19, 23)."""

import re
from typing import Any

from shopdesk.domain.platforms import Platform
from shopdesk.domain.scripts import blanks_in
from shopdesk.i18n import N_, _
from shopdesk.queries.extensions import USUAL_CONFIRM_DAYS
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.desk import Desk
from shopdesk.services.extensions import BLANKS
from shopdesk.settings import (
    BUYER_TIERS,
    CONFIRM_DAYS,
    CONFIRM_NEAR_DAYS,
    EXTENSION_MESSAGE,
    SHIP_NEAR_HOURS,
    SHIP_WITHIN_HOURS,
    Setting,
)
from shopdesk.ui.blanks import kept_blanks, listed_blanks, shown_blanks
from shopdesk.ui.form_inputs import Field, FieldKind
from shopdesk.ui.platforms import NAMES
from shopdesk.ui.settings_dialog.section import Section

_BETWEEN = re.compile(r"[,，;；、\n]+")
_NUMBERS = (
    ("ship", SHIP_WITHIN_HOURS, N_("Ship within (hours)"), N_("After payment, where the platform names no time."), 240),
    ("near", SHIP_NEAR_HOURS, N_("Near from (hours)"),
     N_("Before the time to ship from which an order is listed."), 240),
    ("confirm_near", CONFIRM_NEAR_DAYS, N_("Confirms soon from (days)"),
     N_("Before automatic confirmation from which an order is listed."), 30),
)  # fmt: skip


class Promises(Section):
    """Times, days by platform, a text with blanks, names of tiers."""

    key, title, icon = "promises", N_("Buyers and deadlines"), "calendar-check"

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        for key, setting, text, hint, highest in _NUMBERS:
            value = get_setting(desk.seen, setting)
            self.add_row(Field(key, text, FieldKind.NUMBER, value, hint=hint, lowest=1, highest=highest))
        tiers: list[str] = get_setting(desk.seen, BUYER_TIERS)
        self.add_row(Field("tiers", N_("Buyers' tiers"), value="，".join(tiers), hint=N_("Commas between them.")))
        message = get_setting(desk.seen, EXTENSION_MESSAGE)
        empty = _("{blanks} are filled in for each order. Empty: the usual text.")
        self.add_row(
            Field(
                "message", N_("Message about a later time"), FieldKind.MULTILINE, shown_blanks(message),
                hint=empty.format(blanks=listed_blanks(BLANKS)),
            )
        )  # fmt: skip
        self.add_note(N_("Days after shipping when a platform confirms by itself"), "section")
        days = get_setting(desk.seen, CONFIRM_DAYS)
        for platform in Platform:
            known = days.get(platform.value, USUAL_CONFIRM_DAYS)
            self.add_row(
                Field(f"days_{platform.value}", NAMES[platform], FieldKind.NUMBER, known, lowest=7, highest=15)
            )
        self.finish()

    def check(self) -> bool:
        """The message's blanks are known ones."""
        unknown = sorted(blanks_in(kept_blanks(self.text("message"))) - set(BLANKS))
        wrong = self.what_is_wrong()
        if unknown:
            wrong["message"] = _("There is no blank {name}.").format(name="{" + unknown[0] + "}")
        return self.show_wrong(wrong)

    def save(self) -> None:
        """Keep what changed for everybody."""
        for key, setting, _text, _hint, _highest in _NUMBERS:
            self._keep(setting, self.number(key))
        tiers = [tier.strip() for tier in _BETWEEN.split(self.text("tiers")) if tier.strip()]
        self._keep(BUYER_TIERS, list(dict.fromkeys(tiers)))
        self._keep(EXTENSION_MESSAGE, kept_blanks(self.text("message")))
        kept = get_setting(self._desk.seen, CONFIRM_DAYS)
        days = dict(kept)
        for platform in Platform:
            typed = self.number(f"days_{platform.value}")
            if typed != days.get(platform.value, USUAL_CONFIRM_DAYS):
                days[platform.value] = typed
        self._keep(CONFIRM_DAYS, days)

    def _keep(self, setting: Setting[Any], value: object) -> None:
        if get_setting(self._desk.seen, setting) != value:
            self.keep(self._desk, setting, value)
