"""One dialog from a server's address to the shop that lies there: test, make the database, move or join (DATA-02)."""

from collections.abc import Callable

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtGui import QCloseEvent, QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from shopdesk.errors import ShopdeskError
from shopdesk.i18n import N_, _, sentence
from shopdesk.services.servers import Address, ServerLook, create_database, is_about_password, try_server
from shopdesk.ui.background import Background, Task
from shopdesk.ui.controls import button, grow_to_fit, label, named, restyle
from shopdesk.ui.icons import Icons
from shopdesk.ui.language import Retranslated
from shopdesk.ui.progress import ProgressRow
from shopdesk.ui.servers.address_form import AddressForm
from shopdesk.ui.servers.findings import STEP_TEXTS, Step, findings, lacking, next_step

WIDTH = 600
SQL_HIGH = 62
Mover = Callable[[Address], Task]
"""Begins to move the shop to an address; the task ends when it is there and compared."""


class ServerDialog(Retranslated, QDialog):
    """Tests what was typed and offers what can be done there."""

    chosen = Signal(object)
    """The `Address` of a shop to work in from now on: it is there."""
    begun = Signal(object)
    """The `Address` of an empty database in which a new shop is wanted."""

    def __init__(
        self,
        *,
        background: Background,
        icons: Icons,
        source: str = "",
        move: Mover | None = None,
        address: Address | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """`source` is the shop that `move` would move, "" where there is none or it shall stay."""
        super().__init__(parent)
        self.setObjectName("server")
        self._background, self._icons, self._source, self._move = background, icons, source, move
        self._look: ServerLook | None = None
        self._task: Task | None = None
        self._step: Step | None = Step.TEST
        self.form = AddressForm(address, self)
        self._build()
        self._lay_out()
        self.retranslate()
        self.setMinimumWidth(WIDTH)

    def retranslate(self) -> None:
        """Write every text again."""
        self.setWindowTitle(_("The shop on a server"))
        self.setAccessibleName(_("The shop on a server"))
        self._intro.setText(_(INTRO_MOVE if self._source else INTRO_JOIN))
        self._sql.setAccessibleName(_("For whoever looks after the server"))
        self._copy.setText(_("Copy"))
        self._test.setText(_("Test"))
        self._cancel.setText(_("Cancel"))
        self._show_look()

    # Steps

    def test(self) -> None:
        """Look at the server in the background."""
        address = self.form.address()
        if address is not None and self._task is None:
            self._run(_("Looking at the server"), lambda: try_server(address), self._take_look)

    def go_on(self) -> None:
        """Do what the main button says."""
        if self._task is not None:
            return
        address = self.form.address()
        if address is None or self._look is None or self._step in (None, Step.TEST):
            self.test()
        elif self._step is Step.CREATE:
            self._run(_("Making the database"), lambda: create_database(address), lambda _made: self.test())
        elif self._step is Step.MOVE and self._move is not None:
            self._follow(self._move(address), lambda _told: self._finish(self.chosen, address))
        else:
            self._finish(self.begun if self._step is Step.BEGIN else self.chosen, address)

    def reject(self) -> None:
        """While something goes on, Cancel and Esc end that first."""
        if self._task is not None and self._task.can_cancel:
            self._task.cancel()
        elif self._task is None:
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        """The same by the window's frame."""
        if self._task is not None:
            event.ignore()
            self.reject()
        else:
            super().closeEvent(event)

    def _finish(self, signal: SignalInstance, address: Address) -> None:
        self.accept()
        signal.emit(address)

    def _run(self, title: str, func: Callable[[], object], then: Callable[[object], object]) -> None:
        self._begin(self._background.run_task(func, lambda done: self._end(done, then), self._refuse, owner=self,
                                              title=title))  # fmt: skip

    def _follow(self, task: Task, then: Callable[[object], object]) -> None:
        task.cancelled.connect(self._stopped)
        self._background.follow(task, lambda done: self._end(done, then), self._refuse, owner=self)
        self._begin(task)

    def _begin(self, task: Task) -> None:
        self._task = task
        self._say("", "muted")
        self._missing.hide()
        for part in (self.form, self._main, self._test):
            part.setEnabled(False)
        self._cancel.setEnabled(task.can_cancel)
        self._cancel.setFocus()
        self._work.addWidget(ProgressRow(task, self._icons, name="server.work", since=200, parent=self))

    def _rest(self) -> None:
        self._task = None
        for part in (self.form, self._main, self._test, self._cancel):
            part.setEnabled(True)

    def _end(self, done: object, then: Callable[[object], object]) -> None:
        self._rest()
        then(done)

    def _stopped(self) -> None:
        self._rest()
        self._say(_("Moving was stopped. The shop is where it was; begun again, it goes on from here."), "warning")
        self._main.setFocus()

    def _refuse(self, error: Exception) -> None:
        self._rest()
        self._look = None
        self._step = Step.TEST
        self._show_look()
        self._say(sentence(error) if isinstance(error, ShopdeskError) else str(error), "danger")
        if is_about_password(error):
            self.form.focus_password()
        else:
            self._main.setFocus()

    # What is shown

    def _take_look(self, look: object) -> None:
        assert isinstance(look, ServerLook)
        self._look = look
        self._step = next_step(look, self._source if self._move is not None else "")
        self._show_look()
        (self._main if self._step is not None else self._test).setFocus()

    def _forget_look(self) -> None:
        """Something else was typed."""
        self._look, self._step = None, Step.TEST
        self._say("", "muted")
        self._missing.hide()
        self._show_look()

    def _show_look(self) -> None:
        self._main.setVisible(self._step is not None)
        self._main.setText(_(STEP_TEXTS[self._step or Step.TEST]))
        self._test.setVisible(self._step is not Step.TEST)
        if self._look is None:
            return
        missing = lacking(self._look)
        lines = [*findings(self._look, self._source), *(each.what for each in missing)]
        self._say("\n".join(lines), "good" if self._step is not None else "danger")
        statements = [each.sql for each in missing if each.sql]
        self._sql.setPlainText("\n".join(f"{statement};" for statement in statements))
        self._missing.setVisible(bool(statements))
        self._hint.setText(_("Whoever looks after the server can do it so:"))
        grow_to_fit(self)

    def _say(self, text: str, role: str) -> None:
        self._result.setText(text)
        restyle(self._result, "role", role)
        self._result.setVisible(bool(text))
        grow_to_fit(self)

    def _build(self) -> None:
        self._intro = label("server.intro", "muted", wrap=True, parent=self)
        self._result = label("server.result", wrap=True, parent=self)
        self._result.hide()
        self._missing = named(QWidget(self), "server.missing")
        self._hint = label("server.missing.hint", "small", wrap=True, parent=self._missing)
        self._sql = named(QPlainTextEdit(self._missing), "server.missing.sql")
        self._sql.setReadOnly(True)
        self._sql.setTabChangesFocus(True)
        self._sql.setFixedHeight(SQL_HIGH)
        self._copy = button("server.missing.copy", parent=self._missing)
        self._copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self._sql.toPlainText()))
        self._missing.hide()
        self._cancel = button("server.cancel", parent=self)
        self._test = button("server.test", parent=self)
        self._main = button("server.go", "main", self)
        self._main.setDefault(True)
        self._cancel.clicked.connect(self.reject)
        self._test.clicked.connect(self.test)
        self._main.clicked.connect(self.go_on)
        self.form.changed.connect(self._forget_look)

    def _lay_out(self) -> None:
        asked = QHBoxLayout(self._missing)
        asked.setContentsMargins(0, 0, 0, 0)
        words = QVBoxLayout()
        words.addWidget(self._hint)
        words.addWidget(self._sql)
        asked.addLayout(words, 1)
        asked.addWidget(self._copy)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addStretch(1)
        for made in (self._cancel, self._test, self._main):
            made.setMinimumWidth(88)
            foot.addWidget(made)
        self._work = QVBoxLayout()
        body = QVBoxLayout(self)
        body.setContentsMargins(20, 20, 20, 16)
        body.setSpacing(12)
        for part in (self._intro, self.form, self._result, self._missing):
            body.addWidget(part)
        body.addLayout(self._work)
        body.addStretch(1)
        body.addLayout(foot)


INTRO_MOVE = N_(
    "Several PCs share a shop that lies on a PostgreSQL server. The shop is copied there and compared row by row; the "
    "file on this PC is kept. Meanwhile nobody can change anything."
)
INTRO_JOIN = N_("Several PCs share a shop that lies on a PostgreSQL server. Whoever set it up knows its address.")
