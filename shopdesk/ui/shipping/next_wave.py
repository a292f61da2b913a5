"""The wave that would be made now: by carrier, and what stays behind and why (ORD-16)."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from shopdesk.clock import Millis
from shopdesk.domain.slips import WAVE_NAMES
from shopdesk.errors import N_
from shopdesk.i18n import _, ngettext
from shopdesk.ui.controls import button, label, rule
from shopdesk.ui.language import Retranslated
from shopdesk.ui.moments import short_moment
from shopdesk.ui.record_table import RecordTable
from shopdesk.ui.shipping.columns import CARRIERS, LEFT, CarrierEntry, left_entries
from shopdesk.ui.shipping.commands import ShippingCommands
from shopdesk.ui.shipping.reading import Overview
from shopdesk.ui.theme import ROW, Theme

MOST_CARRIERS = 6
"""Carriers that are shown before their table scrolls."""


class NextWave(Retranslated, QWidget):
    """`order_opened` carries an order that stays behind."""

    order_opened = Signal(int)
    register_requested = Signal()
    """Nothing can go: somebody wants to register what waits."""

    def __init__(self, commands: ShippingCommands, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("shipping.next")
        self._overview: Overview | None = None
        self._now: Millis = 0
        self._commands = commands
        self._title = label("shipping.next.title", "title", parent=self)
        self._count = label("shipping.next.count", "muted", parent=self)
        self._left_title = label("shipping.next.left.title", "section", parent=self)
        self.carriers = RecordTable("shipping.next.carriers", N_("Carriers"), CARRIERS, theme)
        self.left = RecordTable("shipping.next.left", N_("What stays behind"), LEFT, theme)
        self._nothing = label("shipping.next.nothing", "muted", wrap=True, parent=self)
        self._register = button("shipping.next.register", parent=self)
        self._register.hide()
        self._register.clicked.connect(lambda *_args: self.register_requested.emit())
        self.left.opened.connect(self.order_opened)
        self.carriers.chosen_changed.connect(self._show_possible)
        self._lay_out()

    @property
    def carrier(self) -> str:
        """The chosen carrier, "" for none."""
        chosen = self.carriers.current()
        return "" if chosen is None else str(chosen.takes.carrier)

    def show_overview(self, overview: Overview, now: Millis) -> None:
        """Show what would go and what would stay."""
        self._overview, self._now = overview, now
        entries = [CarrierEntry(place, takes) for place, takes in enumerate(overview.preview.carriers, 1)]
        self.carriers.show_rows(entries, again=True)
        if entries and self.carriers.current_id() is None:
            self.carriers.go_to(1)
        self.left.show_rows(left_entries(overview.preview.left), again=True)
        self.carriers.setFixedHeight((min(max(len(entries), 1), MOST_CARRIERS) + 1) * ROW + 2)
        self.retranslate()
        self._show_possible()

    def retranslate(self) -> None:
        """Write every text again."""
        overview = self._overview
        if overview is None:
            return
        preview, cut_off = overview.preview, overview.cut_off
        when = short_moment(cut_off.next_at, self._now, overview.zone)
        self._title.setText(_("{wave} wave, due {when}").format(wave=_(WAVE_NAMES[preview.kind]), when=when))
        slips, pieces = (sum(getattr(c, name) for c in preview.carriers) for name in ("slips", "pieces"))
        self._count.setText(
            ngettext("{n} slip can go now", "{n} slips can go now", slips).format(n=slips)
            + " · "
            + ngettext("{n} piece", "{n} pieces", pieces).format(n=pieces)
        )
        n = len(preview.left)
        self._left_title.setText(ngettext("{n} order stays behind", "{n} orders stay behind", n).format(n=n))
        self._nothing.setText(_("Nothing is ready. Orders come here once they are registered and free to go."))
        self._register.setText(_("Go to Register"))
        for part in (self._nothing, self._register):
            part.setVisible(not slips)
        self.carriers.setVisible(bool(slips))
        self._left_title.setVisible(bool(n))
        self.left.setVisible(bool(n))

    def _show_possible(self) -> None:
        preview = self._overview.preview if self._overview else None
        is_ready = preview is not None and bool(preview.carriers)
        several = preview is not None and len(preview.carriers) > 1
        self._commands.enable(make=is_ready, make_urgent=is_ready, make_carrier=several and bool(self.carrier))

    def _lay_out(self) -> None:
        head, foot, below = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        head.setContentsMargins(16, 12, 16, 8)
        head.setSpacing(12)
        head.addWidget(self._title)
        head.addWidget(self._count, 1)
        below.setContentsMargins(16, 12, 16, 4)
        below.addWidget(self._left_title)
        nothing = QVBoxLayout()
        nothing.setContentsMargins(16, 4, 16, 4)
        nothing.setSpacing(8)
        nothing.addWidget(self._nothing)
        nothing.addWidget(self._register, 0, Qt.AlignmentFlag.AlignLeft)
        foot.setContentsMargins(16, 8, 12, 8)
        foot.setSpacing(8)
        foot.addWidget(self._commands.button("make", "main"))
        for name in ("make-carrier", "make-urgent"):
            foot.addWidget(self._commands.button(name))
        foot.addStretch(1)
        foot.addWidget(self._commands.button("ranges"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addLayout(nothing)
        layout.addWidget(self.carriers)
        layout.addLayout(below)
        layout.addWidget(self.left, 1)
        layout.addStretch(0)
        layout.addWidget(rule("shipping.next.rule", self))
        layout.addLayout(foot)
