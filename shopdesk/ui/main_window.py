"""The window: navigation, the page that is shown, the box for scan, search and commands, and the status line.

It knows no page by name. Pages are declared to it (`page.Page`), ask it for things by signals, and are found by the
kinds of things that they show.
"""

from collections.abc import Callable
from contextlib import suppress

from PySide6.QtCore import QByteArray, Qt, Signal
from PySide6.QtGui import QAction, QCloseEvent, QKeySequence, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from shopdesk.domain.documents import parse_return_code
from shopdesk.errors import OutputFailed
from shopdesk.i18n import N_, _
from shopdesk.ui.background import Background
from shopdesk.ui.banner import Banners
from shopdesk.ui.changes import Changes
from shopdesk.ui.command_box import CommandBox
from shopdesk.ui.controls import label, named
from shopdesk.ui.help.window import HelpWindow
from shopdesk.ui.language import Language, Retranslated
from shopdesk.ui.messages import Kind, Messages
from shopdesk.ui.navigation import Navigation
from shopdesk.ui.offline import Offline
from shopdesk.ui.page import Command, Page, PageWidget
from shopdesk.ui.scanner import Scanner, folded, looks_like_code
from shopdesk.ui.shortcuts import ShortcutsDialog
from shopdesk.ui.side_panel import SettingsStore
from shopdesk.ui.status_bar import Standing, StatusBar
from shopdesk.ui.theme import Scheme, Theme
from shopdesk.ui.window_menu import WindowMenu

TOP_HEIGHT = 48
NARROW_BELOW = 1100
"""px of width under which the navigation shows icons only."""


Found = tuple[str, object]
"""Kind and id of a thing: ("order", 17)."""


