"""What damage cost by month and product, less what suppliers gave for it (REP-04)."""

from pathlib import Path

from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QWidget

from shopdesk.errors import N_
from shopdesk.i18n import _, ngettext
from shopdesk.services.desk import Desk
from shopdesk.ui.background import Background
from shopdesk.ui.controls import label, named, rule
from shopdesk.ui.damage import actions
from shopdesk.ui.damage.actions import MONTHS, OF_LOSSES
from shopdesk.ui.damage.columns import loss_columns
from shopdesk.ui.damage.exporting import ask_target, write_losses
from shopdesk.ui.damage.reading import LossesFound, LossLine, read_losses, unread_moment
from shopdesk.ui.empty_state import EmptyState
from shopdesk.ui.language import Retranslated
from shopdesk.ui.layouts import fill, foot, stacked, surface
from shopdesk.ui.messages import Messages
from shopdesk.ui.newest import Newest
from shopdesk.ui.page_actions import ReasonedActions
from shopdesk.ui.record_table import RecordTable
from shopdesk.ui.theme import Theme


class LossesView(Retranslated, QWidget):
    """Enter on a month shows its products."""

    def __init__(self, *, desk: Desk, background: Background, messages: Messages, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("damage.losses")
        self._desk, self._background, self._messages = desk, background, messages
        self._found = LossesFound(unread_moment(desk))
        self._month, self._supplier, self._only_months = "", "", False
        self._lists = Newest(background, self)
        declared = OF_LOSSES
        self.actions_ = ReasonedActions(self, desk, messages, declared, always=declared.keys(), nothing="")
        self.month = named(QComboBox(self), "damage.losses.month")
        self.supplier = named(QComboBox(self), "damage.losses.supplier")
        self.supplier.setMinimumWidth(180)
        self.table = RecordTable("damage.losses.table", N_("Losses"), loss_columns(), theme)
        self.empty = EmptyState("damage.losses.empty", theme, "circle-check")
        self._said = label("damage.losses.said", "muted", parent=self)
        self._lay_out()
        self._connect()
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text again."""
        self.setAccessibleName(_("Losses"))
        self.month.setAccessibleName(_("Month"))
        self.supplier.setAccessibleName(_("Supplier"))
        self.actions_.retranslate()
        self._show()

    def take_focus(self) -> None:
        """Keys go to the list."""
        self.table.setFocus()

    def refresh(self) -> None:
        """Read everything again."""
        month, only_months = self._month, self._only_months
        supplier_id = int(self._supplier) if self._supplier else None

        def take(found: LossesFound) -> None:
            self._found = found
            self._show()

        self._lists.read(
            lambda: read_losses(self._desk, month=month, supplier_id=supplier_id, only_months=only_months),
            take, self._messages.unasked,
        )  # fmt: skip

    def _lay_out(self) -> None:
        head = named(QFrame(self), "damage.losses.head")
        head.setProperty("surface", True)
        row = QHBoxLayout(head)
        row.setContentsMargins(16, 8, 12, 8)
        row.setSpacing(8)
        for part in (self.month, self.supplier, self.actions_.button(MONTHS, "quiet")):
            row.addWidget(part)
        row.addStretch(1)
        row.addWidget(self.actions_.button(actions.EXPORT, "plain"))
        self._stack = stacked("damage.losses.stack", self.table, self.empty)
        below = rule("damage.losses.foot.rule"), foot(self._said)
        parts = (head, rule("damage.losses.rule"), self._stack, *below)
        fill(self, surface("damage.losses.content", *parts, tall=self._stack))

    def _connect(self) -> None:
        self.month.activated.connect(lambda _place: self._choose())
        self.supplier.activated.connect(lambda _place: self._choose())
        self.table.opened.connect(self._open)
        self.actions_.connect_all({actions.EXPORT: self._ask_export, MONTHS: self._turn_over})

    def _choose(self) -> None:
        self._month, self._supplier = (str(each.currentData() or "") for each in (self.month, self.supplier))
        self.refresh()

    def _turn_over(self) -> None:
        self._only_months = not self._only_months
        self.refresh()

    def _open(self, place: int) -> None:
        """The products of a month."""
        line = next((row for row in self._found.rows if row.id == place), None)
        if line is not None and self._only_months:
            self._month, self._only_months = line.loss.month, False
            self.refresh()

    def _show(self) -> None:
        found = self._found
        _offer(self.month, [("", _("All months")), *((month, month) for month in found.months)], self._month)
        suppliers = [(str(number), name) for number, name in found.suppliers]
        _offer(self.supplier, [("", _("All suppliers")), *suppliers], self._supplier)
        self.actions_.by_name[MONTHS].setText(_("By product") if self._only_months else _("By month"))
        self.table.setColumnHidden(self.table.records.column_of("product"), self._only_months)
        self.table.show_rows(found.rows, again=True)
        if found.rows and not self.table.chosen_ids():
            self.table.go_to(found.rows[0].id)
        self._stack.setCurrentWidget(self.table if found.rows else self.empty)
        self.empty.say(N_("Nothing was damaged."))
        whole = found.whole
        parts = [
            ngettext("{n} piece", "{n} pieces", whole.pieces).format(n=whole.pieces),
            _("cost {amount}").format(amount=whole.worth.shown),
            _("credited {amount}").format(amount=whole.credited.shown),
            _("replaced {amount}").format(amount=whole.replaced.shown),
            _("not credited {amount}").format(amount=whole.lost.shown),
        ]
        if whole.undecided:
            parts.append(_("of it undecided {amount}").format(amount=whole.undecided.shown))
        if whole.unpriced:
            unpriced = ngettext("{n} piece of unknown cost", "{n} pieces of unknown cost", whole.unpriced)
            parts.append(unpriced.format(n=whole.unpriced))
        self._said.setText(" · ".join(parts) if found.rows else "")

    def _ask_export(self) -> None:
        rows: list[LossLine] = list(self._found.rows)

        def write(path: Path) -> None:
            self._background.run_task(
                lambda: write_losses(path, rows),
                lambda n: self._messages.toast(
                    ngettext("{n} line in {file}", "{n} lines in {file}", n).format(n=n, file=path.name)
                ),
                self._messages.error, owner=self,
            )  # fmt: skip

        ask_target(self, _("damage losses {day}"), self._found.moment, write)


def _offer(combo: QComboBox, choices: list[tuple[str, str]], chosen: str) -> None:
    combo.clear()
    for key, text in choices:
        combo.addItem(text, key)
    combo.setCurrentIndex(max(combo.findData(chosen), 0))
