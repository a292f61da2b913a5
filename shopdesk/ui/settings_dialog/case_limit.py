"""How many open cases somebody may hold: chosen from the usual numbers, or typed (CRM-04)."""

from PySide6.QtWidgets import QComboBox, QWidget

from shopdesk.domain.cases import MOST_CASES, USUAL_LIMITS
from shopdesk.errors import N_
from shopdesk.i18n import _
from shopdesk.ui.form_inputs import Field, Input

NO_LIMIT = N_("No limit")


def case_limit_field(value: int) -> Field:
    """The field of a person's form; its value is a number, 0 for no limit, or the text that is none."""
    return Field(
        "case_limit",
        N_("Open cases at once"),
        value=value,
        hint=N_("Whoever holds so many gets no more by themselves. Choose, or type 1 to 500."),
        make=CaseLimitInput,
        check=_what_is_wrong,
    )


class CaseLimitInput(Input):
    """A list that can be typed into."""

    def __init__(self, field: Field, parent: QWidget) -> None:
        self._combo = QComboBox(parent)
        self._combo.setEditable(True)
        self._combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        super().__init__(field, self._combo)
        for limit in (0, *USUAL_LIMITS):
            self._combo.addItem(_said(limit))
        self._combo.setCurrentText(_said(field.value if isinstance(field.value, int) else 0))

    def value(self) -> int | str:
        """The number; 0 for no limit. What is no number comes as it was typed."""
        text = self._combo.currentText().strip()
        if text in ("", "0", _(NO_LIMIT)):
            return 0
        return int(text) if text.isdecimal() and len(text) < 10 else text

    def retranslate(self) -> None:
        """The first choice is a word."""
        super().retranslate()
        is_chosen = self._combo.currentText() == self._combo.itemText(0)
        self._combo.setItemText(0, _(NO_LIMIT))
        if is_chosen:
            self._combo.setCurrentText(_(NO_LIMIT))


def _said(limit: int) -> str:
    return str(limit) if limit else _(NO_LIMIT)


def _what_is_wrong(value: object) -> str | None:
    if isinstance(value, int) and 0 <= value <= MOST_CASES:
        return None
    return _("Choose no limit, or a number from 1 to {most}.").format(most=MOST_CASES)
