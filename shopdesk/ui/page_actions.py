"""What can be done on a page: actions with their keys and rights, and buttons that follow them."""

from collections.abc import Callable, Collection, Mapping
from functools import partial

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QPushButton, QWidget

from shopdesk.domain.permissions import Right
from shopdesk.i18n import _
from shopdesk.services.desk import Desk
from shopdesk.ui.controls import ButtonLook, button
from shopdesk.ui.messages import Kind, Messages
from shopdesk.ui.rights import apply_right, why_not_allowed

Declared = Mapping[str, tuple[str, str, Right | None]]
"""By name: text marked by N_, key, and the right that it needs."""


def add_action(owner: QWidget, name: str, key: str = "", *, is_within: bool = False) -> QAction:
    """An action of a page or a part of one; a key that is held down does it once. `is_within`: its key is for where
    the owner has the focus, else for all of the window while the owner is shown."""
    action = QAction(owner)
    action.setObjectName(name)
    action.setShortcut(QKeySequence(key))
    action.setAutoRepeat(False)
    if is_within:
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    owner.addAction(action)
    return action


def key_text(action: QAction) -> str:
    """Its key as people know it; "" for none."""
    return action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)


class PageActions(QObject):
    """Actions by name, and buttons that are enabled with them and say the same."""

    def __init__(self, page: QWidget, desk: Desk, declared: Declared, *, is_within: bool = True) -> None:
        super().__init__(page)
        self._page, self._declared = page, declared
        self._buttons: list[tuple[QPushButton, QAction]] = []
        self.by_name: dict[str, QAction] = {}
        for name, (_text, key, right) in declared.items():
            action = add_action(page, f"{page.objectName()}.{name}", key, is_within=is_within)
            if right is not None:
                apply_right(action, desk, right)
            self.by_name[name] = action

    def retranslate(self) -> None:
        """Write every text again."""
        for name, (text, _key, _right) in self._declared.items():
            self.by_name[name].setText(_(text))
        for made, action in self._buttons:
            self.follow(made, action)

    def connect_all(self, does: Mapping[str, Callable[[], object]]) -> None:
        """What each does."""
        for name, do in does.items():
            self.by_name[name].triggered.connect(lambda _checked=False, do=do: do())

    def button(self, name: str, look: ButtonLook = "plain", parent: QWidget | None = None) -> QPushButton:
        """A button for an action."""
        action = self.by_name[name]
        made = button(f"{action.objectName()}.button", look, parent or self._page)
        made.clicked.connect(action.trigger)
        action.changed.connect(lambda: self.follow(made, action))
        self._buttons.append((made, action))
        self.follow(made, action)
        return made

    def follow(self, made: QPushButton, action: QAction) -> None:
        """A key of one letter stands on the button, a longer one in its tooltip; a greyed one says why there."""
        text, keys = action.text().rstrip("…"), key_text(action)
        made.setText(f"{text}  {keys}" if len(keys) == 1 else text)
        made.setAccessibleName(text)
        made.setEnabled(action.isEnabled())
        made.setToolTip(f"{text}  {keys}".rstrip() if action.isEnabled() else action.toolTip())
        made.setAccessibleDescription("" if action.isEnabled() else action.toolTip())


class ReasonedActions(PageActions):
    """One that can't be done now says why when its key is pressed; its button is greyed with the same reason. Its keys
    are for all of the window while the page is shown."""

    def __init__(
        self,
        page: QWidget,
        desk: Desk,
        messages: Messages,
        declared: Declared,
        *,
        always: Collection[str],
        nothing: str,
    ) -> None:
        """`always`: those that need nothing chosen; `nothing`: what is said while nothing is (marked by N_)."""
        super().__init__(page, desk, declared, is_within=False)
        self._desk, self._messages, self._always, self._nothing = desk, messages, always, nothing
        self._reasons: Mapping[str, str] | None = None

    def connect_all(self, does: Mapping[str, Callable[[], object]]) -> None:
        """What each does, where it can be done."""
        super().connect_all({name: partial(self._try, name, do) for name, do in does.items()})

    def show_reasons(self, reasons: Mapping[str, str] | None) -> None:
        """Why which can't be done with what is chosen; None while nothing is."""
        self._reasons = reasons
        self.retranslate()

    def why_not(self, name: str) -> str:
        """Why it can't be done now; "" where it can."""
        right = self._declared[name][2]
        if right is not None and not self._desk.actor.may(right):
            return why_not_allowed(self._desk, right)
        if self._reasons is None:
            return "" if name in self._always else _(self._nothing)
        return self._reasons.get(name, "")

    def follow(self, made: QPushButton, action: QAction) -> None:
        """As its action, and greyed where it can't be done."""
        super().follow(made, action)
        said = self.why_not(action.objectName().rpartition(".")[2])
        if said:
            made.setEnabled(False)
            made.setToolTip(said)
            made.setAccessibleDescription(said)

    def _try(self, name: str, do: Callable[[], object]) -> None:
        said = self.why_not(name)
        if said:
            self._messages.toast(said, Kind.WARNING, topic=self._page.objectName())
        else:
            do()
