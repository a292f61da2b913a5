"""Who is working: a name, then a password or PIN, all by keyboard (TEAM-01)."""

from collections.abc import Sequence
from itertools import pairwise
from typing import cast

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from shopdesk.domain.permissions import ROLE_NAMES, Role
from shopdesk.domain.pinyin import initials
from shopdesk.errors import ShopdeskError
from shopdesk.i18n import LANGUAGES, _, sentence
from shopdesk.queries.people import PersonRow, list_people
from shopdesk.services.desk import Actor, Desk
from shopdesk.services.sign_in import TryLater, sign_in
from shopdesk.ui.background import Background
from shopdesk.ui.controls import button, label, named
from shopdesk.ui.form_dialog import FormDialog
from shopdesk.ui.language import Language, Retranslated
from shopdesk.ui.people.recovery import open_recovery
from shopdesk.ui.scanner import TAKES_SCAN

WIDTH = 380
LIST_HEIGHT = 156
"""px: five names; the others scroll."""
SECOND = 1_000


class NameLine(QLineEdit):
    """Narrows the list by name or initials; the arrows go through it from here."""

    walked = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down are the list's."""
        steps = {int(Qt.Key.Key_Down): 1, int(Qt.Key.Key_Up): -1}
        if event.key() in steps:
            self.walked.emit(steps[event.key()])
        else:
            super().keyPressEvent(event)


