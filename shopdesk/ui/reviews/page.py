"""Reviews: the list by state with its clocks and the chosen one beside it; the trades to rate (REV-01 to REV-06)."""

from collections.abc import Callable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication

from shopdesk.domain.reviews import Step
from shopdesk.errors import N_
from shopdesk.i18n import _, ngettext
from shopdesk.queries.reviews import ReviewRow
from shopdesk.services.desk import Changed, Desk
from shopdesk.ui.background import Background
from shopdesk.ui.changes import Changes, concerns
from shopdesk.ui.chosen_record import ChosenRecord
from shopdesk.ui.controls import label, rule
from shopdesk.ui.empty_state import EmptyState
from shopdesk.ui.flags import Pennants
from shopdesk.ui.layouts import fill, foot, stacked, surface
from shopdesk.ui.messages import Messages
from shopdesk.ui.newest import Newest
from shopdesk.ui.page import InView, PageWidget
from shopdesk.ui.page_moment import unread_moment
from shopdesk.ui.record_table import RecordTable
from shopdesk.ui.reviews import possible
from shopdesk.ui.reviews.actions import ReviewActions
from shopdesk.ui.reviews.columns import review_columns
from shopdesk.ui.reviews.filters import ReviewFilters
from shopdesk.ui.reviews.panel import ReviewPanel
from shopdesk.ui.reviews.possible import find_rate_reasons, find_reasons, next_action
from shopdesk.ui.reviews.rating import RatingView, RatingWork
from shopdesk.ui.reviews.reading import (
    Rate,
    RateList,
    ReviewFilter,
    ReviewList,
    WholeReview,
    count_rates,
    list_named,
    read_list,
    read_review,
    read_to_rate,
)
from shopdesk.ui.reviews.work import ReviewWork
from shopdesk.ui.side_panel import PanelSplitter, SettingsStore
from shopdesk.ui.theme import Theme

PANEL_WIDTH = 400
"""px at first."""
GIVE_WAY = {1300: ("cause", "whose"), 1080: ("order_no", "window")}
"""Columns that the panel tells as well, by the px of the page under which the others need their room."""
TICK = 60_000
"""Milliseconds between two looks at the clock."""


