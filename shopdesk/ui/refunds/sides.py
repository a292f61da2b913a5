"""The list, and beside it the panel or the form of a new refund."""

from PySide6.QtWidgets import QWidget

from shopdesk.ui.refunds.form import WIDTH, RefundForm
from shopdesk.ui.refunds.panel import RefundPanel
from shopdesk.ui.side_panel import PanelSplitter, SettingsStore

NARROW_BELOW = 1080
"""px of the page under which it begins without the panel, and the form has the whole room."""


class RefundSides(PanelSplitter):
    """The form takes the panel's place while a refund is asked for."""

    def __init__(self, content: QWidget, panel: RefundPanel, form: RefundForm, settings: SettingsStore) -> None:
        super().__init__("refunds.splitter", content, panel, settings)
        self._content, self._form = content, form
        self.addWidget(form)
        self.setCollapsible(2, False)
        self.is_asking = False
        self._is_narrow = False
        self._wanted = {False: not panel.isHidden(), True: False}
        """Whether the panel is wanted, in a wide window and in a narrow one."""

    @property
    def is_panel_shown(self) -> bool:
        """Whether the panel is there, or will be once the form is left."""
        return self._wanted[self._is_narrow]

    def ask(self) -> None:
        """A refund is asked for."""
        self.is_asking = True
        self._lay()
        whole = sum(self.sizes())
        self.setSizes([max(1, whole - WIDTH), 0, WIDTH])

    def leave(self) -> None:
        """It was asked for, or it is not wanted."""
        self.is_asking = False
        self._lay()

    def show_panel(self, is_shown: bool) -> None:
        """The panel comes or goes."""
        self._wanted[self._is_narrow] = is_shown
        self._lay()

    def fit(self, width: int) -> None:
        """In a narrow window the list needs the room that the panel takes."""
        if self._is_narrow != (width < NARROW_BELOW):
            self._is_narrow = not self._is_narrow
            self._lay()

    def keep_state(self) -> None:
        """Remember the width, and whether the panel is wanted where there is room; raises OutputFailed."""
        super().keep_state()
        self._settings.set(f"{self.objectName()}.panel_shown", self._wanted[False])

    def _lay(self) -> None:
        self._form.setVisible(self.is_asking)
        self._panel.setVisible(not self.is_asking and self.is_panel_shown)
        self._content.setVisible(not (self.is_asking and self._is_narrow))
