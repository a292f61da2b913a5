"""What is shown in place of the shop while its server lets nobody in: why, the password it asks for, other ways."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from shopdesk.errors import ShopdeskError
from shopdesk.i18n import _, sentence
from shopdesk.services.servers import Address, is_about_password, look_at_server
from shopdesk.ui.background import Background
from shopdesk.ui.controls import button, grow_to_fit, label, named
from shopdesk.ui.file_dialogs import choose_file
from shopdesk.ui.language import Retranslated

WIDTH = 460
AGAIN_MS = 3_000
"""A server that is away is tried again by itself."""


class ServerGate(Retranslated, QWidget):
    """Tries until the server answers. It only says what is wanted; the application does it."""

    answered = Signal(object)
    """The `Address`, with the password that was right: the server answers."""
    correct_requested = Signal()
    file_requested = Signal(object)
    """The `Path` of another shop."""
    given_up = Signal()

    def __init__(self, address: Address, error: ShopdeskError) -> None:
        super().__init__()
        self.setObjectName("gate")
        self._address, self._error = address, error
        self._background = Background(self)
        self._may_close = False
        self._again = QTimer(self, interval=AGAIN_MS)
        self._again.timeout.connect(self._try_by_itself)
        self._build()
        self._lay_out()
        self.resize(WIDTH, 0)
        self.retranslate()
        self._again.start()

    def retranslate(self) -> None:
        """Write every text again."""
        self.setWindowTitle(_("shopdesk – the server"))
        self._title.setText(_("The shop lies in {place}").format(place=self._address.place))
        self.password.setAccessibleName(_("Password"))
        self.password.setPlaceholderText(_("Password of {name}").format(name=self._address.user))
        self._file.setText(_("Open another shop's file…"))
        self._correct.setText(_("Another address…"))
        self._leave.setText(_("Quit"))
        self._go.setText(_("Try again"))
        self._show_error()

    def try_again(self) -> None:
        """Ask the server in the background."""
        if self._background.running:
            return
        address = self._address.with_password(self.password.text()) if self.password.text() else self._address
        self._background.run_task(
            lambda: look_at_server(address),
            lambda look: self.answered.emit(look.address),
            self._refuse,
            owner=self,
        )

    def finish(self) -> None:
        """The shop is open: go."""
        self._may_close = True
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closed by hand, the program ends."""
        self._again.stop()
        self._background.close()
        super().closeEvent(event)
        if not self._may_close:
            self.given_up.emit()

    def show_refusal(self, error: ShopdeskError) -> None:
        """The server answers, and the shop can't be opened all the same."""
        self._refuse(error)

    def _try_by_itself(self) -> None:
        if not is_about_password(self._error):
            self.try_again()

    def _refuse(self, error: Exception) -> None:
        if not isinstance(error, ShopdeskError):
            raise error
        self._error = error
        self._show_error()

    def _show_error(self) -> None:
        asks = is_about_password(self._error)
        self._said.setText(sentence(self._error))
        was_asking = not self.password.isHidden()
        self.password.setVisible(asks)
        if asks and not was_asking:
            self.password.setFocus()
        elif not asks:
            self._go.setFocus()
        self._go.setText(_("Open") if asks else _("Try again"))
        grow_to_fit(self)

    def _choose_file(self) -> None:
        pattern = _("Shops (*.db);;All files (*)")
        choose_file(self, "gate.file", _("Open a shop"), pattern, self.file_requested.emit)

    def _build(self) -> None:
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._title = label("gate.title", "title", wrap=True, parent=self)
        self._said = label("gate.said", "danger", wrap=True, parent=self)
        self.password = named(QLineEdit(self), "gate.password")
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.hide()
        self._file = button("gate.file", "link", self)
        self._correct = button("gate.correct", "link", self)
        self._leave = button("gate.leave", parent=self)
        self._go = button("gate.go", "main", self)
        self._file.clicked.connect(self._choose_file)
        self._correct.clicked.connect(self.correct_requested)
        self._leave.clicked.connect(self.close)
        self._go.clicked.connect(self.try_again)
        self.password.returnPressed.connect(self.try_again)

    def _lay_out(self) -> None:
        links, foot = QHBoxLayout(), QHBoxLayout()
        for link in (self._correct, self._file):
            links.addWidget(link)
        links.addStretch(1)
        foot.addStretch(1)
        foot.addWidget(self._leave)
        foot.addWidget(self._go)
        body = QVBoxLayout(self)
        body.setContentsMargins(24, 20, 24, 16)
        body.setSpacing(12)
        for part in (self._title, self._said, self.password):
            body.addWidget(part)
        body.addLayout(links)
        body.addLayout(foot)