class MainWindow(Retranslated, QMainWindow):
    """`find_record` looks up a scanned or typed code (order number, waybill); None where nobody knows it.

    No page is made before the window is shown, so `Page.make` may use the window's `messages`.
    """

    settings_requested = Signal()

    def __init__(
        self,
        *,
        pages: tuple[Page, ...],
        theme: Theme,
        language: Language,
        settings: SettingsStore,
        background: Background,
        changes: Changes,
        find_record: Callable[[str], Found | None],
        first_page: str = "",
    ) -> None:
        """`first_page` is shown where none is remembered on this PC; without it the first of all."""
        super().__init__()
        self.setObjectName("main")
        self._declared = {page.key: page for page in pages}
        self._made: dict[str, PageWidget] = {}
        self._key = ""
        self._first_page = first_page
        self._theme, self._language, self._settings = theme, language, settings
        self._background, self._find_record = background, find_record
        self._may_close = False
        self._help: HelpWindow | None = None
        self._build(pages)
        self._lay_out()
        self._connect(changes)
        self._add_page_keys(pages)
        self.setMinimumSize(800, 440)
        self.retranslate()
        self._restore_geometry()

    # What the application and tests use

    @property
    def page(self) -> PageWidget | None:
        """The page that is shown."""
        return self._made.get(self._key)

    @property
    def page_key(self) -> str:
        """The key of the page that is shown, "" before the first."""
        return self._key

    def show_page(self, key: str) -> PageWidget:
        """Show a page, made now if it is its first time."""
        page = self._made.get(key) or self._make(key)
        self._key = key
        self._stack.setCurrentWidget(page)
        self.navigation.show_chosen(key)
        self._write_titles()
        return page

    def open_record(self, kind: str, record_id: object) -> None:
        """Show a thing on the page that shows its kind. Raises LookupError for a kind of no page."""
        for key, declared in self._declared.items():
            if kind in declared.kinds:
                self.show_page(key).open_record(kind, record_id)
                return
        raise LookupError(kind)

    def set_badge(self, key: str, count: int, *, late: int = 0) -> None:
        """How many things are due on a page, made or not, and how many of them are late."""
        self.navigation.set_badge(key, count, late=late)

    def show_standing(self, standing: Standing) -> None:
        """What the status line says."""
        self._standing = standing
        self.status.show_standing(standing)
        self._write_titles()

    def add_command(self, action: QAction, *, in_menu: bool = False) -> None:
        """Offer a command on every page, and in the menu if wanted."""
        self.addAction(action)
        if in_menu:
            self.menu.add(action)

    def commands(self) -> list[Command]:
        """What can be done now: the page's commands first."""
        page = self.page
        own = [(action, _(self._declared[self._key].title)) for action in page.actions()] if page else []
        everywhere = [(action, "") for action in self.actions() if action is not self.menu.actions_by_name["search"]]
        return [Command(action, group) for action, group in (*own, *everywhere) if _is_offered(action)]

    def retranslate(self) -> None:
        """Write every text again."""
        for action, title in self._page_actions:
            action.setText(_("Go to {page}").format(page=_(title)))
        self.messages.undo.retranslate()
        self._write_titles()

    # How it is put together

    def _build(self, pages: tuple[Page, ...]) -> None:
        self._standing = Standing()
        self._page_actions: list[tuple[QAction, str]] = []
        self.navigation = Navigation(pages, self._theme, self)
        self._settings_button = self.navigation.add_foot("settings", N_("Settings"), "settings", "Ctrl+,")
        self.title = label("main.title", "title", parent=self)
        self.box = CommandBox(self._theme, self.commands, self)
        self.menu = WindowMenu(self._theme, self)
        self.banners = Banners(self)
        self._stack = named(QStackedWidget(self), "main.pages")
        self.status = StatusBar(self._background, self._theme, self)
        self.messages = Messages(self._stack, self.banners, self._theme.icons)
        self.scanner = Scanner(_application(), self)
        self.addActions(self.menu.commands())
        self.add_command(self.messages.undo.action, in_menu=True)
        self.menu.show_chosen(self._theme.scheme, self._language.code)

    def _lay_out(self) -> None:
        right = QVBoxLayout()
        for part in (self._top(), self.banners):
            right.addWidget(part)
        right.addWidget(self._stack, 1)
        middle = QHBoxLayout()
        middle.addWidget(self.navigation)
        middle.addLayout(right, 1)
        whole = QWidget(self)
        outer = QVBoxLayout(whole)
        outer.addLayout(middle, 1)
        outer.addWidget(self.status)
        for layout in (right, middle, outer):
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(0)
        self.setCentralWidget(whole)

    def _top(self) -> QFrame:
        top = named(QFrame(self), "main.top")
        top.setFixedHeight(TOP_HEIGHT)
        layout = QHBoxLayout(top)
        layout.setContentsMargins(16, 0, 12, 0)
        layout.setSpacing(8)
        layout.addWidget(self.title)
        layout.addStretch(1)
        layout.addWidget(self.box, 4)
        layout.addStretch(1)
        layout.addWidget(self.menu)
        return top

    def _connect(self, changes: Changes) -> None:
        actions = self.menu.actions_by_name
        actions["search"].triggered.connect(self.box.start)
        actions["refresh"].triggered.connect(self._refresh)
        actions["settings"].triggered.connect(self.settings_requested)
        actions["help"].triggered.connect(self._show_help)
        actions["shortcuts"].triggered.connect(self._show_shortcuts)
        actions["quit"].triggered.connect(self.close)
        self._settings_button.clicked.connect(self.settings_requested)
        self.navigation.chosen.connect(self._go_to)
        self.box.search_requested.connect(self._search)
        self.scanner.scanned.connect(self._on_scanned)
        self.menu.look_chosen.connect(self._choose_look)
        self.menu.language_chosen.connect(self._choose_language)
        self.status.news_requested.connect(lambda: self.messages.open_history(self.status.news_button))
        self._background.on_unhandled(self.messages.unasked)
        self._offline = Offline(changes, self._background, self.messages, self)

    def _add_page_keys(self, pages: tuple[Page, ...]) -> None:
        for page in pages:
            action = QAction(self)
            action.setObjectName(f"main.go.{page.key}")
            self._theme.icons.put(action, page.icon)
            action.setShortcut(QKeySequence(page.key_sequence))
            action.triggered.connect(lambda *_args, key=page.key: self._go_to(key))
            self.addAction(action)
            self._page_actions.append((action, page.title))

    def _make(self, key: str) -> PageWidget:
        page = self._declared[key].make()
        page.open_requested.connect(self.open_record)
        self._made[key] = page
        self._stack.addWidget(page)
        return page

    # What the user does

    def _go_to(self, key: str) -> None:
        with self.messages.telling():
            self.show_page(key).take_focus()

    def _search(self, text: str) -> None:
        with self.messages.telling():
            self._search_now(text)

    def _search_now(self, text: str) -> None:
        code = folded(text)
        if looks_like_code(code) and (self.scanner.is_again(code) or self._take_code(code)):
            self.box.clear()
            return
        with_search = [key for key, declared in self._declared.items() if declared.search_hint]
        key = self._key if self._key in with_search else next(iter(with_search), "")
        if key:
            self.show_page(key).search(text)

    def _on_scanned(self, code: str) -> None:
        is_known = True
        with self.messages.telling():
            is_known = self._take_code(code)
        if not is_known:
            QApplication.beep()
            self.messages.toast(
                _("Scanned {code}: no order or parcel has this number.").format(code=code), Kind.WARNING
            )

    def _take_code(self, code: str) -> bool:
        """The page's own way with a code first, then whatever the code belongs to; False where nobody knows it."""
        page = self.page
        if page is not None and page.scanned(code):
            return True
        return_form = parse_return_code(code)
        found = self._find_record(return_form[2] if return_form else code)
        if found is not None:
            self.open_record(*found)
        return found is not None

    def _refresh(self) -> None:
        page = self.page
        if page is not None:
            with self.messages.telling():
                page.refresh()

    def _show_help(self) -> None:
        if self._help is None:
            self._help = HelpWindow(self._theme, self)
        self._help.show()
        self._help.raise_()
        self._help.activateWindow()

    def _show_shortcuts(self) -> None:
        groups = [Command(action, _("Everywhere")) for action in self.actions()]
        for key, page in self._made.items():
            groups += [Command(action, _(self._declared[key].title)) for action in page.actions()]
        dialog = ShortcutsDialog(groups, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _choose_look(self, look: Scheme) -> None:
        self._theme.set_scheme(look)
        self.menu.show_chosen(look, self._language.code)
        self._keep("look", look.value)

    def _choose_language(self, code: str) -> None:
        self._language.use(code)
        self.menu.show_chosen(self._theme.scheme, code)
        self._keep("language", code)

    def _keep(self, key: str, value: str) -> None:
        try:
            self._settings.set(key, value)
        except OutputFailed as error:
            self.messages.error(error)

    def _write_titles(self) -> None:
        declared = self._declared.get(self._key)
        title = _(declared.title) if declared else ""
        self.title.setText(title)
        self.setWindowTitle(" – ".join(part for part in (title, self._standing.shop, "shopdesk") if part))
        self.box.set_hint(_(declared.search_hint) if declared and declared.search_hint else "")

    # Coming and going

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow window has a narrow navigation."""
        self.navigation.set_narrow(event.size().width() < NARROW_BELOW)
        super().resizeEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """The first page is made when there is a window to show it in."""
        if not self._key and self._declared:
            last = str(self._settings.get("window.page", ""))
            first = self._first_page or next(iter(self._declared))
            self.show_page(last if last in self._declared else first).take_focus()
        super().showEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Work under way is not stopped without asking, an open cell is taken; then everything is remembered."""
        works = [task.title for task in self._background.running if task.title]
        if works and not self._may_close:
            event.ignore()
            self._ask_to_close(works[0])
            return
        if not self._takes_open_cell():
            event.ignore()
            return
        self._background.close()
        self.scanner.stop()
        self._keep_state()
        super().closeEvent(event)

    def _takes_open_cell(self) -> bool:
        """What stands in an open cell was typed, and is saved as when the keys go elsewhere; False where it is refused,
        which is said."""
        dialog, focus = QApplication.activeModalWidget(), self.focusWidget()
        if focus is not None:
            focus.clearFocus()
        if QApplication.activeModalWidget() in (dialog, None):
            return True
        self._made[self._key].take_focus()
        return False

    def _ask_to_close(self, work: str) -> None:
        self.messages.confirm(
            _("“{work}” is still running. Stop it and close?").format(work=work),
            _("Stop and close"),
            self._close_anyway,
            details=_("Nothing half done is kept; it can be started again."),
            danger=True,
        )

    def _close_anyway(self) -> None:
        self._may_close = True
        self.close()

    def _restore_geometry(self) -> None:
        kept = str(self._settings.get("window.geometry", ""))
        if not kept or not self.restoreGeometry(QByteArray.fromBase64(kept.encode("ascii"))):
            self.resize(1360, 860)

    def _keep_state(self) -> None:
        geometry = bytes(self.saveGeometry().toBase64().data()).decode("ascii")
        with suppress(OutputFailed):  # on the way out nobody is there to read that a window's place was not kept
            self._settings.set("window.geometry", geometry)
            self._settings.set("window.page", self._key)
            for page in self._made.values():
                page.keep_state()


def _is_offered(action: QAction) -> bool:
    return action.isVisible() and action.isEnabled() and bool(action.text()) and not action.isSeparator()


def _application() -> QApplication:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    return app
