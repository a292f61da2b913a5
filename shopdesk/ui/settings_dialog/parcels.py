"""From when parcels stand still, how long they take, when carriers are to answer (SHP-08, SHP-09)."""

from typing import cast

from shopdesk.domain.arrival import DAYS, Band, check_days, days_said, read_days
from shopdesk.i18n import N_, _
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.desk import Desk
from shopdesk.settings import ARRIVAL_DAYS, CARRIERS, CLAIM_ANSWER_DAYS, STALLED_BY_CARRIER, STALLED_DAYS
from shopdesk.ui.form_inputs import Field, FieldKind
from shopdesk.ui.settings_dialog.section import Section

WIDTH = 500
MOST_DAYS = 90
_BANDS = {
    Band.CITY: N_("Same city"),
    Band.NEAR: N_("Province, neighbours"),
    Band.FAR: N_("Farther away"),
    Band.REMOTE: N_("Remote, or by post"),
}
Pairs = tuple[tuple[str, str], ...]


class Parcels(Section):
    """Days, and two tables that grow by themselves."""

    key, title, icon = "parcels", N_("Parcels on their way"), "truck"

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        database = desk.seen
        self.add_row(
            Field("stalled", N_("Stands still after (days)"), FieldKind.NUMBER, get_setting(database, STALLED_DAYS),
                  hint=N_("Without news of the carrier."), lowest=1, highest=MOST_DAYS)
        )  # fmt: skip
        own = tuple((name, str(days)) for name, days in get_setting(database, STALLED_BY_CARRIER).items())
        self._add_table("carriers", N_("Other days by carrier"), own, (N_("Carrier"), N_("Days")),
                        N_("For carriers that are slower or faster with their news."))  # fmt: skip
        self.add_note(N_("How long parcels take (days)"), "section")
        self.add_note(
            N_("When the longest time is over and nobody has signed, the buyer is called. Holds for parcels that "
               "leave from now on.")
        )  # fmt: skip
        table = get_setting(database, ARRIVAL_DAYS)
        for band in Band:
            days = days_said(table.get(band.value) or DAYS[band.value])
            self.add_row(Field(_field(band), _BANDS[band], value=days, check=_days_wrong))
        provinces = tuple((name, days_said(days)) for name, days in table.items() if name not in set(Band))
        self._add_table("provinces", N_("Other days by province"), provinces, (N_("Province"), N_("Days")),
                        N_("Such as 云南, 4-6. A province that stands here goes before the lines above."))  # fmt: skip
        self.add_note(N_("Lost register"), "section")
        self.add_row(
            Field("claims", N_("Carriers answer in (days)"), FieldKind.NUMBER,
                  get_setting(database, CLAIM_ANSWER_DAYS), lowest=1, highest=MOST_DAYS,
                  hint=N_("What was asked for a lost or broken parcel; then it is asked again."))
        )  # fmt: skip
        self.finish()

    def check(self) -> bool:
        """Carriers and provinces are known ones, days can be read."""
        wrong = self.what_is_wrong()
        names = {str(row["name"]) for row in get_setting(self._desk.seen, CARRIERS)}
        names |= get_setting(self._desk.seen, STALLED_BY_CARRIER).keys()
        for name, days in self._pairs("carriers"):
            if name not in names:
                wrong["carriers"] = _("“{name}” is not among the known carriers.").format(name=name)
            elif not days.isdecimal() or not 1 <= int(days) <= MOST_DAYS:
                wrong["carriers"] = _("Write the days beside “{name}”, from 1 to {most}.").format(
                    name=name, most=MOST_DAYS
                )
        for name, days in self._pairs("provinces"):
            if not _is_place(name):
                wrong["provinces"] = _("“{name}” is no province. Write it like 云南 or 台湾.").format(name=name)
            elif said := _days_wrong(days):
                wrong["provinces"] = _("{field}: {message}").format(field=name, message=said)
        return self.show_wrong(wrong)

    def save(self) -> None:
        """Keep what changed for everybody."""
        self.keep(self._desk, STALLED_DAYS, self.number("stalled"))
        self.keep(self._desk, STALLED_BY_CARRIER, {name: int(days) for name, days in self._pairs("carriers")})
        self.keep(self._desk, CLAIM_ANSWER_DAYS, self.number("claims"))
        bands = {band.value: read_days(self.text(_field(band))) for band in Band}
        provinces = {name: read_days(days) for name, days in self._pairs("provinces")}
        self.keep(self._desk, ARRIVAL_DAYS, {**bands, **provinces})

    def _add_table(self, key: str, text: str, value: Pairs, columns: tuple[str, str], hint: str) -> None:
        self.add_note(text, "section")
        self.add_row(Field(key, text, FieldKind.PAIRS, value, hint=hint, columns=columns)).widen(WIDTH)

    def _pairs(self, key: str) -> Pairs:
        return cast(Pairs, self.value(key))


def _field(band: Band) -> str:
    return f"days_{band.value}"


def _is_place(name: str) -> bool:
    try:
        check_days({name: [1]})
    except ValueError:
        return False
    return name not in set(Band)


def _days_wrong(text: object) -> str | None:
    try:
        read_days(str(text))
    except ValueError:
        return _("Write days like 3 or 3-5, up to {most}.").format(most=MOST_DAYS)
    return None
