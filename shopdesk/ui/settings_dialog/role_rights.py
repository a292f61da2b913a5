"""What each role may do, as a table to read (TEAM-01)."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QHeaderView, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from shopdesk.domain.permissions import RIGHT_NAMES, ROLE_NAMES, ROLE_RIGHTS, Right, Role
from shopdesk.i18n import _
from shopdesk.ui.controls import button, fit_on_screen, label, named
from shopdesk.ui.language import Retranslated

ROW = 28
ROLE_WIDTH = 88


class RoleRights(Retranslated, QDialog):
    """A row a right, a column a role, made from the rules themselves; Esc or Enter closes it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("role_rights")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._note = label("role_rights.note", "muted", wrap=True, parent=self)
        self._table = named(QTableWidget(len(Right), len(Role), self), "role_rights.table")
        self._close = button("role_rights.close", "main", self)
        self._close.setDefault(True)
        self._close.clicked.connect(self.accept)
        self._set_up_table()
        self._lay_out()
        self.retranslate()
        fit_on_screen(self, 900, 640)

    def retranslate(self) -> None:
        """Write every text again."""
        self.setWindowTitle(_("What each role may do"))
        self.setAccessibleName(_("What each role may do"))
        self._note.setText(_("Some of these can be given to one person beyond the role: choose the person, then Edit."))
        self._close.setText(_("Close"))
        self._table.setAccessibleName(_("Rights by role"))
        self._table.setHorizontalHeaderLabels([_(ROLE_NAMES[role]) for role in Role])
        self._table.setVerticalHeaderLabels([_(RIGHT_NAMES[right]) for right in Right])
        for row, right in enumerate(Right):
            for column, role in enumerate(Role):
                self._table.setItem(row, column, _cell(role, right))

    def _set_up_table(self) -> None:
        self._table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self._table.setShowGrid(False)
        self._table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._table.horizontalHeader().setDefaultSectionSize(ROLE_WIDTH)
        self._table.verticalHeader().setDefaultSectionSize(ROW)
        self._table.verticalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self._close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(12)
        layout.addWidget(self._note)
        layout.addWidget(self._table, 1)
        layout.addLayout(foot)


def _cell(role: Role, right: Right) -> QTableWidgetItem:
    may = right in ROLE_RIGHTS[role]
    item = QTableWidgetItem("✓" if may else "")
    item.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
    item.setData(Qt.ItemDataRole.AccessibleTextRole, _("yes") if may else _("no"))
    return item
