"""Whose customer the order is: by flag and memo, or chosen with a digit where several people share the flag."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from shopdesk.i18n import _
from shopdesk.ui.controls import button, label, named
from shopdesk.ui.language import Retranslated

MOST = 9
"""So many have a digit."""


class Salesperson(Retranslated, QWidget):
    """`chosen` is who was chosen, "" while nobody is."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        named(self, "registering.salesperson")
        self._names: tuple[str, ...] = ()
        self._owner = ""
        self.chosen = ""
        self._text = label("registering.salesperson.text", parent=self)
        self._buttons: list[QPushButton] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(6)
        self._row.addWidget(self._text)
        self._row.addStretch(1)

    def retranslate(self) -> None:
        """Write every text again."""
        self._show()

    def show_names(self, names: tuple[str, ...], owner: str, *, keep: bool) -> None:
        """Show who comes into question; `keep` what was chosen, where it is the same order."""
        self._names, self._owner = names, owner
        if not keep or self.chosen not in names:
            self.chosen = ""
        self._show()

    def choose(self, place: int) -> bool:
        """Choose by the place in the row; False where there is nobody to choose."""
        if len(self._names) < 2 or place >= len(self._names):
            return False
        self.chosen = self._names[place]
        self._show()
        self.changed.emit()
        return True

    def _show(self) -> None:
        asked = len(self._names) > 1
        if asked:
            self._text.setText(_("Whose customer?"))
        else:
            self._text.setText(_("Customer of {name}").format(name="".join(self._names) or self._owner))
        while asked and len(self._buttons) < len(self._names):
            self._add()
        for place, made in enumerate(self._buttons):
            shown = asked and place < len(self._names)
            made.setVisible(shown)
            if shown:
                made.setText(f"{place + 1}  {self._names[place]}" if place < MOST else self._names[place])
                made.setChecked(self._names[place] == self.chosen)

    def _add(self) -> None:
        place = len(self._buttons)
        made = button(f"registering.salesperson{place + 1}", parent=self)
        made.setCheckable(True)
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # after a click Enter is still the queue's
        made.clicked.connect(lambda: self.choose(place))
        self._row.insertWidget(self._row.count() - 1, made)
        self._buttons.append(made)
