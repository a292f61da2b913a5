"""A receiver pasted as one line; what was understood of it stands below while one types."""

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from shopdesk.domain.address_changes import Address, read_address
from shopdesk.domain.manual_orders import fold_digits
from shopdesk.i18n import _
from shopdesk.ui.controls import label, named
from shopdesk.ui.form_inputs import Field, Input


def read_receiver(text: str) -> Address | None:
    """The receiver in a line, whose digits may be full-width; None where there is no address in it."""
    return read_address(fold_digits(" ".join(text.split())))


def what_receiver_lacks(text: str) -> str | None:
    """What is wrong with a pasted receiver, as a sentence; None if nothing is."""
    found = read_receiver(text)
    if found is None:
        return _("There is no address in this. Write name, phone and address in one line.")
    parts = ((found.receiver, _("name")), (found.phone, _("phone")), (found.address, _("address")))
    lacks = [name for value, name in parts if not value]
    return _("Not found in this: {parts}.").format(parts=_(", ").join(lacks)) if lacks else None


class ReceiverLine(Input):
    """The field; its value is the text."""

    def __init__(self, field: Field, parent: QWidget) -> None:
        self._box = QWidget(parent)
        super().__init__(field, self._box)
        self.line = named(QLineEdit(str(field.value or ""), self._box), f"{parent.objectName()}.line")
        self._understood = label(f"{parent.objectName()}.understood", "small", wrap=True, parent=self._box)
        layout = QVBoxLayout(self._box)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.line)
        layout.addWidget(self._understood)
        self._box.setFocusProxy(self.line)
        self.line.textChanged.connect(self._say)
        self._say(self.line.text())

    def value(self) -> str:
        """What was pasted."""
        return self.line.text().strip()

    def retranslate(self) -> None:
        """Its name."""
        super().retranslate()
        self.line.setAccessibleName(_(self.field.label))
        self.line.setPlaceholderText(_("Name, phone and address in one line, as the buyer sends it"))

    def _say(self, text: str) -> None:
        found = read_receiver(text) if text.strip() else None
        region = " ".join(filter(None, (found.province, found.city, found.district))) if found else ""
        parts = (found.receiver, found.phone, region, found.address) if found else ()
        self._understood.setText(" · ".join(filter(None, parts)))
        self._understood.setVisible(bool(found))
