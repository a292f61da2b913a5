"""Whom the shop writes to of its own accord: how often at most, and the rules (CRM-05)."""

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QTableWidget, QTableWidgetItem

from shopdesk.domain.care_kinds import CARE_KINDS, MOST_DAYS, CareKind
from shopdesk.domain.script_topics import Topic
from shopdesk.errors import ShopdeskError
from shopdesk.i18n import N_, _, sentence
from shopdesk.queries.care_lists import CareRuleRow, list_care_rules
from shopdesk.queries.scripts import list_scripts
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.care_lists import care_rule_base, pause_care_rule, resume_care_rule, save_care_rule
from shopdesk.services.desk import Desk
from shopdesk.settings import CARE_GAP_DAYS, CARE_UNPAID_MINUTES
from shopdesk.ui.clash_dialog import Opened
from shopdesk.ui.controls import button, label, named
from shopdesk.ui.form_dialog import Field, FieldKind, FormDialog, Values
from shopdesk.ui.settings_dialog.lines_table import set_up_lines
from shopdesk.ui.settings_dialog.section import Section

ROW, ROWS = 30, 7
"""px of a row, and how many are shown before the table scrolls."""
HEADINGS = (N_("Rule"), N_("What it is for"), N_("Words"), N_("Tag"), N_("Day"), N_("How many days"), N_("State"))
MOST_GAP, MOST_MINUTES = 365, 1440


