"""Everything about a buyer beside their time line: who, what is open, what is owed, under which names (CRM-01)."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from shopdesk.domain.permissions import Right
from shopdesk.i18n import N_, _, ngettext
from shopdesk.queries.buyer_pages import BuyerPage, BuyerRecord, OpenMatters
from shopdesk.queries.buyer_proposals import SameProposal
from shopdesk.queries.owed_items import OwedRow
from shopdesk.services.desk import Desk
from shopdesk.ui.button_grid import ButtonGrid
from shopdesk.ui.buyers.joining import why_same
from shopdesk.ui.buyers.reading import WholeBuyer
from shopdesk.ui.controls import label, named
from shopdesk.ui.layouts import column
from shopdesk.ui.moments import full_moment, short_moment
from shopdesk.ui.order_forms.buyer_card import OwedCard, owed_text
from shopdesk.ui.order_forms.facts import Fact, Facts
from shopdesk.ui.page_actions import PageActions
from shopdesk.ui.record_table import RecordColumn, RecordTable
from shopdesk.ui.rights import apply_right
from shopdesk.ui.side_panel import SidePanel
from shopdesk.ui.theme import ROW, Theme

_ACTIONS = ("contact", "edit", "owe", "join", "let_go", "stop_care", "allow_care", "block", "unblock")
NAMES_SHOWN = 5
NAMES = (
    RecordColumn("buyer", N_("Name"), 90, lambda each: each.buyer, lambda each: each.buyer, stretch=1,
                 colour=lambda each: "danger" if each.blocked else ""),
    RecordColumn("shop", N_("Shop"), 90, lambda each: each.shop, lambda each: each.shop, is_muted=True, stretch=1),
    RecordColumn("orders", N_("Orders"), 46, lambda each: f"{each.orders:,}", is_figure=True),
    RecordColumn("paid", N_("Paid"), 72, lambda each: each.paid.shown, is_figure=True),
)  # fmt: skip


class BuyerPanel(SidePanel):
    """Filled by `show_buyer`; `names.current()` is the record that is edited, joined or let go."""

    copied = Signal(str)
    strike_requested = Signal(object)
    """OwedRow."""

    def __init__(self, commands: PageActions, desk: Desk, theme: Theme) -> None:
        super().__init__("buyers.panel", theme)
        self._commands, self._desk, self._theme = commands, desk, theme
        self._whole: WholeBuyer | None = None
        self._proposals: Sequence[SameProposal] = ()
        self._owed: list[OwedCard] = []
        self._build()
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text again."""
        super().retranslate()
        if hasattr(self, "names"):
            self._nothing.setText(_("Find a buyer to see everything about them."))
            self._show()

    def show_buyer(self, whole: WholeBuyer | None, record_id: int | None = None) -> None:
        """Show this buyer; keys go to this record of theirs, where it is another buyer than before."""
        before = self._whole.page.id if self._whole is not None else None
        self._whole = whole
        if whole is None or whole.page.id != before:
            self._proposals = ()
        self._show()
        if whole is not None and whole.page.id != before:
            self.names.go_to(whole.record(record_id).id)

    def show_proposals(self, proposals: Sequence[SameProposal]) -> None:
        """Records that may be the same person."""
        self._proposals = proposals
        self._show_proposals()

    @property
    def record(self) -> BuyerRecord | None:
        """The record that is edited, let go, written to."""
        if self._whole is None:
            return None
        return self._whole.record(self.names.current_id())

    # How it is put together

    def _build(self) -> None:
        self._nothing = label("buyers.panel.nothing", "muted", wrap=True, parent=self)
        self._facts = Facts("buyers.panel.facts", self._theme)
        self._open = Facts("buyers.panel.open", self._theme)
        self._same = Facts("buyers.panel.same", self._theme, name_width=110)
        self.names = RecordTable("buyers.panel.names", N_("Names of this buyer"), NAMES, self._theme)
        self._buttons = {name: self._commands.button(name) for name in _ACTIONS}
        self._grid = ButtonGrid("buyers.panel.buttons", list(self._buttons.values()))
        self._owed_box = QVBoxLayout()
        self._owed_box.setContentsMargins(0, 0, 0, 0)
        self._owed_box.setSpacing(4)
        owed = named(QWidget(), "buyers.panel.owed.body")
        owed.setLayout(self._owed_box)
        room = QVBoxLayout()
        room.setContentsMargins(16, 12, 16, 0)
        room.addWidget(self._nothing)
        self._who_is = self.add_section("who", "", self._facts)
        self._matters = self.add_section("matters", N_("Open and past"), self._open)
        self._owes = self.add_section("owed", N_("Owed items"), owed)
        self._may_be = self.add_section("same", N_("May be the same person"), self._same)
        self._named = self.add_section("names", N_("Names"), self.names)
        self._can = self.add_section("actions", N_("All steps"), column("buyers.panel.actions", self._grid))
        self._sections.insertLayout(0, room)
        self._facts.copied.connect(self.copied)

    # What is shown

    def _show(self) -> None:
        whole = self._whole
        self._nothing.setVisible(whole is None)
        for section in (self._who_is, self._matters, self._owes, self._may_be, self._named, self._can):
            section.setVisible(whole is not None)
        self.title.setText(whole.page.records[0].buyer if whole is not None else _("No buyer"))
        if whole is None:
            return
        self._facts.show_facts(list(who_facts(whole)))
        matters = list(matter_facts(whole.page))
        self._open.show_facts(matters)
        self._matters.setVisible(bool(matters))
        self._show_owed(whole.page.owed)
        records = whole.page.records
        self.names.show_rows(records, again=True)
        if self.names.current() is None:
            self.names.go_to(records[0].id)
        self.names.setFixedHeight(ROW * (min(len(records), NAMES_SHOWN) + 1) + 2)
        self._named.setVisible(len(records) > 1)
        self._show_proposals()
        self.show_buttons()

    def show_buttons(self) -> None:
        """Those of actions that are there for this buyer: of two with one key one is shown."""
        by_name = self._commands.by_name
        self._grid.show_only([made for name, made in self._buttons.items() if by_name[name].isVisible()])

    def _show_proposals(self) -> None:
        facts = [Fact(each.buyer, f"{each.shop}: {why_same(each)}", "warning") for each in self._proposals]
        self._same.show_facts(facts)
        self._may_be.setVisible(bool(facts) and self._whole is not None)

    def _show_owed(self, owed: Sequence[OwedRow]) -> None:
        while len(self._owed) < len(owed):
            self._add_owed()
        for place, shown in enumerate(self._owed):
            shown.setVisible(place < len(owed))
            if place < len(owed):
                item = owed[place]
                shown.text.setText(owed_text(item))
                travels = _("goes with order {order_no}").format(order_no=item.travels_no) if item.travels_no else ""
                shown.small.setText(" · ".join(filter(None, (travels, item.note, item.buyer, item.person))))
                shown.more.setText(_("Strike off…"))
        self._owes.setVisible(bool(owed))

    def _add_owed(self) -> None:
        place = len(self._owed)
        made = OwedCard(f"buyers.panel.owed.{place}", self)
        made.button.hide()  # which parcel it goes with is chosen beside the order
        made.more.clicked.connect(lambda: self._strike(place))
        apply_right(made.more, self._desk, Right.SERVE)
        self._owed_box.addWidget(made)
        self._owed.append(made)

    def _strike(self, place: int) -> None:
        if self._whole is not None and place < len(self._whole.page.owed):
            self.strike_requested.emit(self._whole.page.owed[place])


