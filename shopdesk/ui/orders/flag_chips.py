"""The chips by which orders are chosen by flag: a click chooses one, with Ctrl it adds."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QLayout, QWidget

from shopdesk.domain.flags import BASIC, Colour
from shopdesk.i18n import _
from shopdesk.ui.chips import Chip, ChipBar
from shopdesk.ui.flags import Pennants, flag_name
from shopdesk.ui.language import Retranslated
from shopdesk.ui.theme import Theme


class FlagChips(Retranslated, ChipBar):
    """`flags_chosen` carries the frozenset of chosen colours; none means all."""

    flags_chosen = Signal(frozenset)

    def __init__(self, theme: Theme, pennants: Pennants, parent: QWidget | None = None) -> None:
        super().__init__("orders.chip", theme, pennants, parent)
        row = self.layout()
        if row is not None:
            row.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self._counts: dict[Colour, int] = {}
        self._names: Mapping[str, str] = {}
        self._chosen: frozenset[str] = frozenset()
        self.chosen.connect(self._on_clicked)
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text again."""
        self.setAccessibleName(_("Flags"))
        if hasattr(self, "_counts"):
            self.show_counts(self._counts, self._names)

    def show_counts(self, counts: Mapping[Colour, int], names: Mapping[str, str]) -> None:
        """How many orders carry each flag. `names` is what the shop calls them, by colour word."""
        self._counts, self._names = dict(counts), names
        shown = [c for c in Colour if c in BASIC or counts.get(c) or c.code in self._chosen]
        self.set_chips([self._chip(colour) for colour in shown])

    def show_chosen(self, flags: frozenset[Colour]) -> None:
        """Mark these, telling nobody."""
        self._chosen = frozenset(colour.code for colour in flags)
        self.show_counts(self._counts, self._names)
        self.check(self._chosen)

    def _chip(self, colour: Colour) -> Chip:
        own = self._names.get(colour.code, "")
        text = f"{flag_name(colour)} · {own}" if own else flag_name(colour)
        return Chip(colour.code, text, self._counts.get(colour, 0), colour)

    def _on_clicked(self, keys: frozenset[str]) -> None:
        """ChipBar toggles; without Ctrl the clicked one stands alone."""
        clicked = keys ^ self._chosen
        if not QApplication.keyboardModifiers() & Qt.KeyboardModifier.ControlModifier:
            keys = frozenset() if self._chosen == clicked else clicked
            self.check(keys)
        self._chosen = keys
        self.flags_chosen.emit(frozenset(Colour.from_code(key) for key in keys))
