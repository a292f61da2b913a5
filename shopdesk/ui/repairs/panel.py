"""One repair beside the board: what is next in large, what the buyer hears, what it is, costs, photos, history."""

from PySide6.QtWidgets import QVBoxLayout

from shopdesk.domain.evidence import EvidenceOf
from shopdesk.i18n import N_, _
from shopdesk.services.desk import Desk
from shopdesk.ui.background import Background
from shopdesk.ui.button_grid import ButtonGrid
from shopdesk.ui.controls import label
from shopdesk.ui.evidence import EvidencePane
from shopdesk.ui.layouts import column
from shopdesk.ui.messages import Messages
from shopdesk.ui.next_button import NextButton
from shopdesk.ui.order_forms.facts import Facts, wrapping
from shopdesk.ui.repairs import actions, possible
from shopdesk.ui.repairs.actions import RepairActions
from shopdesk.ui.repairs.possible import STEPS, next_action, next_title
from shopdesk.ui.repairs.told import cost_facts, earlier_facts, head, history_facts, known_facts, pressing_facts
from shopdesk.ui.repairs.whole import WholeRepair
from shopdesk.ui.side_panel import SidePanel
from shopdesk.ui.theme import Theme

_OTHERS = (possible.LABELS, possible.BATCH, possible.SHOW_BATCH, *(step.value for step in STEPS), possible.RETURN)
WIDTH = 368
"""px that two buttons beside each other need."""


class RepairPanel(SidePanel):
    """Filled by `show_repair`. `next` is the large button; its text is what it does."""

    _is_made = False

    def __init__(
        self, commands: RepairActions, *, desk: Desk, background: Background, messages: Messages, theme: Theme
    ) -> None:
        super().__init__("repairs.panel", theme)
        self._actions, self._messages = commands, messages
        self.setMinimumWidth(WIDTH)
        self.repair: WholeRepair | None = None
        self.next = NextButton("repairs.panel.next", theme, commands.by_name[actions.NEXT], self)
        self._nothing = label("repairs.panel.nothing", "muted", wrap=True, parent=self)
        self._why = label("repairs.panel.why", "warning", wrap=True, parent=self)
        self._text = wrapping("repairs.panel.text", "body", self)
        self._memo = wrapping("repairs.panel.memo", "body", self)
        self._facts = {key: Facts(f"repairs.panel.{key}", theme) for key in (
            "pressing", "known", "costs", "earlier", "history")}  # fmt: skip
        for facts in self._facts.values():
            facts.copied.connect(messages.copy)
        self.files = EvidencePane(
            "repairs.files", EvidenceOf.REPAIR, desk=desk, background=background, messages=messages, icons=theme.icons
        )
        self._fill()
        self._is_made = True
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text again."""
        super().retranslate()
        if self._is_made:
            self._nothing.setText(_("Choose a repair to see what is next."))
            self._show()

    def show_repair(self, repair: WholeRepair | None) -> None:
        """Show a repair, or that none is chosen."""
        self.repair = repair
        self._show()

    def _show(self) -> None:
        repair = self.repair
        for section in self._own_sections:
            section.setVisible(repair is not None)
        self._nothing.setVisible(repair is None)
        self.title.setText(head(repair.row) if repair else _("No repair"))
        if repair is None:
            self.files.show_record(None)
            return
        self._show_next(repair)
        for key, facts in (
            ("pressing", pressing_facts(repair)), ("known", known_facts(repair)), ("costs", cost_facts(repair)),
            ("earlier", earlier_facts(repair)), ("history", history_facts(repair)),
        ):  # fmt: skip
            self._facts[key].show_facts(facts)
        self._text.setText(repair.text or _("There is nothing to tell the buyer at this step."))
        self._memo.setText(repair.memo)
        self._earlier.setVisible(bool(repair.earlier))
        self.files.show_record(repair.row.id)

    def _show_next(self, repair: WholeRepair) -> None:
        """The next action in large; greyed with its reason where it can't be done yet."""
        action, title = next_action(repair.row), next_title(repair.row)
        said = self._actions.why_not(action) if action else ""
        self.next.show_step(title if action else "", said)
        self._why.setText(said or ("" if action else _("Nothing is left to do.")))
        self._why.setVisible(bool(self._why.text()))
        self._steps.show_only([made for name, made in self._step_buttons.items() if not self._actions.why_not(name)])

    def _fill(self) -> None:
        made = self._actions.button
        self._step_buttons = {name: made(name, "plain", self) for name in _OTHERS}
        self._steps = ButtonGrid("repairs.panel.steps.buttons", list(self._step_buttons.values()))
        telling = self._grid("telling", possible.TELL, possible.COPY_TEXT)
        memo = self._grid("memo", possible.COPY_MEMO, possible.ADD_MEMO)
        costs = self._grid("costs", possible.ASK, possible.ANSWER, possible.FEE, possible.PAID)
        known = self._grid("known", possible.EDIT, possible.ORDER, possible.CASE)
        part = self.add_section
        name = "repairs.panel"
        do = column(f"{name}.do.body", self.next, self._why, self._facts["pressing"])
        self._own_sections = [
            part("do", N_("Next step"), do),
            part("text", N_("For the buyer"), column(f"{name}.text.body", self._text, telling)),
            part("memo", N_("For the platform's memo"), column(f"{name}.memo.body", self._memo, memo)),
            part("costs", N_("What it costs"), column(f"{name}.costs.body", self._facts["costs"], costs)),
            part("known", N_("The goods"), column(f"{name}.known.body", self._facts["known"], known)),
            part("steps", N_("What can be done"), self._steps),
            part("files", N_("Photos"), self.files),
            part("history", N_("History"), self._facts["history"]),
        ]
        self._earlier = part("earlier", N_("The same sort"), self._facts["earlier"])
        self._own_sections.append(self._earlier)
        room = QVBoxLayout()
        room.setContentsMargins(16, 0, 16, 0)
        room.addWidget(self._nothing)
        self._sections.insertLayout(0, room)

    def _grid(self, key: str, *names: str) -> ButtonGrid:
        buttons = [self._actions.button(name, "plain", self) for name in names]
        return ButtonGrid(f"repairs.panel.{key}.buttons", buttons)