def who_facts(whole: WholeBuyer) -> Iterator[Fact]:
    """Who they are and how it went so far, over all shops."""
    page = whole.page
    kept = page.records[0]
    yield Fact(_("Buyer"), kept.buyer, copy=kept.buyer)
    yield Fact(_("Shop"), _(", ").join(dict.fromkeys(each.shop for each in page.records)), "muted")
    n = ngettext("{n} order", "{n} orders", page.orders).format(n=f"{page.orders:,}")
    yield Fact(_("Bought"), " · ".join((n, _("{amount} paid").format(amount=page.paid.shown))))
    yield Fact("", _dates(whole), "muted")
    yield Fact(_("Blocked"), page.blocked, "danger")
    off = _("{n} % off").format(n=page.discount) if page.discount else ""
    yield Fact(_("Tier"), " · ".join(filter(None, (page.tier, off))))
    yield Fact(_("Tags"), " · ".join(page.tags))
    yield Fact(_("In charge"), page.person)
    yield Fact(_("Birthday"), next((each.birthday for each in page.records if each.birthday), ""))
    for each in page.records:
        if each.no_care_at is not None:
            since = short_moment(each.no_care_at, whole.now, whole.zone)
            yield Fact(_("Messages"), _("Wants none: {reason} ({when})").format(reason=each.no_care_reason, when=since),
                       "warning")  # fmt: skip
    for each in page.records:
        name = each.buyer if len(page.records) > 1 else ""
        yield Fact(_("Note"), f"{name}: {each.note}" if name and each.note else each.note)


def matter_facts(page: BuyerPage) -> Iterator[Fact]:
    """What is open with them, and what was."""
    yield from _matter(_("Complaints"), page.complaints, "danger")
    yield from _matter(_("Cases"), page.cases, "warning")
    yield from _matter(_("Reviews"), page.reviews, "warning")
    if page.bad_reviews:
        said = ngettext("{n} neutral or bad", "{n} neutral or bad", page.bad_reviews).format(n=page.bad_reviews)
        yield Fact("", said, "danger")
    yield from _matter(_("Repairs"), page.repairs, "warning")
    yield from _matter(_("Refunds"), page.refunds, "warning")
    if page.refunded:
        yield Fact("", _("{amount} paid back").format(amount=page.refunded.shown), "muted")


def _matter(name: str, matters: OpenMatters, role: str) -> Iterator[Fact]:
    if matters.all:
        said = _("{open} open of {all}").format(open=matters.open, all=matters.all)
        shown = said if matters.open else ngettext("{n}, done", "{n}, all done", matters.all).format(n=matters.all)
        yield Fact(name, shown, role if matters.open else "muted")  # type: ignore[arg-type]


def _dates(whole: WholeBuyer) -> str:
    first = [each.first_at for each in whole.page.records if each.first_at is not None]
    last = [each.last_at for each in whole.page.records if each.last_at is not None]
    if not first or not last:
        return ""
    begun, ended = full_moment(min(first), whole.zone)[:10], full_moment(max(last), whole.zone)[:10]
    return begun if begun == ended else _("{first} to {last}").format(first=begun, last=ended)