class SecretLine(NameLine):
    """A field that shows dots; its text is gone once it was used. The arrows choose whose it is, so that switching at a
    shared PC is an arrow and a PIN."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setProperty(TAKES_SCAN, True)  # fast fingers are no scanner here


class SignInWindow(Retranslated, QWidget):
    """`signed_in` carries the Actor; the window stays until it is closed. Closing it by hand is `given_up`."""

    signed_in = Signal(object)
    given_up = Signal()

    def __init__(self, desk: Desk, language: Language, *, person: str = "", parent: QWidget | None = None) -> None:
        """`person` is who worked here last: only the secret is missing then."""
        super().__init__(parent)
        self.setObjectName("sign_in")
        self._desk, self._language, self._person = desk, language, person
        self._background = Background(self, after_each=self._give_back_connection)
        self._background.on_unhandled(self._refuse)
        self._people = [row for row in list_people(desk.seen) if row.can_sign_in]
        self._wait: TryLater | None = None
        self._seconds = 0
        self._may_close = False
        self._ticking = QTimer(self, interval=SECOND)
        self._build()
        self._lay_out()
        self._connect()
        self.retranslate()
        self._show_names(self._people, person)

    def retranslate(self) -> None:
        """Write every text again."""
        self.setWindowTitle(_("Sign in – shopdesk"))
        self._title.setText(_("Who is working?"))
        for part, text in (
            (self.name, _("Name")),
            (self.list, _("People")),
            (self.secret, _("Password or PIN")),
            (self._languages, _("Language")),
        ):
            part.setAccessibleName(text)
        self.name.setPlaceholderText(_("Name or its initials"))
        self.secret.setPlaceholderText(_("Password or PIN"))
        self._leave.setText(_("Quit"))
        self._forgotten.setText(_("Forgotten…"))
        self._enter.setText(_("Sign in"))
        for row in range(self.list.count()):
            item = self.list.item(row)
            item.setText(_line(item.data(Qt.ItemDataRole.UserRole)))
        self._show_wait()

    def chosen_name(self) -> str:
        """Whose secret is asked for."""
        item = self.list.currentItem()
        if item is not None and not item.isHidden():
            return cast("PersonRow", item.data(Qt.ItemDataRole.UserRole)).name
        return self.name.text().strip()

    def try_secret(self) -> None:
        """Look whether name and secret go together; a thread does the slow part."""
        name, secret = self.chosen_name(), self.secret.text()
        if self._background.running or self._seconds:
            return
        if not name or not secret:
            (self.secret if name else self.name).setFocus()
            return
        self.secret.clear()
        self._enable(False)
        self._background.run_task(
            lambda: sign_in(self._desk, name=name, secret=secret), self._take, self._refuse, owner=self
        )

    def show_refusal(self, text: str) -> None:
        """Say why it can't be."""
        self._refusal.setText(text)
        self._refusal.setVisible(bool(text))

    def open_recovery(self) -> FormDialog:
        """For who forgot the password: what to do, and the form for an owner with the recovery code."""
        owners = [person.name for person in self._people if person.role == Role.OWNER]
        chosen = self.chosen_name()
        name = chosen if chosen in owners else (owners or [""])[0]
        return open_recovery(self._desk, name, self._take, parent=self)

    def finish(self) -> None:
        """Whoever works is known: close without giving up."""
        self._may_close = True
        self.close()

    def showEvent(self, event: QShowEvent) -> None:
        """Straight to what is missing."""
        super().showEvent(event)
        is_known = self.list.currentItem() is not None and (bool(self._person) or len(self._people) == 1)
        (self.secret if is_known else self.name).setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to all the names."""
        if event.key() == Qt.Key.Key_Escape:
            self.secret.clear()
            self.name.clear()
            self._show_names(self._people, "")
            self.name.setFocus()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Work of its own ends first."""
        self._background.close()
        self._ticking.stop()
        super().closeEvent(event)
        if not self._may_close:
            self._may_close = True
            self.given_up.emit()

    # How it is put together

    def _build(self) -> None:
        self._title = label("sign_in.title", "title", parent=self)
        self._languages = named(QComboBox(self), "sign_in.language")
        for code, text in LANGUAGES.items():
            self._languages.addItem(text, code)
        self._languages.setCurrentIndex(self._languages.findData(self._language.code))
        self.name = named(NameLine(self), "sign_in.name")
        self.name.setProperty(TAKES_SCAN, True)
        self.list = named(QListWidget(self), "sign_in.people")
        self.list.setFixedHeight(LIST_HEIGHT)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the arrows reach it from the name
        self.secret = SecretLine("sign_in.secret", self)
        self._refusal = label("sign_in.refusal", "danger", wrap=True, parent=self)
        self._refusal.hide()
        self._forgotten = button("sign_in.forgotten", "link", self)
        self._leave = button("sign_in.quit", "quiet", self)
        self._enter = button("sign_in.enter", "main", self)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._languages)
        foot = QHBoxLayout()
        foot.addWidget(self._leave)
        foot.addWidget(self._forgotten)
        foot.addStretch(1)
        foot.addWidget(self._enter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(12)
        layout.addLayout(head)
        for part in (self.name, self.list, self.secret, self._refusal):
            layout.addWidget(part)
        layout.addStretch(1)
        layout.addLayout(foot)
        self.setMinimumWidth(WIDTH)
        self._enter.setMinimumWidth(96)
        order = (self.name, self.secret, self._enter, self._forgotten, self._leave)
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)

    def _connect(self) -> None:
        self.name.textEdited.connect(self._narrow)
        for line in (self.name, self.secret):
            line.walked.connect(self._walk)
        self.name.returnPressed.connect(self.secret.setFocus)
        self.list.itemClicked.connect(lambda _item: self.secret.setFocus())
        self.list.currentItemChanged.connect(lambda *_args: self.show_refusal(""))
        self.secret.returnPressed.connect(self.try_secret)
        self._enter.clicked.connect(self.try_secret)
        self._leave.clicked.connect(self.close)
        self._forgotten.clicked.connect(lambda *_args: self.open_recovery())
        self._languages.activated.connect(lambda: self._language.use(self._languages.currentData()))
        self._ticking.timeout.connect(self._tick)

    def _give_back_connection(self) -> None:
        """Called in a worker's thread, whose connection nobody else could close."""
        self._desk.database.close()

    # Names

    def _show_names(self, people: Sequence[PersonRow], chosen: str) -> None:
        self.list.clear()
        for person in people:
            item = QListWidgetItem(_line(person), self.list)
            item.setData(Qt.ItemDataRole.UserRole, person)
            if person.name == chosen or (not chosen and self.list.currentItem() is None):
                self.list.setCurrentItem(item)

    def _narrow(self, typed: str) -> None:
        wanted = typed.strip().casefold()
        found = [person for person in self._people if _matches(person.name, wanted)]
        self._show_names(found, "")

    def _walk(self, step: int) -> None:
        if self.list.count():
            self.list.setCurrentRow((self.list.currentRow() + step) % self.list.count())

    # What comes of it

    def _take(self, actor: Actor) -> None:
        self._enable(True)
        self.show_refusal("")
        self.signed_in.emit(actor)

    def _refuse(self, error: Exception) -> None:
        self._enable(True)
        if isinstance(error, TryLater):
            self._wait, self._seconds = error, error.wait // SECOND
            self._ticking.start()
            self._show_wait()
        else:
            self.show_refusal(sentence(error) if isinstance(error, ShopdeskError) else str(error))
        self.secret.setFocus()

    def _enable(self, enabled: bool) -> None:
        for part in (self.name, self.list, self._enter):
            part.setEnabled(enabled)
        self.secret.setReadOnly(not enabled)

    def _tick(self) -> None:
        self._seconds = max(0, self._seconds - 1)
        self._show_wait()

    def _show_wait(self) -> None:
        """The wait as it runs down; at its end the secret can be typed again."""
        self._enter.setEnabled(not self._seconds)
        if self._wait is not None and self._seconds:
            self.show_refusal(sentence(TryLater(**{**self._wait.values, "seconds": self._seconds})))
        elif self._wait is not None:
            self._wait = None
            self._ticking.stop()
            self.show_refusal("")


def _line(person: PersonRow) -> str:
    role = _(ROLE_NAMES[Role(person.role)]) if person.role in set(Role) else person.role
    return person.name if role == person.name else f"{person.name}  ·  {role}"


def _matches(name: str, wanted: str) -> bool:
    if not wanted or wanted in name.casefold():
        return True
    return wanted.isascii() and not name.isascii() and initials(name).startswith(wanted)
