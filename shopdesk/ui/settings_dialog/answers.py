"""What buyers are told who ask where their money is, where it isn't the usual text (REF-06)."""

from collections.abc import Mapping

from PySide6.QtWidgets import QComboBox, QPlainTextEdit

from shopdesk.domain.refund_answers import ANSWERS, BLANKS, OVERDUE, WAITING, unknown_blanks
from shopdesk.domain.refunds import ARRIVALS, RefundState
from shopdesk.i18n import N_, _
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.desk import Desk
from shopdesk.settings import REFUND_ANSWERS
from shopdesk.ui.blanks import kept_blanks, listed_blanks, shown_blanks
from shopdesk.ui.controls import label, named, restyle
from shopdesk.ui.settings_dialog.section import INPUT_WIDTH, Section

WIDTH, HEIGHT = 500, 132
TITLES: Mapping[str, str] = {
    RefundState.ASKED: N_("Asked for, not approved yet"),
    RefundState.APPROVED: N_("Approved, to be paid"),
    WAITING: N_("Waiting for the goods"),
    RefundState.REFUSED: N_("Not granted"),
    RefundState.FAILED: N_("The payment came back"),
    **{channel.value: arrival.title for channel, arrival in ARRIVALS.items()},
    OVERDUE: N_("Paid, and it should be there by now"),
}
"""When each text is told, in the order in which a refund goes."""


class Answers(Section):
    """A list of occasions, and the text of the one that is chosen. Empty: the usual text, which is shown grey."""

    key, title, icon = "answers", N_("Answers about refunds"), "message"

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        kept = get_setting(desk.seen, REFUND_ANSWERS)
        self._texts = {name: shown_blanks(kept.get(name, "")) for name in TITLES}
        self._others = {name: text for name, text in kept.items() if name not in TITLES}
        self.add_note(N_("What buyers are told who ask where their money is. Empty: the usual text."))
        self.occasion = named(QComboBox(self), "settings.answers.occasion")
        for name in TITLES:
            self.occasion.addItem("", name)
        self.occasion.setFixedWidth(INPUT_WIDTH)
        self.words = named(QPlainTextEdit(self), "settings.answers.text")
        self.words.setTabChangesFocus(True)
        self.words.setFixedSize(WIDTH, HEIGHT)
        self._blanks = label("settings.answers.blanks", "small", wrap=True, parent=self)
        self._message = label("settings.answers.message", "danger", wrap=True, parent=self)
        self._message.hide()
        for part in (self.occasion, self.words, self._blanks, self._message):
            self.body.addWidget(part)
        self.occasion.currentIndexChanged.connect(lambda _index: self._show())
        self.words.textChanged.connect(self._keep_typed)
        self.finish()
        self._show()

    def retranslate(self) -> None:
        """Write every text again."""
        super().retranslate()
        if not hasattr(self, "_message"):
            return
        self.occasion.setAccessibleName(_("Occasion"))
        self.words.setAccessibleName(_("Text"))
        for row, title in enumerate(TITLES.values()):
            self.occasion.setItemText(row, f"{_(title)} *" if self._texts[self.occasion.itemData(row)] else _(title))
        self._blanks.setText(_("{blanks} are filled in for each refund.").format(blanks=listed_blanks(BLANKS)))
        self.words.setPlaceholderText(shown_blanks(_(ANSWERS[self._chosen])))

    @property
    def wrong(self) -> str:
        """What the chosen text was found wrong for; "" for nothing."""
        said = self._message.text()
        return _("{field}: {message}").format(field=_(TITLES[self._chosen]), message=said) if said else ""

    def check(self) -> bool:
        """Every blank is one that is filled in; the first text with another is shown."""
        for row, text in enumerate(self._texts.values()):
            unknown = unknown_blanks(kept_blanks(text))
            if unknown:
                self.occasion.setCurrentIndex(row)
                said = _("Nothing fills in {blank}. Use {blanks}.")
                self._say(said.format(blank=f"{{{unknown[0]}}}", blanks=listed_blanks(BLANKS)))
                self.words.setFocus()
                return False
        self._say("")
        return True

    def save(self) -> None:
        """Keep what changed for everybody; a text that is the usual one leaves none of its own."""
        own = {name: kept_blanks(text).strip() for name, text in self._texts.items()}
        own = {name: text for name, text in own.items() if text and text != _(ANSWERS[name])}
        self.keep(self._desk, REFUND_ANSWERS, {**self._others, **own})

    @property
    def _chosen(self) -> str:
        return str(self.occasion.currentData())

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
