"""How packing and leaving work (SHP-04, SHP-05)."""

from collections.abc import Mapping, Sequence
from typing import TypeVar

from shopdesk.domain.parcel_weights import HEAVIEST
from shopdesk.domain.platforms import Platform
from shopdesk.domain.shipping_heads import SHIPPING_HEADS, Heads
from shopdesk.errors import N_
from shopdesk.i18n import _
from shopdesk.queries.shop_settings import get_setting
from shopdesk.queries.shops import list_shops
from shopdesk.services.desk import Desk
from shopdesk.settings import (
    PACK_CHECK,
    PACK_WEIGHING,
    PACKAGING_GRAMS,
    SHIPPING_FILE_HEADS,
    WEIGHT_TOLERANCE_GRAMS,
    WEIGHT_TOLERANCE_PERCENT,
    Setting,
)
from shopdesk.ui.form_inputs import Field, FieldKind
from shopdesk.ui.platforms import NAMES
from shopdesk.ui.settings_dialog.section import Section

T = TypeVar("T")
WEIGHINGS = {"off": N_("Not at all"), "optional": N_("If the packer wants"), "required": N_("Every parcel")}
BETWEEN = "; "
"""Between the heads of one platform, as they are typed."""


class Packing(Section):
    """The check, the scale, and the heads of the platforms' files."""

    key, title, icon = "packing", N_("Packing"), "package"

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        database = desk.seen
        self.add_row(
            Field("check", N_("Pieces are checked before a parcel leaves"), FieldKind.CHECK,
                  value=get_setting(database, PACK_CHECK),
                  hint=N_("A small shop may switch it off: printed parcels can then be marked as shipped."))
        )  # fmt: skip
        self.add_row(
            Field("weighing", N_("Weigh parcels"), FieldKind.CHOICE, value=get_setting(database, PACK_WEIGHING),
                  choices=[(word, _(text)) for word, text in WEIGHINGS.items()],
                  hint=N_("A scale that types like a keyboard works as it is; other scales are read and typed in.")),
            texts=lambda: [_(text) for text in WEIGHINGS.values()],
        )  # fmt: skip
        self._add_number("packaging", N_("Box and padding (g)"), get_setting(database, PACKAGING_GRAMS), HEAVIEST)
        self._add_number("grams", N_("May be off by (g)"), get_setting(database, WEIGHT_TOLERANCE_GRAMS), HEAVIEST)
        self._add_number(
            "percent", N_("Or by (%)"), get_setting(database, WEIGHT_TOLERANCE_PERCENT), 100,
            N_("Whichever is more. Beyond it the packer has to say why."),
        )  # fmt: skip
        self._add_heads()
        self.finish()

    def check(self) -> bool:
        """Three heads a platform."""
        wrong = {}
        for platform in self._platforms:
            heads = _heads(self.text(platform.value))
            if len(heads) != len(Heads._fields):
                wrong[platform.value] = _("Name three columns, separated by semicolons.")
        return self.show_wrong(wrong)

    def save(self) -> None:
        """Keep what changed for everybody."""
        self._keep(PACK_CHECK, bool(self.value("check")))
        self._keep(PACK_WEIGHING, self.text("weighing"))
        self._keep(PACKAGING_GRAMS, self.number("packaging"))
        self._keep(WEIGHT_TOLERANCE_GRAMS, self.number("grams"))
        self._keep(WEIGHT_TOLERANCE_PERCENT, self.number("percent"))
        kept: Mapping[str, list[str]] = get_setting(self._desk.seen, SHIPPING_FILE_HEADS)
        own = dict(kept)
        for platform in self._platforms:
            heads = _heads(self.text(platform.value))
            own.pop(platform.value, None)
            if tuple(heads) != SHIPPING_HEADS[platform]:
                own[platform.value] = heads
        self._keep(SHIPPING_FILE_HEADS, own)

    def _add_heads(self) -> None:
        """Only of platforms that the shop sells on."""
        self.add_note(N_("File for bulk shipping"), "section")
        self.add_note(N_("The columns of order number, carrier and waybill, as the platform's template names them."))
        own = get_setting(self._desk.seen, SHIPPING_FILE_HEADS)
        self._platforms: Sequence[Platform] = sorted({shop.platform for shop in list_shops(self._desk.seen)})
        for platform in self._platforms:
            heads = own.get(platform.value, list(SHIPPING_HEADS[platform]))
            self.add_row(Field(platform.value, NAMES[platform], value=BETWEEN.join(heads)))

    def _add_number(self, key: str, text: str, value: int, highest: int, hint: str = "") -> None:
        self.add_row(Field(key, text, FieldKind.NUMBER, value=value, highest=highest, hint=hint))

    def _keep(self, setting: Setting[T], value: T) -> None:
        if get_setting(self._desk.seen, setting) != value:
            self.keep(self._desk, setting, value)


def _heads(text: str) -> list[str]:
    return [head.strip() for head in text.replace("；", ";").split(";") if head.strip()]
