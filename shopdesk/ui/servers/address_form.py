"""The fields of a server's address, typed one by one or pasted as a whole."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QSpinBox, QWidget

from shopdesk.errors import ShopdeskError
from shopdesk.i18n import N_, _, sentence
from shopdesk.services.servers import Address, address_from, address_of
from shopdesk.ui.controls import label, named, number_box, restyle
from shopdesk.ui.language import Retranslated

FIELDS = {
    "whole": N_("Whole address"),
    "server": N_("Server"),
    "port": N_("Port"),
    "second": N_("Second server"),
    "database": N_("Database"),
    "user": N_("User name"),
    "password": N_("Password"),
}
HINTS = {
    "whole": N_("Paste it here if you have one: postgresql://name@server/database"),
    "second": N_("Only where another server stands in for the first"),
}
NEEDED = ("server", "database", "user")
USUAL_PORT, HIGHEST_PORT = 5432, 65_535
LABEL_WIDTH = 120


class AddressForm(Retranslated, QWidget):
    """Seven fields; what is pasted into the first fills the others."""

    changed = Signal()

    def __init__(self, address: Address | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("server.address")
        self._labels: dict[str, QLabel] = {}
        self._inputs: dict[str, QLineEdit | QSpinBox] = {}
        self._options: tuple[tuple[str, str], ...] = ()
        self._lay_out()
        self._text("database").setText("shop")
        self.message = label("server.address.message", "danger", wrap=True, parent=self)
        self._grid.addWidget(self.message, len(FIELDS), 1)
        self.message.hide()
        self._text("whole").textEdited.connect(self._take_whole)
        for field in self._inputs.values():
            signal = field.valueChanged if isinstance(field, QSpinBox) else field.textEdited
            signal.connect(lambda *_args: self.changed.emit())
        if address is not None and address.is_server:
            self.fill(address)
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text again."""
        for key, text in FIELDS.items():
            self._labels[key].setText(_(text))
            self._inputs[key].setAccessibleName(_(text))
        for key, hint in HINTS.items():
            self._text(key).setPlaceholderText(_(hint))
            self._inputs[key].setAccessibleDescription(_(hint))

    def fill(self, address: Address) -> None:
        """Put an address into the fields."""
        (host, port), *others = address.hosts
        typed = {"server": host, "database": address.database, "user": address.user, "second": ",".join(
            name if number == port else f"{name}:{number}" for name, number in others)}  # fmt: skip
        for key, text in typed.items():
            self._text(key).setText(text)
        self._port.setValue(port)
        self._options = address.options
        if address.password:
            self._text("password").setText(address.password)

    def address(self) -> Address | None:
        """What was typed; None where something is missing, which is said then."""
        typed = {key: self._text(key).text().strip() for key in FIELDS if key not in ("port", "password")}
        empty = [key for key in NEEDED if not typed[key]]
        for key in NEEDED:
            restyle(self._inputs[key], "wrong", key in empty)
        if empty:
            self._inputs[empty[0]].setFocus()
            self._say_wrong(_("Fill in “{field}”.").format(field=_(FIELDS[empty[0]])))
            return None
        servers = [part.strip() for part in [typed["server"], *typed["second"].replace("，", ",").split(",")]]
        try:
            made = address_from(
                servers=[part for part in servers if part], port=self._port.value(), database=typed["database"],
                user=typed["user"], password=self._text("password").text(), options=self._options,
            )  # fmt: skip
        except ShopdeskError as error:
            self._say_wrong(sentence(error))
            return None
        self.message.hide()
        return made

    def focus_password(self) -> None:
        """Only that is wrong."""
        self._text("password").setFocus()
        self._text("password").selectAll()

    @property
    def _port(self) -> QSpinBox:
        field = self._inputs["port"]
        assert isinstance(field, QSpinBox)
        return field

    def _text(self, key: str) -> QLineEdit:
        field = self._inputs[key]
        assert isinstance(field, QLineEdit)
        return field

    def _say_wrong(self, text: str) -> None:
        self.message.setText(text)
        self.message.show()

    def _take_whole(self, text: str) -> None:
        """What is pasted fills the fields; its password doesn't stay to be read."""
        if "://" not in text:
            return
        try:
            address = address_of(text.strip())
        except ShopdeskError:  # still being typed
            return
        if address.is_server:
            self.fill(address)
            if address.password:
                self._text("whole").setText(address.url)

    def _lay_out(self) -> None:
        self._grid = grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.setColumnMinimumWidth(0, LABEL_WIDTH)
        grid.setColumnStretch(1, 1)
        for row, key in enumerate(FIELDS):
            name = f"server.address.{key}"
            made = number_box(name, 1, HIGHEST_PORT, self) if key == "port" else named(QLineEdit(self), name)
            self._labels[key] = label(f"{name}.label", parent=self)
            self._inputs[key] = made
            grid.addWidget(self._labels[key], row, 0)
            grid.addWidget(made, row, 1)
        self._port.setValue(USUAL_PORT)
        self._text("password").setEchoMode(QLineEdit.EchoMode.Password)
