"""One entry of the damage list beside it: what is next in large, the other steps, photos, history (REP-04)."""

from PySide6.QtWidgets import QPushButton

from shopdesk.domain.evidence import EvidenceOf
from shopdesk.errors import N_
from shopdesk.i18n import _
from shopdesk.services.desk import Desk
from shopdesk.ui.background import Background
from shopdesk.ui.controls import label
from shopdesk.ui.damage import possible
from shopdesk.ui.damage.actions import NEXT
from shopdesk.ui.damage.reading import WholeDamage
from shopdesk.ui.damage.told import head, history_facts, known_facts, pressing_facts
from shopdesk.ui.evidence import EvidencePane
from shopdesk.ui.layouts import column, line
from shopdesk.ui.messages import Messages
from shopdesk.ui.next_button import NextButton
from shopdesk.ui.order_forms.facts import Facts, wrapping
from shopdesk.ui.page_actions import ReasonedActions
from shopdesk.ui.side_panel import SidePanel
from shopdesk.ui.theme import Theme

_STEPS = (
    (possible.BATCH, possible.OUT, possible.TO_BATCH),
    (possible.ACCEPTED, possible.REFUSED, possible.CREDITED),
    (possible.REPLACED, possible.WRITE_OFF, possible.STRIKE),
    (possible.AGAIN, possible.SPLIT, possible.REOPEN),
)
_GO = (possible.ORDER, possible.CASE, possible.BOX, possible.REPAIR)
_ONLY_THERE = frozenset({possible.OUT, possible.TO_BATCH, possible.AGAIN, possible.SPLIT, possible.REOPEN, *_GO})
"""Buttons that are there only where they can be pressed: the others are greyed, and say why."""


class DamagePanel(SidePanel):
    """Filled by `show_damage`. `next` is the large button; its text is what it does."""

    _is_made = False

    def __init__(
        self, actions: ReasonedActions, *, desk: Desk, background: Background, messages: Messages, theme: Theme
    ) -> None:
        super().__init__("damage.panel", theme)
        self._actions = actions
        self.whole: WholeDamage | None = None
        self.next = NextButton("damage.panel.next", theme, actions.by_name[NEXT], self)
        self._why = label("damage.panel.why", "warning", wrap=True, parent=self)
        self._nothing = wrapping("damage.panel.nothing", "muted", self)
        self._pressing = Facts("damage.panel.pressing", theme)
        self._known = Facts("damage.panel.known", theme)
        self._history = Facts("damage.panel.history", theme)
        self._known.copied.connect(messages.copy)
        self.files = EvidencePane(
            "damage.files", EvidenceOf.DAMAGE, desk=desk, background=background, messages=messages, icons=theme.icons
        )
        self._fill()
        self._is_made = True
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text again."""
        super().retranslate()
        if self._is_made:
            self._nothing.setText(_("Choose an entry to see what is next."))
            self.show_damage(self.whole)

    def show_damage(self, whole: WholeDamage | None) -> None:
        """Show an entry, or that none is chosen."""
        self.whole = whole
        for section in self._own_sections[1:]:
            section.setVisible(whole is not None)
        self._nothing.setVisible(whole is None)
        self._show_next(whole)
        self.files.show_record(whole.row.id if whole else None)
        self.title.setText(head(whole.row) if whole else _("No entry"))
        self._pressing.show_facts(pressing_facts(whole) if whole else [])
        if whole is not None:
            self._known.show_facts(known_facts(whole))
            self._history.show_facts(history_facts(whole.history, whole.moment))
            for name, made in self._buttons.items():
                is_there = name not in _ONLY_THERE or not self._actions.why_not(name)
                made.setVisible(is_there and name != possible.next_of(whole.row))
            for row in self._steps:
                row.setVisible(any(not made.isHidden() for made in row.findChildren(QPushButton)))

    def _show_next(self, whole: WholeDamage | None) -> None:
        name = possible.next_of(whole.row) if whole else ""
        said = self._actions.why_not(name) if name else ""
        self.next.show_step(possible.next_title(name), said)
        self._why.setText(said)
        self._why.setVisible(bool(said))

    def _fill(self) -> None:
        names = [name for row in _STEPS for name in row] + [possible.EDIT, *_GO]
        self._buttons = {name: self._actions.button(name, "quiet" if name in _GO else "plain") for name in names}
        self._steps = [line(*(self._buttons[name] for name in row)) for row in _STEPS]
        go = line(*(self._buttons[name] for name in _GO))
        change = line(self._buttons[possible.EDIT])
        do = column("damage.panel.do.body", self._nothing, self.next, self._why, self._pressing)
        self._own_sections = (
            self.add_section("do", N_("Next step"), do),
            self.add_section("steps", N_("Other steps"), column("damage.panel.steps.body", *self._steps)),
            self.add_section("known", N_("About"), column("damage.panel.known.body", self._known, change, go)),
            self.add_section("files", "", self.files),
            self.add_section("history", N_("History"), self._history),
        )
