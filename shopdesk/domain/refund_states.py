"""What the platforms' words on a refund mean for a parcel that is being packed."""

OVER = ("关闭", "拒绝", "撤销", "取消", "驳回", "未申请", "没有", "closed", "cancel")
UNDERWAY = ("申请", "待", "同意", "退款", "退货", "售后", "refund")
NONE = ("无", "-")
"""How a word begins that says there is none."""


def is_refund_underway(state: str) -> bool:
    """Whether money is or may be going back: asked for, agreed to or paid. A request that was refused, withdrawn or
    closed, and words that say there is none, stop nothing."""
    text = state.strip().lower()
    if not text or text.startswith(NONE) or any(word in text for word in OVER):
        return False
    return any(word in text for word in UNDERWAY)
