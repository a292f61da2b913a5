"""Above the lost register: which part of it, search, a new one, a month, a file."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from shopdesk.i18n import _
from shopdesk.ui.chips import Chip, ChipBar
from shopdesk.ui.controls import named, say, tool_button
from shopdesk.ui.flags import Pennants
from shopdesk.ui.language import Retranslated
from shopdesk.ui.page_actions import PageActions
from shopdesk.ui.parcels import claim_actions as does
from shopdesk.ui.parcels.claim_reading import PARTS, ListedClaims, Part, WantedClaims
from shopdesk.ui.theme import Theme

SEARCH_AFTER = 120
"""Milliseconds after the last key."""
NARROWEST = 420


class ClaimHead(Retranslated, QWidget):
    """`wanted_changed` carries the `WantedClaims`; `left` is Enter in the search."""

    wanted_changed = Signal(object)
    left = Signal()

    def __init__(self, actions: PageActions, theme: Theme, pennants: Pennants) -> None:
        super().__init__()
        named(self, "parcels.claims.tools")
        self._wanted = WantedClaims()
        self._counts: dict[Part, int] = {}
        self.parts = ChipBar("parcels.claims.parts", theme, pennants, gives_way=True)
        self.line = named(QLineEdit(self), "parcels.claims.search")
        self.line.setClearButtonEnabled(True)
        self.line.setMinimumWidth(140)
        self.line.setMaximumWidth(260)
        self.panel = tool_button(theme.icons, "layout-sidebar-right", "parcels.claim.toggle", self)
        self._timer = QTimer(self, singleShot=True, interval=SEARCH_AFTER)
        self._timer.timeout.connect(self._search)
        self.line.textEdited.connect(lambda _text: self._timer.start())
        self.line.returnPressed.connect(self._leave)
        self.parts.chosen.connect(self._choose)
        above, below = QHBoxLayout(), QHBoxLayout()
        above.addWidget(self.parts, 1)
        above.addWidget(self.panel)
        below.setSpacing(8)
        below.addWidget(self.line, 100)
        below.addStretch(1)
        for name in (does.EXPORT, does.MONTH):
            below.addWidget(actions.button(name))
        below.addWidget(actions.button(does.NEW, "main"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 8, 16, 8)
        layout.setSpacing(8)
        layout.addLayout(above)
        layout.addLayout(below)
        self.setMinimumWidth(NARROWEST)
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text again."""
        self.line.setPlaceholderText(_("Waybill, order, buyer"))
        self.line.setAccessibleName(_("Search the register"))
        self.line.setToolTip(_("Search the register") + "  Ctrl+F")
        say(self.panel, _("Show or hide the panel") + "  V")
        self._write()

    def show_wanted(self, wanted: WantedClaims) -> None:
        """This list is shown."""
        self._wanted = wanted
        if self.line.text() != wanted.find:
            self.line.setText(wanted.find)
        self._write()

    def show_listed(self, listed: ListedClaims) -> None:
        """How many each part holds."""
        self._counts = dict(listed.counts)
        self._write()

    def _choose(self, keys: frozenset[str]) -> None:
        part = Part(next(iter(keys - {self._wanted.part.value}), self._wanted.part.value))
        self._tell(WantedClaims(part, "" if part is not self._wanted.part else self._wanted.find))

    def _search(self) -> None:
        text = self.line.text()
        part = Part.ALL if text.strip() else Part.OPEN
        self._tell(WantedClaims(part, text))

    def _leave(self) -> None:
        if self._timer.isActive():
            self._timer.stop()
            self._search()
        self.left.emit()

    def _tell(self, wanted: WantedClaims) -> None:
        self.show_wanted(wanted)
        self.wanted_changed.emit(wanted)

    def _write(self) -> None:
        self.parts.set_chips([Chip(part.value, _(title), self._counts.get(part)) for part, title in PARTS.items()])
        self.parts.check([self._wanted.part.value])
