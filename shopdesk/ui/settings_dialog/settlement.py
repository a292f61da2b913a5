"""Which account each platform pays to, and what else money comes to (ORD-13)."""

import re

from shopdesk.domain.platforms import Platform
from shopdesk.i18n import N_
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.desk import Desk
from shopdesk.settings import OWN_ACCOUNTS, OWN_METHODS, SETTLE_ACCOUNTS, SETTLE_IN_WAVES
from shopdesk.ui.form_inputs import Field, FieldKind
from shopdesk.ui.platforms import NAMES
from shopdesk.ui.settings_dialog.section import Section

_BETWEEN = re.compile(r"[,，;；、]")


class Settlement(Section):
    """A line a platform, then the shop's own accounts and ways."""

    key, title, icon = "settlement", N_("Settlement"), "cash"

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        database = desk.seen
        self.add_note(N_("The account that each platform pays to."))
        accounts, own = get_setting(database, SETTLE_ACCOUNTS), get_setting(database, OWN_ACCOUNTS)
        methods = get_setting(database, OWN_METHODS)
        for platform in Platform:
            if platform is not Platform.OTHER:
                name = NAMES[platform]
                self.add_row(Field(f"account.{platform.value}", name, value=accounts.get(platform.value, "")))
        self.add_row(
            Field("accounts", N_("Other accounts"), value=", ".join(own),
                  hint=N_("Bank cards and the like, with commas between them."))
        )  # fmt: skip
        self.add_row(
            Field("methods", N_("Other methods"), value=", ".join(methods),
                  hint=N_("Further ways in which money comes in."))
        )  # fmt: skip
        self.add_row(
            Field("in_waves", N_("A wave settles the platforms' orders by itself"), FieldKind.CHECK,
                  get_setting(database, SETTLE_IN_WAVES))
        )  # fmt: skip
        self.finish()

    def save(self) -> None:
        """Keep what changed for everybody."""
        typed = {
            platform.value: self.text(f"account.{platform.value}").strip()
            for platform in Platform
            if platform is not Platform.OTHER
        }
        self.keep(self._desk, SETTLE_ACCOUNTS, {platform: account for platform, account in typed.items() if account})
        self.keep(self._desk, OWN_ACCOUNTS, self._names("accounts"))
        self.keep(self._desk, OWN_METHODS, self._names("methods"))
        self.keep(self._desk, SETTLE_IN_WAVES, bool(self.value("in_waves")))

    def _names(self, key: str) -> list[str]:
        """What stands between the commas, each once."""
        return list(dict.fromkeys(name.strip() for name in _BETWEEN.split(self.text(key)) if name.strip()))
