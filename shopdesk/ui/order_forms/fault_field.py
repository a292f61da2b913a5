"""The field for what is broken: the shop's fault words are offered, any other may be typed."""

from collections.abc import Sequence

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from shopdesk.i18n import N_, _
from shopdesk.ui.form_inputs import Field, Input


class WordInput(Input):
    """A line with words to choose from: arrows go through them, typing writes another."""

    def __init__(self, field: Field, parent: QWidget, words: Sequence[str]) -> None:
        self._combo = QComboBox(parent)
        super().__init__(field, self._combo)
        self._combo.setEditable(True)
        self._combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self._combo.addItems(list(words))
        line = QLineEdit(self._combo)
        self._combo.setLineEdit(line)
        line.setText(str(field.value or ""))
        line.setObjectName(f"{parent.objectName().removesuffix('.row')}.line")
        line.setPlaceholderText(_("Type it, or choose with ↓"))

    def value(self) -> str:
        """The text without blanks around it."""
        return self._combo.currentText().strip()


def fault_field(words: Sequence[str], value: str = "", *, required: bool = True) -> Field:
    """What is broken; `words` are the shop's (settings.REPAIR_FAULTS)."""
    return Field(
        "fault", N_("Fault"), value=value, required=required,
        make=lambda field, parent: WordInput(field, parent, words),
    )  # fmt: skip
