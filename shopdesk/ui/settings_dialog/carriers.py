"""The carriers: what people call them, the usual one, what they cost more, where they don't go (ORD-07, ORD-08)."""

from typing import cast

from shopdesk.domain.carrier_lines import (
    carrier_pairs,
    reach_pairs,
    read_carriers,
    read_reach,
    read_surcharges,
    surcharge_pairs,
    unknown_carriers,
)
from shopdesk.i18n import N_, _
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.desk import Desk
from shopdesk.settings import CARRIERS, DEFAULT_CARRIER, OUT_OF_REACH, SURCHARGES
from shopdesk.ui.form_inputs import Field, FieldKind
from shopdesk.ui.settings_dialog.section import Section

Pairs = tuple[tuple[str, str], ...]
TABLE_WIDTH = 500


class Carriers(Section):
    """Three tables that grow by themselves, and the usual carrier."""

    key, title, icon = "carriers", N_("Carriers"), "truck"

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        database = desk.seen
        known, surcharges = get_setting(database, CARRIERS), get_setting(database, SURCHARGES)
        out_of_reach = get_setting(database, OUT_OF_REACH)
        self.add_row(
            Field("default", N_("Usual carrier"), value=get_setting(database, DEFAULT_CARRIER),
                  hint=N_("What orders get that ask for none."))
        )  # fmt: skip
        self._add_table(
            "known", N_("Known carriers"), carrier_pairs(known),
            (N_("Carrier"), N_("What people call it")),
            N_("Memos and messages are read with these words. The first that reaches the address takes over."),
        )  # fmt: skip
        self._add_table(
            "surcharges", N_("Surcharges"), surcharge_pairs(surcharges),
            (N_("Carrier: areas"), N_("Yuan")),
            N_("Without a carrier a line holds for all of them, without areas for everywhere on the mainland."),
        )  # fmt: skip
        self._add_table(
            "reach", N_("Out of reach"), reach_pairs(out_of_reach),
            (N_("Carrier"), N_("Areas it doesn't go to")),
            N_("Provinces, cities or counties, and 香港, 澳门, 台湾, 海外."),
        )  # fmt: skip
        self.finish()

    def check(self) -> bool:
        """The usual carrier is one of the table; amounts can be read."""
        names = [name for name, _words in self._pairs("known")]
        twice = [name for name in names if names.count(name) > 1]
        wrong: dict[str, str] = {}
        if twice:
            wrong["known"] = _("{name} stands there twice.").format(name=twice[0])
        elif not names:
            wrong["known"] = _("Name at least one carrier.")
        elif self.text("default") not in names:
            wrong["default"] = _("Choose one of the table: {names}").format(names=", ".join(names))
        try:
            read_surcharges(self._pairs("surcharges"), names)
        except ValueError as error:
            wrong["surcharges"] = _("Write an amount in yuan beside “{text}”.").format(text=error)
        with_colon = [pair for pair in self._pairs("surcharges") if ":" in pair[0] or "：" in pair[0]]
        for key, pairs in (("surcharges", with_colon), ("reach", self._pairs("reach"))):
            unknown = unknown_carriers(pairs, names)
            if unknown and key not in wrong:
                wrong[key] = _("“{name}” is not among the known carriers.").format(name=unknown[0])
        return self.show_wrong(wrong | self.what_is_wrong())

    def save(self) -> None:
        """Keep what changed for everybody."""
        known = read_carriers(self._pairs("known"))
        self.keep(self._desk, CARRIERS, known)
        self.keep(self._desk, DEFAULT_CARRIER, self.text("default"))
        names = [str(row["name"]) for row in known]
        self.keep(self._desk, SURCHARGES, read_surcharges(self._pairs("surcharges"), names))
        self.keep(self._desk, OUT_OF_REACH, read_reach(self._pairs("reach")))

    def _add_table(self, key: str, text: str, value: Pairs, columns: tuple[str, str], hint: str) -> None:
        self.add_note(text, "section")
        row = self.add_row(Field(key, text, FieldKind.PAIRS, value, hint=hint, columns=columns))
        row.widen(TABLE_WIDTH)

    def _pairs(self, key: str) -> Pairs:
        return cast(Pairs, self.value(key))
