"""Forms about buyers: what is noted of them, what is owed to them, what they paid too much."""

import re
from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from shopdesk.domain.money import Money
from shopdesk.domain.owed_items import OWED_NAMES, Owed
from shopdesk.i18n import N_, _
from shopdesk.queries.buyers import BuyerCard
from shopdesk.ui.background import Background
from shopdesk.ui.clash_dialog import Opened
from shopdesk.ui.form_dialog import Field, FieldKind, Values
from shopdesk.ui.messages import Messages
from shopdesk.ui.order_forms.amounts import what_is_wrong_with_amount
from shopdesk.ui.order_forms.writing_form import WritingForm

GOODS, PAYOUT = "goods", "payout"
_BETWEEN_TAGS = re.compile(r"[,，;；、\n]+")
MOST_PIECES = 999


def buyer_form(
    card: BuyerCard, tiers: list[str], write: Callable[[Values], object], *, opened: Opened, background: Background,
    messages: Messages, parent: QWidget,
) -> WritingForm:  # fmt: skip
    """What is noted about a buyer (ORD-19)."""
    known = ["", *tiers] if card.tier in ("", *tiers) else ["", card.tier, *tiers]
    return WritingForm(
        "buyer",
        N_("Buyer"),
        (
            Field("tier", N_("Tier"), FieldKind.CHOICE, card.tier, choices=[(tier, tier or "–") for tier in known]),
            Field("discount", N_("Discount (percent)"), FieldKind.NUMBER, card.discount, highest=99),
            Field("tags", N_("Tags"), value="，".join(card.tags), hint=N_("Several with commas between them.")),
            Field("birthday", N_("Birthday"), value=card.birthday, hint=N_("Like 05-17, or with its year.")),
            Field("note", N_("Note"), FieldKind.MULTILINE, card.note),
        ),
        write,
        background=background,
        messages=messages,
        opened=opened,
        parent=parent,
    )  # fmt: skip


def read_typed_tags(text: str) -> list[str]:
    """The tags that were typed."""
    return [tag.strip() for tag in _BETWEEN_TAGS.split(text) if tag.strip()]


def owed_form(
    write: Callable[[Values], object], *, item: str, can_go_along: bool, background: Background, messages: Messages,
    parent: QWidget,
) -> WritingForm:  # fmt: skip
    """What is promised (ORD-20); `can_go_along`: there is an order in view that isn't packed yet."""
    along = Field("along", N_("It goes along with this order"), FieldKind.CHECK, True)
    return WritingForm(
        "owed",
        N_("Owe something"),
        (
            Field("item", N_("What"), value=item, required=True, hint=N_("Style, colour and size if it has them.")),
            Field(
                "kind", N_("Why"), FieldKind.CHOICE, Owed.GIFT.value,
                choices=[(owed.value, _(name)) for owed, name in OWED_NAMES.items()],
            ),
            Field("quantity", N_("How many"), FieldKind.NUMBER, 1, lowest=1, highest=MOST_PIECES),
            Field("note", N_("Note")),
            *([along] if can_go_along else []),
        ),
        write,
        background=background,
        messages=messages,
        parent=parent,
    )  # fmt: skip


def overpaid_form(
    left: Money, write: Callable[[Values], object], *, may_pay: bool, background: Background, messages: Messages,
    parent: QWidget,
) -> WritingForm:  # fmt: skip
    """How postage that was paid too much is made good (ORD-21); `left` is how much there is."""
    ways = [(GOODS, _("In goods: something goes along with the next parcel"))]
    ways += [(PAYOUT, _("Paid out"))] if may_pay else []
    return WritingForm(
        "overpaid",
        N_("Overpaid postage"),
        (
            Field("amount", N_("Amount"), value=left.yuan, required=True, check=what_is_wrong_with_amount),
            Field("way", N_("Made good"), FieldKind.CHOICE, GOODS, choices=ways),
            Field("item", N_("What goes along"), hint=N_("For goods.")),
            Field("reference", N_("Payment's reference"), hint=N_("For a payout: the transfer's number.")),
        ),
        write,
        background=background,
        messages=messages,
        parent=parent,
    )
