"""A column mapping: made by a person once for a header nobody knows, then remembered by that header (rule 12).

A mapping becomes a layout and is read by the same machinery as the platforms' own files.
"""

from collections.abc import Mapping as Mapped
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import blake2b

from shopdesk.domain.platforms import Platform
from shopdesk.errors import N_, Word
from shopdesk.importing.assembly import Assembler
from shopdesk.importing.columns import fold, index_columns, present
from shopdesk.importing.errors import IncompleteMapping, NoSuchColumn
from shopdesk.importing.layouts import Layout
from shopdesk.importing.platforms import LAYOUTS
from shopdesk.importing.records import Batch, Kind, RejectedRow

LINE = "line_"
"""What the names of an item's fields begin with, where an order's and an item's stand side by side."""

_ORDER_FIELDS: dict[str, str] = {
    "order_no": N_("Order number"),
    "shop": N_("Shop"),
    "status_text": N_("Order status"),
    "buyer": N_("Buyer"),
    "receiver": N_("Receiver"),
    "phone": N_("Phone"),
    "province": N_("Province"),
    "city": N_("City"),
    "district": N_("District"),
    "street": N_("Street or town"),
    "whole_address": N_("Address"),
    "goods": N_("Price of the goods"),
    "postage": N_("Postage"),
    "paid": N_("Amount paid"),
    "buyer_message": N_("Buyer's message"),
    "memo": N_("Seller's memo"),
    "flag_text": N_("Flag"),
    "created_at": N_("Ordered at"),
    "paid_at": N_("Paid at"),
    "ship_by": N_("Ship by"),
    "shipped_at": N_("Shipped at"),
    "done_at": N_("Completed at"),
    "refund_state": N_("Refund state"),
    "close_reason": N_("Reason for closing"),
    "carrier": N_("Carrier"),
    "waybill": N_("Waybill number"),
}
_LINE_FIELDS: dict[str, str] = {
    LINE + "line_no": N_("Sub-order number"),
    LINE + "title": N_("Item title"),
    LINE + "sku": N_("Item code"),
    LINE + "properties": N_("Item style, colour and size"),
    LINE + "product_id": N_("Platform's product id"),
    LINE + "quantity": N_("Quantity"),
    LINE + "price": N_("Unit price"),
    LINE + "goods": N_("Item's price in all"),
    LINE + "paid": N_("Item's amount paid"),
    LINE + "refund_state": N_("Item's refund state"),
}
_REFUND_FIELDS: dict[str, str] = {
    "refund_no": N_("Refund number"),
    "order_no": N_("Order number"),
    "kind": N_("Kind of refund"),
    "state": N_("Refund state"),
    "goods_state": N_("State of the goods"),
    "amount": N_("Refund amount"),
    "reason": N_("Refund reason"),
    "explanation": N_("Refund explanation"),
    "title": N_("Item title"),
    "sku": N_("Item code"),
    "return_carrier": N_("Return carrier"),
    "return_waybill": N_("Return waybill number"),
    "requested_at": N_("Requested at"),
    "deadline": N_("Deadline"),
    "finished_at": N_("Finished at"),
}
_TRACKING_FIELDS: dict[str, str] = {
    "waybill": N_("Waybill number"),
    "at": N_("Time"),
    "said": N_("What the carrier says"),
    "place": N_("Place"),
    "status_text": N_("State of the parcel"),
    "carrier": N_("Carrier"),
}
_REVIEW_FIELDS: dict[str, str] = {
    "order_no": N_("Order number"),
    "at": N_("Time"),
    "kind_text": N_("Good, neutral or bad"),
    "stars_text": N_("Stars"),
    "said": N_("What the buyer wrote"),
    "later_said": N_("What the buyer added later"),
    "buyer": N_("Buyer"),
    "title": N_("Item title"),
    "reply": N_("The shop's answer"),
    "review_no": N_("Number of the review"),
    "state_text": N_("State of the review"),
}
FIELDS: dict[Kind, dict[str, str]] = {
    Kind.ORDERS: {**_ORDER_FIELDS, "titles": N_("All item titles"), "pieces": N_("Pieces"), **_LINE_FIELDS},
    Kind.LINES: {**_ORDER_FIELDS, **_LINE_FIELDS},
    Kind.REFUNDS: _REFUND_FIELDS,
    Kind.TRACKING: _TRACKING_FIELDS,
    Kind.REVIEWS: _REVIEW_FIELDS,
}
"""What a column can be, by kind of file: field -> its name for people."""

REQUIRED: dict[Kind, tuple[str, ...]] = {
    Kind.ORDERS: ("order_no",),
    Kind.LINES: ("order_no", LINE + "title"),
    Kind.REFUNDS: ("refund_no", "order_no"),
    Kind.TRACKING: ("waybill", "at"),
    Kind.REVIEWS: ("order_no", "at"),
}

