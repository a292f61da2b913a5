"""The line at the bottom: shop, person, database and last backup, running work, and what was said lately."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from shopdesk.i18n import _
from shopdesk.ui.background import Background
from shopdesk.ui.controls import button, label, named
from shopdesk.ui.language import Retranslated
from shopdesk.ui.progress import RunningWork
from shopdesk.ui.theme import Theme

HEIGHT = 28


@dataclass(frozen=True, slots=True)
class Standing:
    """What the line says. `backup` is when, in words ("today 09:00"), "" for never."""

    shop: str = ""
    person: str = ""
    database: str = ""
    backup: str = ""
    can_switch: bool = False
    """Whether people sign in here: the name is a button then."""


class StatusBar(Retranslated, QFrame):
    """`news_requested` asks for the list of what was said, `switch_requested` for somebody else's sign-in."""

    news_requested = Signal()
    switch_requested = Signal()

    def __init__(self, background: Background, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("main.status")
        self.setFixedHeight(HEIGHT)
        self._standing = Standing()
        self._parts = {name: label(f"main.status.{name}") for name in ("shop", "person", "database", "backup")}
        self._pictures: dict[str, QLabel] = {}
        self.work = RunningWork(background, theme.icons, self)
        self.news_button = button("main.status.news", "quiet", self)
        self.news_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        theme.icons.put(self.news_button, "bell")
        self.news_button.clicked.connect(self.news_requested)
        self.switch_button = button("main.status.switch", "quiet", self)
        self.switch_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        theme.icons.put(self.switch_button, "user")
        self.switch_button.clicked.connect(self.switch_requested)
        self._theme = theme
        self._lay_out()
        theme.changed.connect(self._draw_pictures)
        self._draw_pictures()
        self.retranslate()

    def show_standing(self, standing: Standing) -> None:
        """Say something else from now on."""
        self._standing = standing
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text again."""
        said = self._standing
        backup = _("Backup {when}").format(when=said.backup) if said.backup else _("No backup yet")
        texts = {"shop": said.shop, "person": said.person, "database": said.database, "backup": backup}
        names = {"shop": _("Shop"), "person": _("Signed in"), "database": _("Database"), "backup": _("Last backup")}
        for name, part in self._parts.items():
            part.setText(texts[name])
            part.setToolTip(names[name])
            part.setAccessibleName(f"{names[name]}: {texts[name]}")
            is_said = bool(texts[name]) and (name != "backup" or bool(said.database))
            is_said = is_said and not (name == "person" and said.can_switch)
            part.setVisible(is_said)
            self._pictures[name].setVisible(is_said)
        self.switch_button.setVisible(said.can_switch)
        self.switch_button.setText(said.person)
        self.switch_button.setToolTip(_("Switch person (Ctrl+Shift+L)"))
        self.switch_button.setAccessibleName(_("Signed in: {name}. Switch person").format(name=said.person))
        self.news_button.setText(_("Messages"))
        self.news_button.setToolTip(_("What was said lately"))

    def _lay_out(self) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 0, 8, 0)
        layout.setSpacing(4)
        for name, part in self._parts.items():
            self._pictures[name] = named(QLabel(self), f"main.status.{name}.sign")
            layout.addWidget(self._pictures[name])
            layout.addWidget(part)
            if name == "person":
                layout.addWidget(self.switch_button)
            layout.addSpacing(12)
        layout.addStretch(1)
        layout.addWidget(self.work)
        layout.addWidget(self.news_button)

    def _draw_pictures(self) -> None:
        icons = {"shop": "building-store", "person": "user", "database": "database", "backup": "cloud-check"}
        for name, picture in self._pictures.items():
            picture.setPixmap(self._theme.icons.pixmap(icons[name], 14, "muted", self.devicePixelRatioF()))
