"""The headings of the order list."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QStyleOptionHeader, QWidget

ARROW = "\N{NO-BREAK SPACE}" * 4
"""As wide as the arrow that shows how the list is sorted."""


class Headings(QHeaderView):
    """A heading at the right of its column makes way for the arrow; Qt would cut its last letter off."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)

    def initStyleOptionForIndex(self, option: QStyleOptionHeader, logicalIndex: int) -> None:
        """What a heading looks like."""
        super().initStyleOptionForIndex(option, logicalIndex)
        is_sorted = option.sortIndicator != QStyleOptionHeader.SortIndicator.None_
        if is_sorted and option.textAlignment & Qt.AlignmentFlag.AlignRight:
            option.text += ARROW
