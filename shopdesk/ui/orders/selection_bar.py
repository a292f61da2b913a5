"""The line below the table: how many orders and how much money, and what can be done with them."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from shopdesk.domain.money import Money
from shopdesk.i18n import _, ngettext
from shopdesk.ui.background import Task
from shopdesk.ui.controls import button, label, named, rule, say, tool_button
from shopdesk.ui.language import Retranslated
from shopdesk.ui.orders.actions import OrderActions
from shopdesk.ui.progress import inline_progress
from shopdesk.ui.theme import Text, Theme

_NAMED = ("register", "hold", "release", "slip")
_MORE = (
    "packing_list",
    "return_form",
    "",
    "copy_number",
    "copy_address",
    "memo",
    "",
    "edit",
    "change_note",
    "extend",
    "owe",
    "deadlines",
    "",
    "new_order",
    "exchange",
    "reissue",
    "which_number",
    "untold",
    "",
    "export",
    "import",
)


class SelectionBar(Retranslated, QWidget):
    """Buttons follow their actions: enabled with them, and saying the same in their tooltips."""

    def __init__(self, actions: OrderActions, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("orders.bar")
        self._actions, self._theme = actions, theme
        self._count, self._is_selection, self._has_more = 0, False, False
        self._sum: Money | None = None
        self._said = label("orders.sum", parent=self)
        self._buttons = {name: self._button(name) for name in _NAMED}
        self._flag = button("orders.flag", parent=self)
        self._flag.setMenu(actions.flag_menu)
        self._more_menu = named(QMenu(self), "orders.more.menu")
        self._more = tool_button(theme.icons, "dots", "orders.more", self)
        self._more.setPopupMode(self._more.ToolButtonPopupMode.InstantPopup)
        self._more.setMenu(self._more_menu)
        self._progress_count = 0
        self._fill_more()
        self._lay_out()
        theme.changed.connect(self._dress)
        self._dress()
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text again."""
        self.setAccessibleName(_("Chosen orders"))
        self._flag.setText(_("Flag") + "   ")
        self._flag.setAccessibleName(_("Flag"))
        say(self._more, _("More"))
        for name in _NAMED:
            self._follow(name)
        self._write()

    def show_count(self, count: int, *, is_selection: bool, has_more: bool = False) -> None:
        """How many orders are chosen, or else listed; `has_more` where a search found more than it lists."""
        if (count, is_selection) != (self._count, self._is_selection):
            self._sum = None
        self._count, self._is_selection, self._has_more = count, is_selection, has_more
        self._write()

    def show_sum(self, amount: Money) -> None:
        """What they were paid."""
        self._sum = amount
        self._write()

    def show_possible(self) -> None:
        """The actions have been enabled or not."""
        self._flag.setEnabled(any(action.isEnabled() for action in self._actions.flag_menu.actions()))
        self._flag.setToolTip(self._actions.reason("flag.red"))
        for name in _NAMED:
            self._follow(name)

    def show_progress(self, task: Task) -> None:
        """Show work that was started here."""
        self._progress_count += 1
        row = inline_progress(task, self._theme.icons, f"orders.progress.{self._progress_count}", self)
        self._progress.addWidget(row)

    def _write(self) -> None:
        if self._is_selection:
            said = ngettext("{n} order chosen", "{n} orders chosen", self._count)
        elif self._has_more:
            said = ngettext("Newest {n} hit; there are more", "Newest {n} hits; there are more", self._count)
        else:
            said = ngettext("{n} order", "{n} orders", self._count)
        parts = [said.format(n=f"{self._count:,}")]
        if self._sum is not None and self._count:
            parts.append(self._sum.shown)
        self._said.setText(" · ".join(parts))

    def _button(self, name: str) -> QPushButton:
        action = self._actions.by_name[name]
        made = button(f"{action.objectName()}.button", "main" if name == "register" else "plain", self)
        made.clicked.connect(action.trigger)
        action.changed.connect(lambda: self._follow(name))
        return made

    def _follow(self, name: str) -> None:
        action: QAction = self._actions.by_name[name]
        made = self._buttons[name]
        keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        text = action.text().rstrip("….")
        made.setText(f"{text}  {keys}" if len(keys) == 1 else text)
        made.setAccessibleName(text)
        made.setEnabled(action.isEnabled())
        made.setToolTip(action.toolTip())
        made.setVisible(name != "release" or action.isEnabled())

    def _fill_more(self) -> None:
        for name in _MORE:
            if name:
                self._more_menu.addAction(self._actions.by_name[name])
            else:
                self._more_menu.addSeparator()

    def _lay_out(self) -> None:
        self._progress = QVBoxLayout()
        self._progress.setContentsMargins(0, 0, 0, 0)
        line = QHBoxLayout()
        line.setContentsMargins(16, 8, 12, 8)
        line.setSpacing(8)
        line.addWidget(self._said)
        line.addSpacing(8)
        for made in (self._buttons["register"], self._flag, self._buttons["hold"], self._buttons["release"]):
            line.addWidget(made)
        line.addWidget(self._buttons["slip"])
        line.addWidget(self._more)
        line.addStretch(1)
        line.addLayout(self._progress)
        self._said.setMinimumWidth(150)
        self._said.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Preferred)
        self._said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._more.setIconSize(QSize(18, 18))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(rule("orders.bar.rule", self))
        layout.addLayout(line)

    def _dress(self) -> None:
        self._said.setFont(self._theme.font(Text.FIGURES))