class Care(Section):
    """The two numbers wait for Save; what is done with rules holds at once."""

    key, title, icon = "care", N_("Kind words"), "message"

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._rules: list[CareRuleRow] = []
        self.add_row(
            Field("gap", N_("Once in (days)"), FieldKind.NUMBER, get_setting(desk.seen, CARE_GAP_DAYS), lowest=0,
                  highest=MOST_GAP, hint=N_("A buyer is written to once at most within them, whatever for."))
        )  # fmt: skip
        self.add_row(
            Field("unpaid", N_("Unpaid after (minutes)"), FieldKind.NUMBER, get_setting(desk.seen, CARE_UNPAID_MINUTES),
                  lowest=1, highest=MOST_MINUTES, hint=N_("Sooner nobody is reminded of an order to pay."))
        )  # fmt: skip
        self.add_note(N_("Rules"), "section")
        self.add_note(N_("Who is due by several rules is listed once. A change holds at once."))
        self._table = named(QTableWidget(0, len(HEADINGS), self), "settings.care.table")
        self._refusal = label("settings.care.refusal", "danger", wrap=True, parent=self)
        self._refusal.hide()
        self._buttons = {name: button(f"settings.care.{name}", parent=self) for name in ("add", "edit", "pause")}
        set_up_lines(self._table, stretch=2)
        self._lay_out()
        self._connect()
        self.finish()
        self._show_rules()

    def retranslate(self) -> None:
        """Write every text again."""
        super().retranslate()
        self._table.setHorizontalHeaderLabels([_(heading) for heading in HEADINGS])
        self._table.setAccessibleName(_("Rules"))
        self._buttons["add"].setText(_("New rule…"))
        self._buttons["edit"].setText(_("Edit…"))
        self._show_rules()

    def save(self) -> None:
        """Keep what changed for everybody."""
        self.keep(self._desk, CARE_GAP_DAYS, self.number("gap"))
        self.keep(self._desk, CARE_UNPAID_MINUTES, self.number("unpaid"))

    @property
    def chosen(self) -> CareRuleRow | None:
        """The rule that is chosen."""
        row = self._table.currentRow()
        return self._rules[row] if 0 <= row < len(self._rules) else None

    # How it is put together

    def _lay_out(self) -> None:
        self._table.setFixedHeight(ROW * (ROWS + 1) + 2 * self._table.frameWidth())
        line = QHBoxLayout()
        line.setSpacing(8)
        for made in self._buttons.values():
            line.addWidget(made)
        line.addStretch(1)
        for part in (self._table, self._refusal):
            self.body.addWidget(part)
        self.body.addLayout(line)

    def _connect(self) -> None:
        self._buttons["add"].clicked.connect(lambda *_args: self._open(None))
        self._buttons["edit"].clicked.connect(lambda *_args: self._open(self.chosen) if self.chosen else None)
        self._buttons["pause"].clicked.connect(lambda *_args: self._pause())
        self._table.itemActivated.connect(lambda _item: self._buttons["edit"].click())
        self._table.itemSelectionChanged.connect(self._show_possible)

    # What it shows

    def _show_rules(self) -> None:
        known, chosen = {rule.id for rule in self._rules}, self.chosen.id if self.chosen else None
        self._rules = list_care_rules(self._desk.seen)
        new = [rule.id for rule in self._rules if known and rule.id not in known]
        wanted = new[0] if new else chosen
        self._table.setRowCount(len(self._rules))
        for row, rule in enumerate(self._rules):
            for place, text in enumerate(_cells(rule)):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                self._table.setItem(row, place, item)
                if rule.paused_at is not None:
                    item.setForeground(self.palette().placeholderText())
            if rule.id == wanted:
                self._table.setCurrentCell(row, 0)
        if self._rules and self.chosen is None:
            self._table.setCurrentCell(0, 0)
        self._show_possible()

    def _show_possible(self) -> None:
        rule = self.chosen
        for name in ("edit", "pause"):
            self._buttons[name].setEnabled(rule is not None and not self.is_forbidden)
            self._buttons[name].setToolTip("" if rule is not None else _("Choose a rule first."))
        is_paused = rule is not None and rule.paused_at is not None
        self._buttons["pause"].setText(_("Let it run") if is_paused else _("Pause"))

    # What is done

    def _pause(self) -> None:
        """A rule rests, or runs again; both can be turned round by the same button."""
        rule = self.chosen
        if rule is not None:
            change: Callable[..., None] = pause_care_rule if rule.paused_at is None else resume_care_rule
            try:
                change(self._desk, rule_id=rule.id)
                self._refusal.hide()
            except ShopdeskError as error:
                self._refusal.setText(sentence(error))
                self._refusal.show()
            self._show_rules()

    def _open(self, rule: CareRuleRow | None) -> None:
        opened = Opened(care_rule_base(rule)) if rule is not None else None

        def save(values: Values) -> None:
            script, days = str(values["script"]), str(values["days"]).strip()
            save_care_rule(
                self._desk, rule_id=rule.id if rule is not None else None, base=opened.base if opened else None,
                kind=CareKind(str(values["kind"])), title=str(values["title"]),
                script_id=int(script) if script else None, tag=str(values["tag"]), day=str(values["day"]),
                days=int(days) if days else None,
            )  # fmt: skip
            self._show_rules()

        scripts = [row for row in list_scripts(self._desk.seen, topic=Topic.CARE, with_hidden=True)
                   if row.hidden_at is None or (rule is not None and row.id == rule.script_id)]  # fmt: skip
        FormDialog(
            "care-rule", N_("Rule") if rule is not None else N_("New rule"),
            (
                Field("title", N_("What it is called"), value=rule.title if rule else "", required=True),
                Field("kind", N_("What it is for"), FieldKind.CHOICE, (rule.kind if rule else CareKind.UNPAID).value,
                      choices=[(kind.value, _(name)) for kind, name in CARE_KINDS.items()]),
                Field("script", N_("Words"), FieldKind.CHOICE, str(rule.script_id or "") if rule else "",
                      choices=[("", "–"), *((str(row.id), row.title) for row in scripts)],
                      hint=N_("Those under care in the library of scripts.")),
                Field("tag", N_("Tag"), value=rule.tag if rule else "",
                      hint=N_("Only buyers with it; empty for all. Holidays need one.")),
                Field("day", N_("Day of the holiday"), value=rule.day if rule else "",
                      hint=N_("12-31 for each year, or 2027-02-06 for one.")),
                Field("days", N_("How many days"), value=str(rule.days) if rule else "", check=_days_wrong,
                      hint=N_("Empty for the usual: unpaid 3, birthday 0, holiday 1, thanks 7.")),
            ),
            save, opened=opened, parent=self,
        ).open()  # fmt: skip


def _cells(rule: CareRuleRow) -> tuple[str, ...]:
    state = _("paused") if rule.paused_at is not None else ""
    return rule.title, _(CARE_KINDS[rule.kind]), rule.script or "–", rule.tag, rule.day, str(rule.days), state


def _days_wrong(text: object) -> str | None:
    typed = str(text).strip()
    if not typed or (typed.isascii() and typed.isdigit() and int(typed) <= MOST_DAYS):
        return None
    return _("Write a number from 0 to {most}.").format(most=MOST_DAYS)
