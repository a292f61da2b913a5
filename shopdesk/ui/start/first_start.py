"""What is shown where there is no shop yet: try a sample, begin an empty one, or begin with the platform's files."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from shopdesk.i18n import LANGUAGES, N_, _
from shopdesk.ui.background import Task
from shopdesk.ui.controls import button, label, named
from shopdesk.ui.file_dialogs import choose_file, choose_files
from shopdesk.ui.file_drop import FileDrop
from shopdesk.ui.language import Language, Retranslated
from shopdesk.ui.progress import ProgressRow
from shopdesk.ui.start.choice_card import ChoiceCard
from shopdesk.ui.theme import Theme

CHOICES = {
    "sample": (
        "clipboard-list",
        N_("See a sample shop"),
        N_("Some 300 made-up orders with every kind of trouble. Nothing in it is real, and it can be thrown away."),
    ),
    "empty": (
        "building-store",
        N_("Start an empty shop"),
        N_("Enter your sender and return address first, and import orders when you have the files."),
    ),
    "import": (
        "file-import",
        N_("Import order files"),
        N_("Choose the order files that you exported, or drop them here. The shop is made from them."),
    ),
}
"""Key: icon, title, sentence."""


class FirstStart(Retranslated, QWidget):
    """The first window. It only says what is wanted; the application makes the shop and then closes it."""

    sample_requested = Signal()
    empty_requested = Signal()
    import_requested = Signal(list)
    """The chosen files, a list of `Path`."""
    restore_requested = Signal()
    """The shop was here, or on another PC, and a backup of it is."""
    server_requested = Signal()
    """The shop lies on a server, or shall."""
    open_requested = Signal(object)
    """The `Path` of a shop that is elsewhere."""

    def __init__(
        self, *, theme: Theme, language: Language, database: Path | str, parent: QWidget | None = None
    ) -> None:
        """`database` is where the new shop will lie."""
        super().__init__(parent)
        self.setObjectName("start")
        self._theme, self._language, self._database = theme, language, database
        self._build()
        self._lay_out()
        self._connect()
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text again."""
        self.setWindowTitle(_("Welcome to shopdesk"))
        self._title.setText(_("Welcome to shopdesk"))
        self._intro.setText(_("There is no shop on this PC yet. How do you want to begin?"))
        self._place.setText(_("The shop will lie in {file}").format(file=self._database))
        self._server.setText(_("A shop on a server…"))
        self._open.setText(_("Open another shop's file…"))
        self._restore.setText(_("Restore a backup…"))
        self._languages.setAccessibleName(_("Language"))

    def show_work(self, task: Task) -> None:
        """Show work that one of the choices started; until it ends nothing else can be chosen."""
        self._refusal.hide()
        self._set_choices_enabled(False)
        self._work.addWidget(ProgressRow(task, self._theme.icons, name="start.work", parent=self))
        task.finished.connect(lambda: self._set_choices_enabled(True))

    def show_refusal(self, text: str) -> None:
        """Say why a choice did not work."""
        self._refusal.setText(text)
        self._refusal.show()

    def choose_import(self) -> None:
        """Ask for files to begin with."""
        pattern = _("Order files (*.csv *.xlsx *.xls *.zip);;All files (*)")
        choose_files(self, "start.files", _("Files to import"), pattern, self.import_requested.emit)

    def choose_open(self) -> None:
        """Ask for the file of a shop."""
        pattern = _("Shops (*.db);;All files (*)")
        choose_file(self, "start.file", _("Open a shop"), pattern, self.open_requested.emit)

    def _build(self) -> None:
        self._title = label("start.title", "title", parent=self)
        self._intro = label("start.intro", "muted", parent=self)
        self._place = label("start.place", "small", wrap=True, parent=self)
        self._refusal = label("start.refusal", "danger", wrap=True, parent=self)
        self._refusal.hide()
        self._open = button("start.open", "link", self)
        self._server = button("start.server", "link", self)
        self._restore = button("start.restore", "link", self)
        self._languages = named(QComboBox(self), "start.language")
        for code, name in LANGUAGES.items():
            self._languages.addItem(name, code)
        self._languages.setCurrentIndex(self._languages.findData(self._language.code))
        self.cards = {
            key: ChoiceCard(f"start.{key}", self._theme, icon=icon, title=title, sentence=sentence, parent=self)
            for key, (icon, title, sentence) in CHOICES.items()
        }

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        titles = QVBoxLayout()
        titles.setSpacing(4)
        titles.addWidget(self._title)
        titles.addWidget(self._intro)
        head.addLayout(titles, 1)
        head.addWidget(self._languages, 0, Qt.AlignmentFlag.AlignTop)
        cards = QHBoxLayout()
        cards.setSpacing(12)
        for card in self.cards.values():
            cards.addWidget(card, 1)
        foot = QHBoxLayout()
        foot.addWidget(self._place, 1)
        foot.addWidget(self._restore)
        foot.addWidget(self._server)
        foot.addWidget(self._open)
        self._work = QVBoxLayout()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(32, 28, 32, 20)
        layout.setSpacing(20)
        layout.addLayout(head)
        layout.addLayout(cards)
        layout.addWidget(self._refusal)
        layout.addLayout(self._work)
        layout.addStretch(1)
        layout.addLayout(foot)
        self.resize(800, 376)
        self.cards["sample"].setFocus()

    def _connect(self) -> None:
        self.cards["sample"].clicked.connect(self.sample_requested)
        self.cards["empty"].clicked.connect(self.empty_requested)
        self.cards["import"].clicked.connect(self.choose_import)
        self._open.clicked.connect(self.choose_open)
        self._server.clicked.connect(self.server_requested)
        self._restore.clicked.connect(self.restore_requested)
        self._languages.activated.connect(lambda: self._language.use(self._languages.currentData()))
        drop = FileDrop(self, N_("Drop the files to begin a shop with them"))
        drop.dropped.connect(self.import_requested)
        QShortcut(QKeySequence("Ctrl+O"), self, self.choose_import)

    def _set_choices_enabled(self, enabled: bool) -> None:
        for part in (*self.cards.values(), self._open, self._server, self._restore):
            part.setEnabled(enabled)
