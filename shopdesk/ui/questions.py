"""The few dialogs there are: a refusal, a decision, a line of text, a report. Opened by `messages.py` only."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from shopdesk.i18n import _
from shopdesk.ui.controls import ButtonLook, button, label, named
from shopdesk.ui.language import Retranslated

WIDTH = 440
MARGIN = 20


class _Dialog(Retranslated, QDialog):
    """A sentence, what belongs to it, and the buttons at the bottom right."""

    def __init__(self, name: str, text: str, details: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(text)
        self.setMinimumWidth(WIDTH)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(MARGIN, MARGIN, MARGIN, 16)
        self.body.setSpacing(12)
        self._add_text(f"{name}.text", text)
        if details:
            self._add_text(f"{name}.details", details, muted=True)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(8)
        self._buttons.addStretch(1)

    def add_button(self, name: str, look: ButtonLook = "plain") -> QPushButton:
        """One more button at the right end; it is written in `retranslate()`."""
        made = button(f"{self.objectName()}.{name}", look, self)
        made.setMinimumWidth(80)
        self._buttons.addWidget(made)
        return made

    def finish(self) -> None:
        """Everything is in: lay the buttons below and write the texts."""
        self.body.addSpacing(4)
        self.body.addLayout(self._buttons)
        self.retranslate()

    def _add_text(self, name: str, text: str, *, muted: bool = False) -> None:
        said = label(name, "muted" if muted else "body", wrap=True, parent=self)
        said.setText(text)
        said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.body.addWidget(said)


class Sentence(_Dialog):
    """Why something was refused; Enter and Esc close it."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__("message.error", text, parent=parent)
        self._close = self.add_button("close", "main")
        self._close.setDefault(True)
        self._close.clicked.connect(self.accept)
        self.finish()

    def retranslate(self) -> None:
        """Write every text again."""
        self.setWindowTitle(_("That did not work"))
        self._close.setText(_("Close"))


class Question(_Dialog):
    """A decision. Enter takes it, save where something would be lost: there Enter leaves things as they are."""

    def __init__(
        self, question: str, yes: str, *, details: str = "", danger: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__("message.confirm", question, details, parent)
        self._no = self.add_button("no")
        self._no.clicked.connect(self.reject)
        self._yes = self.add_button("yes", "danger" if danger else "main")
        self._yes.setText(yes)
        self._yes.clicked.connect(self.accept)
        chosen = self._no if danger else self._yes
        chosen.setDefault(True)
        chosen.setFocus()
        self.finish()

    def retranslate(self) -> None:
        """Write every text again."""
        self.setWindowTitle(_("Please decide"))
        self._no.setText(_("Cancel"))


class TextQuestion(_Dialog):
    """One line of text, with usual answers to choose from."""

    def __init__(
        self,
        question: str,
        ok: str,
        *,
        value: str = "",
        choices: tuple[str, ...] = (),
        required: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("message.ask", question, parent=parent)
        self._required = required
        self._input = self._make_input(question, value, choices)
        self._no = self.add_button("no")
        self._no.clicked.connect(self.reject)
        self._ok = self.add_button("ok", "main")
        self._ok.setText(ok)
        self._ok.setDefault(True)
        self._ok.clicked.connect(self.accept)
        self._check()
        self.finish()

    def retranslate(self) -> None:
        """Write every text again."""
        self.setWindowTitle(_("Please say"))
        self._input.setPlaceholderText(self._hint())
        self._no.setText(_("Cancel"))

    def text(self) -> str:
        """What was typed, without blanks around it."""
        return self._input.text().strip()

    def _hint(self) -> str:
        """What an empty line means, and that usual answers wait below it."""
        usual = self.findChild(QComboBox) is not None
        if self._required:
            return _("Type it, or choose with ↓") if usual else ""
        return _("May stay empty; ↓ for usual answers") if usual else _("May stay empty")

    def _make_input(self, question: str, value: str, choices: tuple[str, ...]) -> QLineEdit:
        line = QLineEdit(value)
        shown: QWidget = line
        if choices:
            combo = named(QComboBox(self), "message.ask.choices")
            combo.setEditable(True)
            combo.addItems(choices)
            combo.setLineEdit(line)
            line.setText(value)
            shown = combo
        named(line, "message.ask.input").setAccessibleName(question)
        line.textChanged.connect(self._check)
        self.body.addWidget(shown)
        shown.setFocus()
        return line

    def _check(self) -> None:
        if hasattr(self, "_ok"):
            self._ok.setEnabled(bool(self.text()) or not self._required)


class ReportDialog(_Dialog):
    """A bug of ours: what happened, as text to copy. Nothing about buyers is in it."""

    def __init__(self, report: str, parent: QWidget | None = None) -> None:
        super().__init__(
            "message.report",
            _("Something went wrong inside shopdesk. What you did last may not have been done; nothing else changed."),
            _("The text below helps to mend it. Phone numbers, names and addresses have been left out."),
            parent,
        )
        self._report = named(QPlainTextEdit(report, self), "message.report.report")
        self._report.setReadOnly(True)
        self._report.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self._report.setMinimumSize(560, 200)
        self.body.addWidget(self._report)
        self._copy = self.add_button("copy")
        self._copy.clicked.connect(self.copy)
        self._close = self.add_button("close", "main")
        self._close.setDefault(True)
        self._close.clicked.connect(self.accept)
        self.finish()

    def retranslate(self) -> None:
        """Write every text again."""
        self.setWindowTitle(_("Unexpected error"))
        self._report.setAccessibleName(_("Report"))
        self._copy.setText(_("Copy report"))
        self._close.setText(_("Close"))

    def add(self, report: str) -> None:
        """One more report below the first."""
        self._report.appendPlainText("\n" + report)

    def copy(self) -> None:
        """The whole report to the clipboard."""
        QGuiApplication.clipboard().setText(self._report.toPlainText())
