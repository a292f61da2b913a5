"""Where the shop lies: on this PC, or on a server that several PCs share (DATA-02, DATA-03)."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from shopdesk.domain.permissions import Right
from shopdesk.errors import ShopdeskError
from shopdesk.i18n import N_, _, sentence
from shopdesk.paths import default_database
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.desk import Desk
from shopdesk.services.server_password import copy_environment, is_password_kept, kept_address
from shopdesk.services.servers import Address, address_of
from shopdesk.services.sign_in import make_ticket
from shopdesk.settings import REPORTS_ADDRESS
from shopdesk.ui.background import Background, Task
from shopdesk.ui.controls import button, label, restyle
from shopdesk.ui.form_inputs import Field
from shopdesk.ui.messages import Messages
from shopdesk.ui.processes import ProcessTask
from shopdesk.ui.progress import ProgressRow
from shopdesk.ui.rights import apply_right
from shopdesk.ui.servers.dialog import ServerDialog
from shopdesk.ui.settings_dialog.section import Section
from shopdesk.ui.theme import Theme


class Place(Section):
    """Nothing here waits for Save: a shop is moved when asked for, and the window then opens it in its new place."""

    key, title, icon = "place", N_("Where the shop lies"), "database"
    right = Right.VIEW
    chosen = Signal(object)
    """The `Address` of the shop to work in from now on."""
    begun = Signal(object)
    """The `Address` of an empty database in which a new shop is wanted."""

    def __init__(self, desk: Desk, *, address: str, theme: Theme, background: Background, messages: Messages) -> None:
        super().__init__()
        self._desk, self._address = desk, address_of(address)
        self._theme, self._background, self._messages = theme, background, messages
        self._task: Task | None = None
        self._where = label("settings.place.where", wrap=True, parent=self)
        self._where.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._password = label("settings.place.password", "muted", wrap=True, parent=self)
        self._password.setVisible(self._address.is_server)
        self._move = button("settings.place.move", parent=self)
        self._join = button("settings.place.join", parent=self)
        self._back = button("settings.place.back", parent=self)
        self._result = label("settings.place.result", "danger", wrap=True, parent=self)
        self._result.hide()
        self._work = QVBoxLayout()
        self._lay_out()
        self._connect()
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text again."""
        super().retranslate()
        here = _("The shop lies on this PC, in {file}. Several programs on this PC can work in it at once; other PCs "
                 "can't.")  # fmt: skip
        there = _("The shop lies on a server, in {place}. Every PC that names this address works in it: {address}")
        is_server = self._address.is_server
        text = there if is_server else here
        address = self._address
        self._where.setText(text.format(file=address.file, place=address.place, address=address.url))
        self._move.setText(_("Put the shop on another server…") if is_server else _("Put the shop on a server…"))
        self._join.setText(_("Work in a shop on a server…"))
        self._back.setText(_("Bring the shop back to this PC…"))
        kept = is_password_kept(address.url) if is_server else False
        self._password.setText(
            _("Its password lies in this system's keyring.")
            if kept
            else _(
                "Its password isn't kept on this PC: the window asks for it, unless PostgreSQL's own file of "
                "passwords has it."
            )
        )

    def save(self) -> None:
        """Keep the address for reports for everybody, without its password."""
        if self._address.is_server and self._desk.actor.may(Right.SETTINGS):
            typed = self.text("reports")
            self.keep(self._desk, REPORTS_ADDRESS, kept_address(typed) if typed else "")

    def open_server(self, *, move: bool) -> ServerDialog:
        """The dialog from an address to the shop there; with `move` this shop goes there."""
        dialog = ServerDialog(
            background=self._background,
            icons=self._theme.icons,
            source=self._address.url if move else "",
            move=self.start_moving if move else None,
            parent=self,
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.chosen.connect(self.chosen)
        dialog.begun.connect(self.begun)
        dialog.open()
        return dialog

    def start_moving(self, target: Address) -> Task:
        """Our own command moves the shop, so that the window goes on; passwords go by the environment."""
        task = ProcessTask(
            ["copy", self._address.url, target.url, "--move", "--json", "--progress"],
            _("Moving the shop"),
            ticket=make_ticket(self._desk),
            more=copy_environment(self._address, target),
            parent=self,
        )
        task.start()
        return task

    def bring_back(self) -> None:
        """Ask first: the others can't go on on the server then."""
        file = default_database()
        self._messages.confirm(
            _("Bring the shop back to this PC?"),
            _("Bring it back"),
            lambda: self._bring_back(file),
            details=_(
                "It is copied into {file} and compared row by row. From then on nobody can work on the server any "
                "more; what lies there is kept as it was."
            ).format(file=file),
        )

    def _bring_back(self, file: Path) -> None:
        target = address_of(file)
        task = self._task = self.start_moving(target)
        self._result.hide()
        self._enable(False)
        self._background.follow(task, lambda _told: self.chosen.emit(target), self._refuse, owner=self)
        task.finished.connect(lambda: self._enable(True))
        self._work.addWidget(ProgressRow(task, self._theme.icons, name="settings.place.work", parent=self))

    def _refuse(self, error: Exception) -> None:
        self._result.setText(sentence(error) if isinstance(error, ShopdeskError) else str(error))
        restyle(self._result, "role", "danger")
        self._result.show()

    def _enable(self, enabled: bool) -> None:
        for made in (self._move, self._join, self._back):
            made.setEnabled(enabled)

    def _connect(self) -> None:
        self._move.clicked.connect(lambda: self.open_server(move=True))
        self._join.clicked.connect(lambda: self.open_server(move=False))
        self._back.clicked.connect(self.bring_back)
        self._back.setVisible(self._address.is_server)
        for made in (self._move, self._back):
            apply_right(made, self._desk, Right.RESTORE)

    def _lay_out(self) -> None:
        self.body.addWidget(self._where)
        self.body.addWidget(self._password)
        for made in (self._move, self._back, self._join):
            row = QHBoxLayout()
            row.addWidget(made)
            row.addStretch(1)
            self.body.addLayout(row)
        self.body.addLayout(self._work)
        self.body.addWidget(self._result)
        if self._address.is_server:
            self._add_reports()
        self.finish()

    def _add_reports(self) -> None:
        """A server that follows the shop's: long lists are read there."""
        self.add_note(N_("Reports"), "section")
        field = Field(
            "reports",
            N_("Server for reports"),
            value=get_setting(self._desk.seen, REPORTS_ADDRESS),
            hint=N_("The address of a copy that follows this server: exports are read there. Empty: none."),
            check=_no_server,
        )
        self.add_row(field).setEnabled(self._desk.actor.may(Right.SETTINGS))


def _no_server(typed: object) -> str | None:
    try:
        if not typed or address_of(str(typed)).is_server:
            return None
    except ShopdeskError as error:
        return sentence(error)
    return _("Name a server: postgresql://name@server/database")
