"""Where an order stands: the platform's word, the desk's own stage, and the tray it lies in on the page."""

from collections.abc import Mapping
from enum import IntEnum

from shopdesk.errors import N_


class _Coded(IntEnum):
    @property
    def code(self) -> str:
        """The word of the command line and of exports."""
        return self.name.lower().replace("_", "-")


class Status(_Coded):
    """The platform's word, folded. It only ever moves forward, so the number is its rank: an export older than what is
    known never turns an order back."""

    UNPAID = 0
    PAID = 1
    SHIPPED = 2
    DONE = 3
    CLOSED = 4


class Stage(_Coded):
    """How far the desk itself has come with an order. Holds stand beside it, never inside it."""

    NEW = 0
    REGISTERED = 1
    SETTLED = 2
    PRINTED = 3
    PACKED = 4
    SHIPPED = 5
    CLOSED = 6


STAGES: Mapping[Stage, str] = {
    Stage.NEW: N_("New"),
    Stage.REGISTERED: N_("Registered"),
    Stage.SETTLED: N_("Settled"),
    Stage.PRINTED: N_("Printed"),
    Stage.PACKED: N_("Packed"),
    Stage.SHIPPED: N_("Shipped"),
    Stage.CLOSED: N_("Closed"),
}
"""What people call each stage."""


class Tray(_Coded):
    """The tabs of the orders page: where a clerk looks for an order. Derived by `tray_of`, never set."""

    UNPAID = 0
    TO_REGISTER = 1
    HELD = 2
    REGISTERED = 3
    PRINTED = 4
    SHIPPED = 5
    CLOSED = 6


class Masking(IntEnum):
    """Whether the platform hid the receiver."""

    CLEAR = 0
    MASKED = 1
    """`张**`, `138****0000`: readable in part."""
    CIPHER = 2
    """`##…`, `$$…`: nothing to print a slip from."""


def tray_of(*, status: Status, stage: Stage, held: bool) -> Tray:
    """The tray of an order; the database derives the same by a generated column (see db/migrations).

    An order closed on the platform after its slip was printed stays in sight: its parcel is to be stopped.
    """
    if stage is Stage.CLOSED or status is Status.DONE or (status is Status.CLOSED and stage < Stage.PRINTED):
        return Tray.CLOSED
    if stage is Stage.SHIPPED or status is Status.SHIPPED:
        return Tray.SHIPPED
    if stage >= Stage.PRINTED:
        return Tray.PRINTED
    if held:
        return Tray.HELD
    if stage >= Stage.REGISTERED:
        return Tray.REGISTERED
    return Tray.UNPAID if status is Status.UNPAID else Tray.TO_REGISTER


def is_over(*, status: int, stage: int) -> bool:
    """Whether an order has left or is closed, so that nothing is left to keep from the warehouse."""
    return tray_of(status=Status(status), stage=Stage(stage), held=False) in (Tray.SHIPPED, Tray.CLOSED)


FOLDED: dict[str, Status] = {
    "等待买家付款": Status.UNPAID, "待付款": Status.UNPAID, "未付款": Status.UNPAID, "等待付款": Status.UNPAID,
    "买家已付款": Status.PAID, "买家已付款，等待卖家发货": Status.PAID, "待发货": Status.PAID, "备货中": Status.PAID,
    "等待出库": Status.PAID, "已付款": Status.PAID, "已支付": Status.PAID, "部分发货": Status.PAID,
    "已成团": Status.PAID, "卖家部分发货": Status.PAID, "待出库": Status.PAID, "待配货": Status.PAID,
    "卖家已发货": Status.SHIPPED, "卖家已发货，等待买家确认": Status.SHIPPED, "已发货": Status.SHIPPED,
    "待收货": Status.SHIPPED, "已签收": Status.SHIPPED, "等待确认收货": Status.SHIPPED, "运输中": Status.SHIPPED,
    "已收货": Status.DONE, "交易成功": Status.DONE, "已完成": Status.DONE, "交易完成": Status.DONE, "完成": Status.DONE,
    "交易关闭": Status.CLOSED, "已关闭": Status.CLOSED, "已取消": Status.CLOSED, "取消": Status.CLOSED,
    "交易失败": Status.CLOSED, "已退款": Status.CLOSED, "锁定": Status.PAID, "退款成功": Status.CLOSED,
}  # fmt: skip
"""The platforms' words. Matching folds commas to full width and drops spaces first: see `fold_status`."""


def fold_status(word: str) -> Status | None:
    """The platform's status word folded; None for a word nobody knows. JD's `(删除)` marks a split, dead order."""
    text = word.replace(",", "，").replace(" ", "").strip()
    if text.startswith(("(删除)", "（删除）")):
        return Status.CLOSED
    if text in FOLDED:
        return FOLDED[text]
    return FOLDED.get(text.split("，")[0])
