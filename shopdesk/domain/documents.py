"""What goes on paper: frozen snapshots. Printing sees these and nothing else, so a reprint can never say something
that the first print did not know, save the reprint mark itself."""

from base64 import b64decode, urlsafe_b64encode
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import quote, unquote

from shopdesk.clock import Millis
from shopdesk.domain.change_notes import ChangeForm
from shopdesk.domain.flags import Colour
from shopdesk.domain.money import ZERO, Money
from shopdesk.domain.properties import plain_properties


class Document(StrEnum):
    """Kinds of paper; the value is the command line's word."""

    SLIP = "slip"
    RETURN_FORM = "return-form"
    PACKING_LIST = "packing-list"
    CHANGE_NOTE = "change-note"
    INTAKE_REGISTER = "intake-register"
    BOX_LABEL = "box-label"
    REFUND_LIST = "refund-list"
    LOSS_SUMMARY = "loss-summary"
    REPAIR_DISPATCH = "repair-dispatch"
    REPAIR_LABEL = "repair-label"
    DAMAGE_RETURN = "damage-return"
    POINTS_SHEET = "points-sheet"


ORDER_DOCUMENTS = (Document.SLIP, Document.RETURN_FORM, Document.PACKING_LIST, Document.CHANGE_NOTE)
"""Papers of orders; the others are of what came back and of money that goes back."""


class Paper(StrEnum):
    """Sizes; the value is the command line's `--paper`. Label sizes are width x height in mm."""

    LABEL_100X150 = "100x150"
    LABEL_100X180 = "100x180"
    LABEL_76X130 = "76x130"
    LABEL_60X40 = "60x40"
    A5 = "A5"
    A4 = "A4"
    A4_TWO_UP = "A4x2"
    A4_THREE_UP = "A4x3"


@dataclass(frozen=True, slots=True)
class Party:
    """A sender, receiver or return address."""

    name: str
    phone: str
    region: str
    """Province, city and district, separated by spaces."""
    address: str
    postcode: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One line of goods."""

    title: str
    sku: str
    properties: str
    quantity: int
    price: Money = ZERO
    shelf: str = ""
    order_no: str = ""
    """Whose it is, where several orders travel together."""

    @property
    def name(self) -> str:
        """Style, colour and size, or else the title: the largest words of its line on paper."""
        return plain_properties(self.properties) or self.title


@dataclass(frozen=True, slots=True)
class OrderPaper:
    """One order as its papers show it; the slip, the packing list and the return form are drawn from the same."""

    order_no: str
    shop: str
    platform: str
    flag: Colour
    buyer: str
    receiver: Party
    sender: Party
    return_to: Party
    items: tuple[Item, ...]
    goods: Money
    postage: Money
    paid: Money
    carrier: str = ""
    waybill: str = ""
    salesperson: str = ""
    buyer_message: str = ""
    memo: str = ""
    notices: tuple[str, ...] = ()
    """What the packer must not miss (gift, change note): printed in a black bar."""
    changes: tuple[ChangeForm, ...] = ()
    """Buyers' late changes: what a change note says (ORD-14)."""
    masked: bool = False
    paid_at: Millis | None = None
    printed_at: Millis = 0
    printed_by: str = ""
    return_days: int = 0
    """Days a buyer has to ask for a return; 0: the form names none."""
    reprint: int = 0
    """0 on the first print, then 1, 2, 3 ...: `REPRINT n` stands on the paper (SHP-01)."""
    together: tuple[str, ...] = ()
    """The numbers of all orders on a slip that several share; `order_no` is the first."""
    code: str = ""
    """What the bars along the longer side say where the order number would not tell slips apart."""
    wave: int = 0
    """The wave it belongs to, 0 for none; `position` is its place in it."""
    position: int = 0
    part: int = 1
    """Which of the `parts` of a split order."""
    parts: int = 1
    plain: bool = False
    """Printed without a waybill, on plain paper, which carries its date (ORD-17)."""

    @property
    def pieces(self) -> int:
        """How many pieces are in the parcel."""
        return sum(item.quantity for item in self.items)

    @property
    def return_code(self) -> str:
        """What the return form's QR code holds; `parse_return_code` reads it at intake (RET-14). Plain ASCII, because a
        scanner types it like a keyboard; the shop's name in Base64, because the shorter the larger its squares."""
        shop = urlsafe_b64encode(self.shop.encode()).decode("ascii").rstrip("=")
        return f"{RETURN_PREFIX}{self.platform}/{shop}/{quote(self.order_no, safe='')}"


RETURN_PREFIX = "SDR1:"


def parse_return_code(text: str) -> tuple[str, str, str] | None:
    """(platform, shop, order number) of a scanned return form; None for any other scan (RET-14)."""
    code = text.strip()
    if not code.upper().startswith(RETURN_PREFIX):
        return None
    parts = code[len(RETURN_PREFIX) :].split("/")
    if len(parts) != 3 or not all(parts):
        return None
    platform, shop, order_no = parts
    try:
        name = b64decode(shop + "=" * (-len(shop) % 4), b"-_", validate=True).decode()
    except ValueError:
        return None
    return platform, name, unquote(order_no)


def blank_return_form(*, shop: str, platform: str, return_to: Party, printed_at: Millis = 0) -> OrderPaper:
    """A return form for nobody yet, with lines instead of an order: for those who lost theirs (RET-14)."""
    nobody = Party(name="", phone="", region="", address="")
    return OrderPaper(
        order_no="", shop=shop, platform=platform, flag=Colour.GREY, buyer="", receiver=nobody, sender=return_to,
        return_to=return_to, items=(), goods=ZERO, postage=ZERO, paid=ZERO, printed_at=printed_at,
    )  # fmt: skip
