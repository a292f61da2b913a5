"""Buttons two beside each other, no wider than the panel; those that aren't wanted leave no hole."""

from collections.abc import Sequence

from PySide6.QtWidgets import QGridLayout, QPushButton, QSizePolicy, QWidget

_COLUMNS = 2


class ButtonGrid(QWidget):
    """In the order in which they are given."""

    def __init__(self, name: str, buttons: Sequence[QPushButton]) -> None:
        super().__init__()
        self.setObjectName(name)
        self._all = buttons
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(4)
        for place in range(_COLUMNS):
            self._grid.setColumnStretch(place, 1)
        for each in buttons:
            each.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.show_only(buttons)

    def show_only(self, buttons: Sequence[QPushButton]) -> None:
        """These, and no holes where others were."""
        for each in self._all:
            self._grid.removeWidget(each)
            each.setVisible(each in buttons)
        for place, each in enumerate(buttons):
            self._grid.addWidget(each, place // _COLUMNS, place % _COLUMNS)

    def show_all_but(self, name: str) -> None:
        """All, save one by its object name."""
        self.show_only([each for each in self._all if each.objectName() != name])
