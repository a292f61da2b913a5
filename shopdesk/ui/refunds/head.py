"""Above the list: which refunds, late or due today, search, and what is done with the whole list."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from shopdesk.i18n import _
from shopdesk.queries.refund_sums import RefundSum
from shopdesk.ui.chips import Chip, ChipBar
from shopdesk.ui.controls import named, say, tool_button
from shopdesk.ui.flags import Pennants
from shopdesk.ui.language import Retranslated
from shopdesk.ui.refunds.commands import RefundCommands
from shopdesk.ui.refunds.reading import OPEN_SHOWS, SHOWS, Due, Listed, Show, Wanted
from shopdesk.ui.theme import Theme

SEARCH_AFTER = 60
"""Milliseconds after the last key."""
NARROW_BELOW, NARROWEST = 840, 480
"""px: below the first some parts give way; the second is there however small the window is."""
_BUTTONS = ("results", "print", "export", "new")


class RefundHead(Retranslated, QWidget):
    """`wanted_changed` carries the `Wanted` list; `left` is Enter in the search."""

    wanted_changed = Signal(object)
    left = Signal()

    def __init__(self, commands: RefundCommands, theme: Theme, pennants: Pennants) -> None:
        super().__init__()
        named(self, "refunds.head")
        self._wanted, self._is_narrow = Wanted(), False
        self._sums: dict[str, RefundSum] = {}
        self.shows = ChipBar("refunds.shows", theme, pennants)
        self.dues = ChipBar("refunds.dues", theme, pennants)
        self.line = named(QLineEdit(self), "refunds.search")
        self.line.setClearButtonEnabled(True)
        self.line.setMinimumWidth(140)
        self.line.setMaximumWidth(260)
        self.panel = tool_button(theme.icons, "layout-sidebar-right", "refunds.panel.toggle", self)
        self.panel.setCheckable(True)
        self._timer = QTimer(self, singleShot=True, interval=SEARCH_AFTER)
        self._timer.timeout.connect(self._search)
        self.line.textEdited.connect(lambda _text: self._timer.start())
        self.line.returnPressed.connect(self.left)
        self.shows.chosen.connect(self._choose_show)
        self.dues.chosen.connect(self._choose_due)
        self._lay_out(commands)
        self.setMinimumWidth(NARROWEST)
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text again."""
        self.line.setPlaceholderText(_("Order, buyer, reference, number"))
        self.line.setAccessibleName(_("Search refunds"))
        self.line.setToolTip(_("Search refunds") + "  Ctrl+F")
        say(self.panel, _("Show or hide the panel"))
        self._write()

    def show_wanted(self, wanted: Wanted) -> None:
        """This list is shown."""
        self._wanted = wanted
        if self.line.text() != wanted.find:
            self.line.setText(wanted.find)
        self._write()

    def show_counts(self, listed: Listed) -> None:
        """How many each list holds, and what they come to."""
        self._sums = {each.value: whole for each, whole in (*listed.sums.items(), *listed.dues.items())}
        self._write()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room, what has a key and is needed once a day gives way, and so do empty lists."""
        super().resizeEvent(event)
        is_narrow = event.size().width() < NARROW_BELOW
        if is_narrow != self._is_narrow:
            self._is_narrow = is_narrow
            for name in ("results", "print"):
                self._buttons[name].setVisible(not is_narrow)
            self._write()

    def _lay_out(self, commands: RefundCommands) -> None:
        tools = QHBoxLayout()
        tools.setSpacing(8)
        tools.addWidget(self.dues)
        tools.addWidget(self.line, 100)
        tools.addStretch(1)
        self._buttons = {name: commands.button(name, "main" if name == "new" else "plain") for name in _BUTTONS}
        for made in self._buttons.values():
            tools.addWidget(made)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 8, 16, 8)
        layout.setSpacing(8)
        above = QHBoxLayout()
        above.addWidget(self.shows, 1)
        above.addWidget(self.panel)
        layout.addLayout(above)
        layout.addLayout(tools)

    def _choose_show(self, keys: frozenset[str]) -> None:
        show = Show(next(iter(keys - {self._wanted.show.value}), self._wanted.show.value))
        self._tell(Wanted(show, self._wanted.due if show in OPEN_SHOWS else Due.ANY, self._wanted.find))

    def _choose_due(self, keys: frozenset[str]) -> None:
        due = Due(next(iter(keys - {self._wanted.due.value}), ""))
        show = self._wanted.show if self._wanted.show in OPEN_SHOWS else Show.OPEN
        self._tell(Wanted(show, due, self._wanted.find))

    def _search(self) -> None:
        """The first letters look everywhere; which list is chosen afterwards stays."""
        text = self.line.text()
        show = Show.ALL if text.strip() and not self._wanted.find.strip() else self._wanted.show
        self._tell(Wanted(show, self._wanted.due if show in OPEN_SHOWS else Due.ANY, text))

    def _tell(self, wanted: Wanted) -> None:
        self.show_wanted(wanted)
        self.wanted_changed.emit(wanted)

    def _write(self) -> None:
        chips = [self._chip(show.value, _(title)) for show, title in SHOWS.items()]
        kept = {Show.OPEN.value, Show.ALL.value, self._wanted.show.value}
        self.shows.set_chips([chip for chip in chips if chip.count or chip.key in kept or not self._is_narrow])
        self.shows.check([self._wanted.show.value])
        self.dues.set_chips([self._chip(Due.LATE.value, _("Late")), self._chip(Due.TODAY.value, _("Due today"))])
        self.dues.check([self._wanted.due.value])

    def _chip(self, key: str, text: str) -> Chip:
        whole = self._sums.get(key, RefundSum())
        return Chip(key, text, whole.refunds, shortcut=whole.amount.shown if whole.refunds else "")
