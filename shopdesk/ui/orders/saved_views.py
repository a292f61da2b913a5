"""The views menu: what was chosen, kept under a name."""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from shopdesk.errors import ShopdeskError
from shopdesk.i18n import _
from shopdesk.services.desk import Desk
from shopdesk.services.views import delete_view, list_views, save_view
from shopdesk.ui.controls import named
from shopdesk.ui.language import Retranslated
from shopdesk.ui.messages import Messages
from shopdesk.ui.orders.choice import Choice, read_choice
from shopdesk.ui.theme import Theme

PAGE = "orders"
"""The page's name where views are kept."""


class ViewsButton(Retranslated, QPushButton):
    """Asks for what the user wants done with views; the page does it."""

    view_chosen = Signal(str)
    save_requested = Signal()
    delete_requested = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("orders.views")
        self.setProperty("quiet", True)
        self.setAutoDefault(False)
        self.setIconSize(QSize(16, 16))
        theme.icons.put(self, "bookmark")
        self._theme = theme
        self._views: Mapping[str, Mapping[str, Any]] = {}
        self._current = ""
        self._menu = named(QMenu(self), "orders.views.menu")
        self._menu.aboutToShow.connect(self.fill)
        self.setMenu(self._menu)
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text again."""
        self.setText((self._current or _("Views")) + "   ")
        self.setAccessibleName(_("Saved views"))
        self.setToolTip(_("Keep what is chosen here under a name, and come back to it"))

    def show_views(self, views: Mapping[str, Mapping[str, Any]], kept: Mapping[str, Any]) -> None:
        """The views there are; the one that says the same as `kept` gives the button its name."""
        self._views = views
        self._current = next((name for name, view in views.items() if dict(view) == dict(kept)), "")
        self.retranslate()

    def fill(self) -> None:
        """Write the menu as things are now."""
        self._menu.clear()
        for number, name in enumerate(self._views):
            action = self._menu.addAction(name.replace("&", "&&"))
            action.setObjectName(f"orders.view.{number}")
            action.setCheckable(True)
            action.setChecked(name == self._current)
            action.triggered.connect(lambda _checked, chosen=name: self.view_chosen.emit(chosen))
        if self._views:
            self._menu.addSeparator()
        save = self._menu.addAction(_("Save this view…"), self.save_requested.emit)
        save.setObjectName("orders.view.save")
        self._theme.icons.put(save, "device-floppy")
        if self._views:
            self._add_deletions()

    def _add_deletions(self) -> None:
        gone = named(QMenu(_("Delete a view"), self._menu), "orders.views.delete")
        for name in self._views:
            action = gone.addAction(name.replace("&", "&&"))
            action.triggered.connect(lambda _checked, chosen=name: self.delete_requested.emit(chosen))
        self._theme.icons.put(gone.menuAction(), "trash")
        self._menu.addMenu(gone)


class SavedViews(QObject):
    """Keeps views for the acting person. `chosen` carries the Choice of a view."""

    chosen = Signal(object)

    def __init__(self, desk: Desk, messages: Messages, menu: ViewsButton) -> None:
        super().__init__(menu)
        self._desk, self._messages, self._menu = desk, messages, menu
        self._choice = Choice()
        menu.view_chosen.connect(self._take)
        menu.save_requested.connect(self._ask_name)
        menu.delete_requested.connect(self._delete)
        self.refresh()

    def refresh(self) -> None:
        """Read the views again."""
        self._views = list_views(self._desk, page=PAGE)
        self._menu.show_views(self._views, self._choice.kept())

    def show_choice(self, choice: Choice) -> None:
        """What is chosen now: it may be one of the views."""
        self._choice = choice
        self._menu.show_views(self._views, choice.kept())

    def _take(self, name: str) -> None:
        self.chosen.emit(read_choice(self._views[name]))

    def _ask_name(self) -> None:
        self._messages.ask_text(_("What shall this view be called?"), _("Save"), self._save)

    def _save(self, name: str) -> None:
        name, shown = name.strip(), self._views.get(name.strip())
        self._try(lambda: save_view(self._desk, page=PAGE, name=name, filters=self._choice.kept(), shown=shown))

    def _delete(self, name: str) -> None:
        filters = self._views[name]
        if self._try(lambda: delete_view(self._desk, page=PAGE, name=name, shown=filters)):
            self._messages.toast(
                _("View {name} deleted").format(name=name),
                undo=lambda: self._try(lambda: save_view(self._desk, page=PAGE, name=name, filters=filters)),
            )

    def _try(self, write: Callable[[], None]) -> bool:
        """A view is one small row: written at once."""
        try:
            write()
        except ShopdeskError as error:
            self._messages.error(error)
            self.refresh()
            return False
        self.refresh()
        return True
