"""The shop's recovery code, shown the one time that it can be (TEAM-01)."""

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from shopdesk.errors import N_, Refused
from shopdesk.i18n import _
from shopdesk.ui.controls import button, label, named
from shopdesk.ui.language import Retranslated

WIDTH = 440
CODE_POINTS = 15


class NotTheSame(Refused):
    template = N_("The two are not the same. Type them again.")


def check_same(values: Mapping[str, object]) -> None:
    """Raises NotTheSame where a new secret, `new`, was typed otherwise the second time, `again`."""
    if values["new"] != values["again"]:
        raise NotTheSame()


class RecoveryCode(Retranslated, QDialog):
    """What to write down, large; Enter says that it is done."""

    def __init__(self, code: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("recovery_code")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(WIDTH)
        self._what = label("recovery_code.what", wrap=True, parent=self)
        self._code = named(QLineEdit(code, self), "recovery_code.code")
        self._code.setReadOnly(True)
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPointSize(CODE_POINTS)
        self._code.setFont(font)
        self._code.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._where = label("recovery_code.where", "muted", wrap=True, parent=self)
        self._copy = button("recovery_code.copy", parent=self)
        self._copy.clicked.connect(lambda *_args: QGuiApplication.clipboard().setText(code))
        self._done = button("recovery_code.done", "main", self)
        self._done.setDefault(True)
        self._done.clicked.connect(self.accept)
        self._lay_out()
        self.retranslate()
        self._done.setFocus()

    def retranslate(self) -> None:
        """Write every text again."""
        self.setWindowTitle(_("Recovery code"))
        self._code.setAccessibleName(_("Recovery code"))
        self._what.setText(
            _("Write this code down now. It lets in an owner who forgot the password, and is never shown again.")
        )
        self._where.setText(
            _("Keep it where only owners get at it. Lost it? An owner makes a new one in Settings, People.")
        )
        self._copy.setText(_("Copy"))
        self._done.setText(_("I have written it down"))

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addStretch(1)
        foot.addWidget(self._copy)
        foot.addWidget(self._done)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 20, 20, 16)
        layout.setSpacing(12)
        for part in (self._what, self._code, self._where):
            layout.addWidget(part)
        layout.addSpacing(4)
        layout.addLayout(foot)
