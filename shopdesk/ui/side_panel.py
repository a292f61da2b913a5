"""The panel on the right of a page: everything about what is chosen. 360 px wide, can be hidden."""

from typing import Any, Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QSplitter, QVBoxLayout, QWidget

from shopdesk.i18n import _
from shopdesk.ui.controls import label, named, rule, say, tool_button
from shopdesk.ui.language import Retranslated
from shopdesk.ui.theme import PANEL_WIDTH, Theme


class SettingsStore(Protocol):
    """This PC's settings: `pc_settings.PcSettings`."""

    def get(self, key: str, default: Any = None) -> Any:
        """The value under a key."""

    def set(self, key: str, value: Any) -> None:
        """Keep a value; raises OutputFailed."""


class Section(Retranslated, QWidget):
    """A part of the panel: a small heading, and a widget below it."""

    def __init__(self, name: str, title: str, body: QWidget) -> None:
        """`title` is English source text, marked by N_; "" for none."""
        super().__init__()
        self.setObjectName(name)
        self.rule: QWidget | None = None
        """The line above it; the first section has none."""
        self._source = title
        self._title = label(f"{name}.title", "section", parent=self)
        self._title.setVisible(bool(title))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 10, 16, 12)
        layout.setSpacing(6)
        layout.addWidget(self._title)
        layout.addWidget(body)
        self.retranslate()

    def setVisible(self, visible: bool) -> None:
        """The line above comes and goes with it."""
        super().setVisible(visible)
        if self.rule is not None:
            self.rule.setVisible(visible)

    def retranslate(self) -> None:
        """Write every text again."""
        self._title.setText(_(self._source) if self._source else "")
        self.setAccessibleName(self._title.text())


class SidePanel(Retranslated, QFrame):
    """Head (what it is about, room for buttons, close), sections that scroll, and a foot for the actions."""

    closed = Signal()

    def __init__(self, name: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setProperty("panel", True)
        self.setMinimumWidth(280)
        self.title: QLabel = label(f"{name}.title", "body", parent=self)
        self.title.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.head = QHBoxLayout()
        self.foot = QHBoxLayout()
        self._close = tool_button(theme.icons, "x", f"{name}.close", self)
        self._close.clicked.connect(self.close_panel)
        self._sections = QVBoxLayout()
        self._lay_out()
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text again."""
        say(self._close, _("Hide the panel"))
        self.setAccessibleName(_("Details"))

    def add_section(self, key: str, title: str, body: QWidget) -> Section:
        """One more section at the end; hide it while it has nothing to say."""
        section = Section(f"{self.objectName()}.{key}", title, body)
        if self._sections.count() > 1:
            section.rule = _indented_rule(f"{section.objectName()}.rule")
            self._sections.insertWidget(self._sections.count() - 1, section.rule)
        self._sections.insertWidget(self._sections.count() - 1, section)
        return section

    def close_panel(self) -> None:
        """Hide it, and say so."""
        self.hide()
        self.closed.emit()

    def _lay_out(self) -> None:
        name = self.objectName()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self.head.setContentsMargins(16, 6, 8, 6)
        self.head.setSpacing(8)
        self.head.addWidget(self.title, 1)
        self.head.addWidget(self._close)
        layout.addLayout(self.head)
        layout.addWidget(rule(f"{name}.rule", self))
        layout.addWidget(self._scroll_area(), 1)
        self.foot.setContentsMargins(16, 8, 16, 8)
        self.foot.setSpacing(8)
        layout.addLayout(self.foot)

    def _scroll_area(self) -> QScrollArea:
        inner = named(QWidget(), f"{self.objectName()}.sections")
        inner.setLayout(self._sections)
        self._sections.setContentsMargins(0, 0, 0, 0)
        self._sections.setSpacing(0)
        self._sections.addStretch(1)
        area = named(QScrollArea(self), f"{self.objectName()}.area")
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inner)
        for ground in (inner, area.viewport()):
            ground.setAutoFillBackground(False)
        return area


def _indented_rule(name: str) -> QWidget:
    made = named(QWidget(), f"{name}.room")
    layout = QHBoxLayout(made)
    layout.setContentsMargins(16, 0, 16, 0)
    layout.addWidget(rule(name, made))
    return made


class PanelSplitter(QSplitter):
    """A page's content on the left and its panel on the right; widths and whether it is shown are remembered."""

    def __init__(self, name: str, content: QWidget, panel: SidePanel, settings: SettingsStore) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setObjectName(name)
        self._panel, self._settings = panel, settings
        self.addWidget(content)
        self.addWidget(panel)
        self.setHandleWidth(1)
        self.setStretchFactor(0, 1)
        self.setStretchFactor(1, 0)
        self.setCollapsible(0, False)
        self.setCollapsible(1, False)
        width = settings.get(f"{name}.panel_width", PANEL_WIDTH)
        width = width if isinstance(width, int) and width > 0 else PANEL_WIDTH
        self.setSizes([10 * width, width])
        panel.setVisible(bool(settings.get(f"{name}.panel_shown", True)))

    def keep_state(self) -> None:
        """Remember width and visibility; raises OutputFailed. Pages call it from their own `keep_state`."""
        name = self.objectName()
        self._settings.set(f"{name}.panel_shown", not self._panel.isHidden())
        if not self._panel.isHidden() and self._panel.width() > 0:
            self._settings.set(f"{name}.panel_width", self._panel.width())
