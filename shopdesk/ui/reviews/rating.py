"""Trades whose buyers we have still to rate: the nearest end first, many at once, stopped where a bad review is in
sight (REV-03, REV-04)."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from shopdesk.domain.reviews import Decision
from shopdesk.errors import N_
from shopdesk.i18n import ngettext, sentence
from shopdesk.queries.own_ratings import RateRow
from shopdesk.services.desk import Desk
from shopdesk.services.own_ratings import Rated, decide_rating, mark_rated, unmark_rated
from shopdesk.ui.background import Background
from shopdesk.ui.controls import label, named, rule
from shopdesk.ui.empty_state import EmptyState
from shopdesk.ui.form_dialog import Values
from shopdesk.ui.layouts import foot, stacked
from shopdesk.ui.messages import Kind as News
from shopdesk.ui.messages import Messages
from shopdesk.ui.page_moment import Moment
from shopdesk.ui.record_table import RecordTable
from shopdesk.ui.reviews.columns import rate_columns, rate_said, rate_text
from shopdesk.ui.reviews.forms import Forms
from shopdesk.ui.reviews.reading import Rate, RateList
from shopdesk.ui.theme import Theme


class RatingView(QWidget):
    """The table, and below it what stops the chosen ones."""

    def __init__(self, now: Moment, theme: Theme) -> None:
        super().__init__()
        named(self, "reviews.ratings")
        self.found = RateList(now)
        self.is_read = False
        self.table = RecordTable("reviews.ratings.table", N_("Trades to rate"), rate_columns(lambda: self.found), theme)
        self.empty = EmptyState("reviews.ratings.empty", theme, "star")
        self._said = label("reviews.ratings.said", "muted", wrap=True, parent=self)
        self._stack = stacked("reviews.ratings.stack", self.table, self.empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._stack, 1)
        layout.addWidget(rule("reviews.ratings.rule"))
        layout.addLayout(foot(self._said))
        self.table.chosen_changed.connect(self.say)

    def take_focus(self) -> None:
        """Keys go to the list."""
        (self.empty if self.is_read and not self.found.rows else self.table).setFocus()

    def chosen(self) -> list[RateRow]:
        """The chosen trades."""
        return [line.row for line in self.table.chosen()] if self.found.rows else []

    def show_found(self, found: RateList, rate: Rate) -> None:
        """Show this list."""
        again, self.is_read, self.found = self.is_read, True, found
        self.table.show_rows(found.rows, again=again)
        if found.rows and self.table.current_id() is None:
            self.table.go_to(found.rows[0].id)
        is_here = self._stack.isAncestorOf(QApplication.focusWidget() or self)
        self._stack.setCurrentWidget(self.table if found.rows else self.empty)
        if is_here:
            self.take_focus()
        if rate is Rate.ALL:
            self.empty.say(N_("Every buyer is rated."), N_("Show reviews"), "quiet")
        else:
            self.empty.say(N_("No trade is like that."), N_("Show all to rate"), "quiet")
        self.say()

    def say(self) -> None:
        """How many there are, or why the chosen one waits."""
        rows = self.chosen()
        if len(rows) == 1 and not rows[0].may_rate:
            self._said.setText(rate_text(rows[0]))
        elif len(rows) > 1:
            ready = sum(row.may_rate for row in rows)
            said = ngettext(
                "{n} chosen, {ready} of them can be rated", "{n} chosen, {ready} of them can be rated", ready
            )
            self._said.setText(said.format(n=len(rows), ready=ready))
        else:
            n = len(self.found.rows)
            self._said.setText(rate_said(n) if n else "")


class RatingWork(QObject):
    """Marks and decides; `page` is the widget over which forms lie."""

    def __init__(
        self, desk: Desk, background: Background, messages: Messages, page: QWidget, again: Callable[[], object]
    ) -> None:
        """`again`: the list is to be read again."""
        super().__init__(page)
        self._desk, self._background, self._messages, self._again = desk, background, messages, again
        self._forms = Forms(desk, background, messages, page)

    def mark(self, rows: Sequence[RateRow]) -> None:
        """These buyers were given a good rating on the platform; who may not yet is left, and told (REV-04)."""
        ids = [row.order_id for row in rows]
        self._background.run_task(
            lambda: mark_rated(self._desk, order_ids=ids), self._say_rated, self._refused, owner=self
        )

    def decide(self, rows: Sequence[RateRow]) -> None:
        """A supervisor says whether these are rated as usual (REV-04)."""

        def write(values: Values) -> int:
            decision, note = Decision(str(values["decision"])), str(values["note"])
            fresh = [row.order_id for row in rows if row.decision is Decision.NONE]
            done = decide_rating(self._desk, order_ids=fresh, decision=decision, note=note)
            for row in rows:  # one that is changed was seen as it stands
                if row.decision is not Decision.NONE:
                    done += decide_rating(
                        self._desk, order_ids=[row.order_id], decision=decision, note=note, version=row.version
                    )
            return done

        form = self._forms.decided(len(rows), write)
        form.written.connect(self._say_decided)
        form.open()

    def _say_decided(self, n: object) -> None:
        self._messages.toast(ngettext("{n} decided", "{n} decided", int(str(n))).format(n=n))
        self._again()

    def _say_rated(self, rated: Rated) -> None:
        n, left = len(rated.done), len(rated.left)
        if n:
            said = ngettext("{n} buyer rated", "{n} buyers rated", n).format(n=n)
            self._messages.toast(said, undo=lambda: self._take_back(rated.done))
        if left:
            told = ngettext("{n} was left: {why}", "{n} were left, the first because: {why}", left)
            why = sentence(rated.left[0][1])
            self._messages.toast(told.format(n=left, why=why), News.WARNING, topic="rating-left")
        self._again()

    def _take_back(self, order_ids: Sequence[int]) -> None:
        def say(n: int) -> None:
            said = ngettext("{n} rating taken back", "{n} ratings taken back", n).format(n=n)
            self._messages.toast(said, News.INFO)
            self._again()

        self._background.run_task(lambda: unmark_rated(self._desk, order_ids=order_ids), say, self._refused, owner=self)

    def _refused(self, error: Exception) -> None:
        self._messages.error(error)
        self._again()