_MORE_NAMES: dict[str, tuple[str, ...]] = {
    "order_no": (
        "单号", "订单编码", "交易编号", "平台单号", "平台订单号", "原始单号", "线上订单号", "交易号",
        "order no", "order number",
    ),
    "buyer": ("买家", "买家账号", "会员名", "客户昵称", "旺旺", "buyer"),
    "receiver": ("姓名", "联系人", "收货姓名", "receiver", "name"),
    "phone": ("电话", "手机号码", "收货电话", "联系方式", "phone", "mobile"),
    "whole_address": ("地址", "详细地址", "收货详细地址", "收件地址", "address"),
    "paid": ("实付", "实收", "实收金额", "付款金额", "支付金额", "paid"),
    "goods": ("货款", "商品金额", "商品总额", "订单金额"),
    "postage": ("邮费", "运费", "快递费"),
    "memo": ("备注", "客服备注", "memo"),
    "buyer_message": ("留言", "客户留言"),
    "flag_text": ("旗帜", "插旗"),
    "waybill": ("运单编号", "快递编号", "物流编号", "waybill"),
    "carrier": ("快递", "物流", "carrier"),
    LINE + "title": ("品名", "货品名称", "宝贝名称", "title"),
    LINE + "sku": ("货号", "规格编码", "货品编码", "商品编码", "sku"),
    LINE + "properties": ("规格", "颜色尺码", "属性", "规格名称"),
    LINE + "quantity": ("数量", "件数", "quantity"),
    LINE + "price": ("单价", "售价", "price"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mapping:
    """Which column is what. `columns` gives each field (a key of FIELDS[kind]) the name of its column."""

    name: str
    platform: Platform
    kind: Kind
    columns: Mapped[str, str]
    header_key: str = ""
    """See `header_key`; empty for a mapping that is only used by name."""
    amounts_per_line: bool = False
    """Whether the amounts of an order are those of the row's item (and are summed) or stand whole on each row."""

    def layout(self) -> Layout:
        """The layout that this mapping amounts to. Raises IncompleteMapping."""
        missing = [name for name in REQUIRED[self.kind] if not self.columns.get(name)]
        if missing:
            raise IncompleteMapping(mapping=self.name, fields=tuple(Word(FIELDS[self.kind][name]) for name in missing))
        named = {name: (column,) for name, column in self.columns.items() if column and name in FIELDS[self.kind]}
        line = {name.removeprefix(LINE): each for name, each in named.items() if name.startswith(LINE)}
        rest = {name: each for name, each in named.items() if not name.startswith(LINE)}
        if self.amounts_per_line and line:
            line = {**{name: rest[name] for name in ("goods", "paid") if name in rest}, **line}
        orders = self.kind in (Kind.ORDERS, Kind.LINES)
        return Layout(
            name=self.name,
            platform=self.platform,
            kind=self.kind,
            known_by=tuple(self.columns.values()),
            order=rest if orders else {},
            line=line,
            refund=rest if self.kind is Kind.REFUNDS else {},
            tracking=rest if self.kind is Kind.TRACKING else {},
            review=rest if self.kind is Kind.REVIEWS else {},
            repeated=frozenset() if self.amounts_per_line else frozenset({"goods", "postage", "paid"}),
            priced_lines=True,
        )


def header_key(header: Sequence[str]) -> str:
    """What a header is remembered by: the same for the same set of columns in any order."""
    names = sorted({folded for name in header if (folded := fold(name))})
    return blake2b("\n".join(names).encode(), digest_size=8).hexdigest()


def missing_column(mapping: Mapping, header: Sequence[str]) -> str | None:
    """A column that the mapping names and the header lacks; None where all are there."""
    places = index_columns(header)
    return next((column for column in mapping.columns.values() if column and fold(column) not in places), None)


def suggest(header: Sequence[str], kind: Kind) -> dict[str, str]:
    """A first guess for a mapping: field -> column, from all names that any platform uses for it."""
    places = index_columns(header)
    taken: set[int] = set()
    guessed: dict[str, str] = {}
    for name, names in _all_names(kind).items():
        free = [place for place in present(names, places) if place not in taken]
        if free:
            taken.add(free[0])
            guessed[name] = header[free[0]]
    return guessed


def guess_kind(header: Sequence[str]) -> Kind:
    """What a file most likely holds: the kind that knows most of its columns; orders where none knows more."""
    return max(Kind, key=lambda kind: len(suggest(header, kind)))


def _all_names(kind: Kind) -> dict[str, list[str]]:
    """Every known column name of each field of a kind."""
    names: dict[str, list[str]] = {name: [] for name in FIELDS[kind]}
    for layout in LAYOUTS:
        if _family(layout.kind) is _family(kind):
            others = ((each, "") for each in (layout.refund, layout.tracking, layout.review))
            tables = ((layout.order, ""), (layout.line, LINE), *others)
            for columns, prefix in tables:
                for field_name, aliases in columns.items():
                    names.get(prefix + field_name, []).extend(aliases)
    for name, more in _MORE_NAMES.items():
        names.get(name, []).extend(more)
    return names


def _family(kind: Kind) -> Kind:
    """Orders and their lines have the same fields; the other kinds have their own."""
    return Kind.ORDERS if kind is Kind.LINES else kind


@dataclass(frozen=True, slots=True)
class Preview:
    """The first rows as a mapping would read them."""

    batch: Batch
    rejected: list[RejectedRow] = field(default_factory=list)


def preview(mapping: Mapping, header: Sequence[str], rows: Sequence[list[str]], first_row: int = 2) -> Preview:
    """What `rows` give by a mapping. Raises NoSuchColumn, IncompleteMapping."""
    missing = missing_column(mapping, header)
    if missing is not None:
        raise NoSuchColumn(mapping=mapping.name, column=missing, file="")
    assembler = Assembler(mapping.layout(), header)
    return Preview(assembler.batch(first_row, rows), assembler.rejected)
