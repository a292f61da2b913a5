"""A large button with a picture, a title and a sentence."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from shopdesk.i18n import _
from shopdesk.ui.controls import label, named
from shopdesk.ui.language import Retranslated
from shopdesk.ui.theme import Theme

WIDTH, HEIGHT = 228, 184
PICTURE = 36


class ChoiceCard(Retranslated, QPushButton):
    """One of the big choices. Title and sentence are English sources, marked by N_."""

    def __init__(self, name: str, theme: Theme, *, icon: str, title: str, sentence: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAutoDefault(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._theme, self._icon = theme, icon
        self._sources = (title, sentence)
        self._picture = named(QLabel(self), f"{name}.picture")
        self._title = label(f"{name}.title", "title", wrap=True, parent=self)
        self._sentence = label(f"{name}.sentence", "muted", wrap=True, parent=self)
        self._layout = layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 20, 20, 16)
        layout.setSpacing(8)
        for part in (self._picture, self._title, self._sentence):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            layout.addWidget(part)
        layout.addStretch(1)
        theme.changed.connect(self._draw)
        self._draw()
        self.retranslate()

    def sizeHint(self) -> QSize:
        """Large enough for the sentence, whatever the button's own text would need."""
        return QSize(WIDTH, max(HEIGHT, self._layout.heightForWidth(WIDTH)))

    def minimumSizeHint(self) -> QSize:
        """The same: a card is never squeezed."""
        return self.sizeHint()

    def retranslate(self) -> None:
        """Write every text again."""
        title, sentence = self._sources
        self._title.setText(_(title))
        self._sentence.setText(_(sentence))
        self.setAccessibleName(_(title))
        self.setAccessibleDescription(_(sentence))
        self.updateGeometry()

    def _draw(self) -> None:
        self._picture.setPixmap(self._theme.icons.pixmap(self._icon, PICTURE, "accent", self.devicePixelRatioF()))