class ReviewsPage(PageWidget):
    """Everything is read in the background; a later reading overtakes an earlier one."""

    import_requested = Signal()

    def __init__(
        self,
        *,
        desk: Desk,
        changes: Changes,
        background: Background,
        messages: Messages,
        theme: Theme,
        settings: SettingsStore,
        pennants: Pennants,
    ) -> None:
        super().__init__()
        self.setObjectName("reviews")
        self._desk, self._background, self._messages, self._settings = desk, background, messages, settings
        self._found = ReviewList(unread_moment(desk))
        self._lists, self._is_stale, self._is_read = Newest(background, self), False, False
        self._build(theme, pennants)
        self._lay_out()
        self._connect(changes)
        self.retranslate()
        self.refresh()

    # What the window asks of a page

    def retranslate(self) -> None:
        """Write every text again."""
        self.setAccessibleName(_("Reviews"))
        self.actions_.retranslate()
        self._show_list()

    def take_focus(self) -> None:
        """Keys go to the list."""
        part = self.empty if self._is_empty() else self.table
        self.ratings.take_focus() if self.filters.is_rating else part.setFocus()

    def search(self, text: str) -> None:
        """Open and closed reviews that fit."""
        self.filters.choose(ReviewFilter(find=text.strip()))

    def in_view(self) -> InView:
        """The review in the panel, or the trade that is to be rated."""
        if self.filters.is_rating:
            row = next(iter(self.ratings.chosen()), None)
            return InView(order_id=row.order_id, buyer_id=row.buyer_id, shop_id=row.shop_id) if row else InView()
        if self.record.shown is None:
            return InView()
        of = self.record.shown.row
        said = "\n".join(filter(None, (of.said, of.later_said)))
        return InView(
            order_id=of.order_id, case_id=of.case_id, buyer_id=of.buyer_id, shop_id=of.shop_id, said=said,
            review_id=of.id,
        )  # fmt: skip

    def open_record(self, kind: str, record_id: object) -> None:
        """Kind "review": show this one. "review-new": enter one of this order's id, or of any (None). "review-list": a
        list by a word of `reading.list_named`, with "my-" before it only one's own. "rate-list": a `reading.Rate`."""
        word = str(record_id)
        if kind == "review" and isinstance(record_id, int):
            self._show_record(record_id)
        elif kind == "review-new":
            self.work.enter_of(record_id, self._found.shops)
        elif kind == "review-list" and (chosen := list_named(word)) is not None:
            self.filters.choose(chosen)
            self.table.setFocus()
        elif kind == "rate-list" and word in set(Rate):
            self.filters.choose_rate(Rate(word))
            self.ratings.table.setFocus()

    def refresh(self) -> None:
        """Read what is shown again."""
        chosen, also = self.filters.chosen, self.record.also
        is_rating, rate, find = self.filters.is_rating, self.filters.rate, self.filters.words
        self._is_stale = False

        def take(found: tuple[ReviewList, RateList]) -> None:
            self._take_rates(found[1], is_rating)
            self._take(found[0])

        def read() -> tuple[ReviewList, RateList]:
            rates = read_to_rate(self._desk, rate, find) if is_rating else count_rates(self._desk)
            return read_list(self._desk, chosen, also), rates

        self._lists.read(read, take, self.record.lose_list)

    def showEvent(self, event: QShowEvent) -> None:
        """What changed while another page was shown is read now."""
        super().showEvent(event)
        if self._is_stale:
            self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window some things are told beside the list only."""
        super().resizeEvent(event)
        for below, keys in GIVE_WAY.items():
            for key in keys:
                self.table.setColumnHidden(self.table.records.column_of(key), event.size().width() < below)

    def keep_state(self) -> None:
        """Remember the panel; raises OutputFailed."""
        self.splitter.keep_state()

    # How it is put together

    def _build(self, theme: Theme, pennants: Pennants) -> None:
        desk, background, messages = self._desk, self._background, self._messages
        self.actions_ = ReviewActions(self, desk, messages)
        self.work = ReviewWork(desk, background, messages, theme, self)
        self.rating_work = RatingWork(desk, background, messages, self, self.refresh)
        self.filters = ReviewFilters(self.actions_, theme, pennants)
        self.table = RecordTable("reviews.table", N_("Reviews"), review_columns(lambda: self._found), theme)
        self.ratings = RatingView(self._found.moment, theme)
        self.empty = EmptyState("reviews.empty", theme, "star")
        self.panel = ReviewPanel(
            self.actions_, desk=desk, background=background, messages=messages, theme=theme, pennants=pennants
        )
        self.record = ChosenRecord(
            self.table, lambda number: read_review(desk, number), self._show_review, background=background,
            messages=messages, owner=self,
        )  # fmt: skip
        self._said = label("reviews.said", "muted", parent=self)
        self._ticking = QTimer(self, interval=TICK)

    def _lay_out(self) -> None:
        self._stack = stacked("reviews.stack", self.table, self.empty)
        below = rule("reviews.foot.rule"), foot(self._said)
        content = surface("reviews.content", self._stack, *below, tall=self._stack)
        self.splitter = PanelSplitter("reviews.splitter", content, self.panel, self._settings)
        if self._settings.get("reviews.splitter.panel_width") is None:
            self.splitter.setSizes([10 * PANEL_WIDTH, PANEL_WIDTH])
        self._views = stacked("reviews.view", self.splitter, surface("reviews.rating", self.ratings, tall=self.ratings))
        fill(self, self.filters, rule("reviews.rule"), self._views, tall=self._views)
        self.filters.panel.setChecked(not self.panel.isHidden())

    def _connect(self, changes: Changes) -> None:
        changes.changed.connect(self._on_changed)
        self.filters.changed.connect(self._on_filter)
        self.filters.left.connect(self.take_focus)
        self.filters.panel.toggled.connect(self.panel.setVisible)
        self.panel.closed.connect(lambda: self.filters.panel.setChecked(False))
        self.panel.after.open_requested.connect(self.open_requested)
        self.table.chosen_changed.connect(self._allow)
        self.table.opened.connect(lambda _id: self._do_next())
        self.ratings.table.chosen_changed.connect(self._allow)
        self.ratings.table.opened.connect(lambda _id: self.actions_.by_name[possible.RATED].trigger())
        self.empty.clicked.connect(self._on_empty)
        self.ratings.empty.clicked.connect(self._on_empty_ratings)
        self.work.written.connect(lambda _id: self.refresh())
        self.work.entered.connect(self._show_record)
        self._ticking.timeout.connect(lambda: self.refresh() if self.isVisible() else None)
        self._ticking.start()
        self.actions_.connect_all(self._does())

    def _does(self) -> dict[str, Callable[[], object]]:
        work, filters = self.work, self.filters
        return {
            possible.NEXT_ACTION: self._do_next,
            possible.NEW: lambda: work.enter(self._found.shops),
            possible.PASTE: lambda: work.paste(self._found.shops),
            possible.IMPORT: self.import_requested.emit,
            possible.FIND: filters.search.start,
            possible.PANEL: filters.panel.click,
            possible.VIEW: filters.turn,
            possible.ASSIGN: lambda: work.assign(self.table.chosen()),
            possible.BUT_YES: lambda: work.say_but(self.table.chosen(), True),
            possible.BUT_NO: lambda: work.say_but(self.table.chosen(), False),
            possible.CONTACT: self._with(work.contact),
            possible.REPLY: self._with(work.reply),
            possible.RAISE: self._with(lambda review: work.step(review, Step.RAISE)),
            possible.REOPEN: self._with(lambda review: work.step(review, Step.REOPEN)),
            possible.CLOSE: self._with(work.close),
            possible.CHANGED: self._with(work.changed),
            possible.DELETED: self._with(work.deleted),
            possible.EDIT: self._with(work.edit),
            possible.COPY: self._with(lambda review: self._messages.copy(review.row.reply)),
            possible.ORDER: self._with(lambda review: self.open_requested.emit("order", review.row.order_id)),
            possible.BUYER: self._with(lambda review: self.open_requested.emit("buyer", review.row.buyer_id)),
            possible.CASE: self._with(self._show_case),
            possible.RATED: lambda: self.rating_work.mark(self.ratings.chosen()),
            possible.DECIDE: lambda: self.rating_work.decide(self.ratings.chosen()),
            possible.WHY: self._show_why,
            possible.RATE_ORDER: lambda: self.open_requested.emit("order", self.ratings.chosen()[0].order_id),
        }

    def _with(self, do: Callable[[WholeReview], object]) -> Callable[[], object]:
        def with_shown() -> None:
            if self.record.current is not None:
                do(self.record.current)

        return with_shown

    # What is shown

    def _is_empty(self) -> bool:
        return self._is_read and not self._found.rows

    def _take(self, found: ReviewList) -> None:
        self._found, self._is_read = found, True
        self.record.take_list(found.rows, self._show_list, is_added=found.is_added)

    def _take_rates(self, found: RateList, is_rating: bool) -> None:
        if is_rating:
            self.ratings.show_found(found, self.filters.rate)
        self.filters.show_rates(found)
        self._allow()

    def _show_list(self) -> None:
        found, chosen = self._found, self.filters.chosen
        self.filters.show_found(found)
        self.table.show_rows(found.rows, again=True)
        is_here = self._stack.isAncestorOf(QApplication.focusWidget() or self)
        self._stack.setCurrentWidget(self.empty if self._is_empty() else self.table)
        if is_here:
            self.take_focus()
        if chosen == ReviewFilter():
            self.empty.say(N_("No review is open."), N_("Import reviews…"), "main")
        else:
            self.empty.say(N_("No review is like that."), N_("Show all open ones"), "quiet")
        n, late = len(found.rows), sum(row.is_late(found.moment.now) for row in found.rows)
        said = [ngettext("{n} review", "{n} reviews", n).format(n=n)] if n else []
        said += [ngettext("{n} late", "{n} late", late).format(n=late)] if late else []
        self._said.setText(" · ".join(said))

    def _show_review(self, review: WholeReview | None) -> None:
        self._allow()
        self.panel.show_review(review)

    def _allow(self) -> None:
        """What can be done with what is chosen in the view that is shown."""
        if self.filters.is_rating:
            self.actions_.show_reasons(find_rate_reasons(self.ratings.chosen()))
        else:
            rows: list[ReviewRow] = self.table.chosen()
            self.actions_.show_reasons(find_reasons(rows) if rows else None)

    def _show_record(self, review_id: int) -> None:
        """In the list, be it of its kind or not."""
        self.panel.show()
        self.filters.panel.setChecked(True)
        self.filters.is_rating = False
        self._show_view()
        if not self.record.ask_for(review_id):
            self.refresh()
        self.table.setFocus()

    def _show_view(self) -> None:
        is_rating = self.filters.is_rating
        self._views.setCurrentIndex(int(is_rating))
        self.actions_.show_view(is_rating=is_rating)
        self.filters.show_view()
        self._allow()

    def _on_filter(self) -> None:
        self.record.also = None
        was_here = self.isAncestorOf(self.focusWidget()) and not self.filters.search.hasFocus()
        self._show_view()
        if was_here:
            self.take_focus()
        self.refresh()

    def _on_changed(self, kinds: frozenset[str]) -> None:
        if not concerns(kinds, Changed.REVIEWS, Changed.ORDERS, Changed.CARE, Changed.PEOPLE, Changed.SETTINGS):
            return
        if self.isVisible():
            self.refresh()
        else:
            self._is_stale = True

    def _on_empty(self) -> None:
        if self.filters.chosen == ReviewFilter():
            self.actions_.by_name[possible.IMPORT].trigger()
        else:
            self.filters.choose(ReviewFilter())

    def _on_empty_ratings(self) -> None:
        self.filters.turn() if self.filters.rate is Rate.ALL else self.filters.choose_rate(Rate.ALL)

    # What is done

    def _do_next(self) -> None:
        """What the large button says; what isn't possible yet says why."""
        review = self.record.current
        if review is not None:
            self.actions_.by_name[next_action(review.row, self._desk.actor) or possible.REOPEN].trigger()

    def _show_case(self, review: WholeReview) -> None:
        """The case that it led to; else a new one about its order."""
        if review.row.case_id is not None:
            self.open_requested.emit("case", review.row.case_id)
        else:
            self.open_requested.emit("case-new", review.row.order_id)

    def _show_why(self) -> None:
        """The review that stops the chosen trade."""
        if (number := self.ratings.chosen()[0].review_id) is not None:
            self._show_record(number)
