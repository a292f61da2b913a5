"""Texts that a shop may have of its own: a list of occasions, and the text of the one that is chosen."""

from collections.abc import Iterable, Mapping, Sequence

from PySide6.QtWidgets import QComboBox, QPlainTextEdit, QVBoxLayout, QWidget

from shopdesk.domain.scripts import blanks_in
from shopdesk.i18n import _
from shopdesk.ui.blanks import kept_blanks, listed_blanks, shown_blanks
from shopdesk.ui.controls import label, named, restyle
from shopdesk.ui.language import Retranslated
from shopdesk.ui.settings_dialog.section import INPUT_WIDTH

WIDTH, HEIGHT = 500, 132


class OwnTexts(Retranslated, QWidget):
    """Part of a section. Empty: the usual text, which is shown grey."""

    def __init__(
        self,
        name: str,
        titles: Mapping[str, str],
        *,
        usual: Mapping[str, str],
        kept: Mapping[str, str],
        blanks: Sequence[str] = (),
        height: int = HEIGHT,
    ) -> None:
        """`titles`: what each occasion is called, by the key its text is kept under; `usual`: the texts that are used
        where the shop has none of its own, both English and marked by N_. `kept`: the shop's own; `height` in px."""
        super().__init__()
        self.setObjectName(name)
        self._titles, self._usual, self._known = titles, usual, tuple(blanks)
        self._texts = {key: shown_blanks(kept.get(key, "")) for key in titles}
        self._others = {key: text for key, text in kept.items() if key not in titles}
        self.occasion = named(QComboBox(self), f"{name}.occasion")
        for key in titles:
            self.occasion.addItem("", key)
        self.occasion.setFixedWidth(INPUT_WIDTH)
        self.occasion.setVisible(len(titles) > 1)
        self.words = named(QPlainTextEdit(self), f"{name}.text")
        self.words.setTabChangesFocus(True)
        self.words.setFixedSize(WIDTH, height)
        self._blanks = label(f"{name}.blanks", "small", wrap=True, parent=self)
        self._blanks.setVisible(bool(self._known))
        self._message = label(f"{name}.message", "danger", wrap=True, parent=self)
        self._message.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        for part in (self.occasion, self.words, self._blanks, self._message):
            layout.addWidget(part)
        self.occasion.currentIndexChanged.connect(lambda _index: self._show())
        self.words.textChanged.connect(self._keep_typed)
        self._show()

    def retranslate(self) -> None:
        """Write every text again."""
        self.occasion.setAccessibleName(_("Occasion"))
        self.words.setAccessibleName(_(self._titles[self._chosen]) if len(self._titles) == 1 else _("Text"))
        for row, (key, title) in enumerate(self._titles.items()):
            self.occasion.setItemText(row, f"{_(title)} *" if self._texts[key] else _(title))
        said = _("{blanks} are filled in for each buyer.")
        self._blanks.setText(said.format(blanks=listed_blanks(self._known)))
        self.words.setPlaceholderText(shown_blanks(self._usual_text(self._chosen)))

    @property
    def wrong(self) -> str:
        """What the chosen text was found wrong for; "" for nothing."""
        said = self._message.text()
        return _("{field}: {message}").format(field=_(self._titles[self._chosen]), message=said) if said else ""

    def check(self) -> bool:
        """Every blank is one that is filled in; the first text with another is shown."""
        for row, text in enumerate(self._texts.values()):
            unknown = sorted(blanks_in(kept_blanks(text)) - set(self._known))
            if unknown:
                self.occasion.setCurrentIndex(row)
                self._say(self._unknown(unknown[0]))
                self.words.setFocus()
                return False
        self._say("")
        return True

    def value(self) -> dict[str, str]:
        """The shop's own texts; one that is the usual one is none of its own."""
        own = {key: kept_blanks(text).strip() for key, text in self._texts.items()}
        return {**self._others, **{key: text for key, text in own.items() if text and text != self._usual_text(key)}}

    @property
    def _chosen(self) -> str:
        return str(self.occasion.currentData())

    def _usual_text(self, key: str) -> str:
        usual = self._usual.get(key, "")
        return _(usual) if usual else ""

    def _unknown(self, blank: str) -> str:
        if not self._known:
            return _("Nothing fills in {blank} here.").format(blank=f"{{{blank}}}")
        return _("Nothing fills in {blank}. Use {blanks}.").format(
            blank=f"{{{blank}}}", blanks=listed_blanks(self._known)
        )

    def _show(self) -> None:
        self._say("")
        self.words.setPlainText(self._texts[self._chosen])
        self.retranslate()

    def _keep_typed(self) -> None:
        text = self.words.toPlainText()
        was_own, self._texts[self._chosen] = bool(self._texts[self._chosen]), text
        if was_own is not bool(text):
            self.retranslate()

    def _say(self, message: str) -> None:
        self._message.setText(message)
        self._message.setVisible(bool(message))
        restyle(self.words, "wrong", bool(message))
        self.words.setAccessibleDescription(message)


def wrong_of(texts: Iterable[OwnTexts]) -> str:
    """What the first of them was found wrong for; "" for nothing."""
    return next((each.wrong for each in texts if each.wrong), "")
