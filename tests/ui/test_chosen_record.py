"""The record beside a list: the one that is chosen, as it is now, whatever else was being read."""

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import pytest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from shopdesk.errors import NotFound
from shopdesk.ui.background import Background
from shopdesk.ui.banner import Banners
from shopdesk.ui.chosen_record import ChosenRecord
from shopdesk.ui.messages import Messages
from shopdesk.ui.record_table import RecordColumn, RecordTable
from shopdesk.ui.theme import Theme


@dataclass(frozen=True)
class Line:
    id: int


@dataclass(frozen=True)
class Card:
    row: Line
    text: str


@dataclass
class Stand:
    """A list, and what its panel was told."""

    table: RecordTable
    settle: Callable[[], None]
    errors: list[Exception]
    texts: dict[int, str] = field(default_factory=lambda: {1: "one", 2: "two", 3: "three"})
    gates: dict[int, threading.Event] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)
    record: ChosenRecord[Card] = field(init=False)

    def read(self, number: int) -> Card:
        if number in self.gates:
            self.gates[number].wait(10)
        if number not in self.texts:
            raise NotFound()
        return Card(Line(number), self.texts[number])

    def show(self, card: Card | None) -> None:
        self.told.append(card.text if card is not None else "")

    def list(self, numbers: Sequence[int], *, is_added: bool = False) -> None:
        rows = [Line(number) for number in numbers]
        self.record.take_list(rows, lambda: self.table.show_rows(rows, again=True), is_added=is_added)


@pytest.fixture
def stand(background: Background, qtbot: QtBot, theme: Theme, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stand]:
    host = QWidget()
    qtbot.addWidget(host)
    QVBoxLayout(host)
    table = RecordTable("cards", "Cards", [RecordColumn("id", "Number", 80, lambda row: str(row.id))], theme)
    qtbot.addWidget(table)
    messages = Messages(host, Banners(host), theme.icons)
    errors: list[Exception] = []
    monkeypatch.setattr(messages, "unasked", errors.append)
    made = Stand(table, lambda: qtbot.waitUntil(lambda: not background.running), errors)
    made.record = ChosenRecord(table, made.read, made.show, background=background, messages=messages, owner=table)
    yield made
    for gate in made.gates.values():
        gate.set()
    made.settle()


def test_the_first_of_a_list_is_chosen_and_shown(stand: Stand) -> None:
    stand.list([1, 2])
    stand.settle()
    assert stand.told == ["one"] and stand.record.current is stand.record.shown is not None
    assert stand.record.is_fresh


def test_an_empty_list_shows_nothing(stand: Stand) -> None:
    stand.list([1])
    stand.settle()
    stand.list([])
    assert stand.told == ["one", ""] and stand.record.shown is None


def test_while_another_one_is_read_none_is_the_current_one(stand: Stand) -> None:
    stand.list([1, 2])
    stand.settle()
    stand.gates[2] = threading.Event()
    stand.table.go_to(2)
    assert stand.record.shown is not None and stand.record.current is None and not stand.record.is_fresh
    stand.gates[2].set()
    stand.settle()
    assert stand.told == ["one", "two"] and stand.record.current is not None


def test_one_that_comes_late_is_dropped_where_one_has_gone_back_meanwhile(stand: Stand) -> None:
    stand.list([1, 2])
    stand.settle()
    stand.gates[2] = threading.Event()
    stand.table.go_to(2)
    stand.table.go_to(1)
    stand.gates[2].set()
    stand.settle()
    assert stand.told == ["one", "one"]


def test_one_that_is_asked_for_and_not_in_the_list_is_chosen_once_it_is(stand: Stand) -> None:
    stand.list([1, 2])
    stand.settle()
    assert not stand.record.ask_for(3)
    stand.list([1, 2, 3], is_added=True)
    stand.settle()
    assert stand.told[-1] == "three" and stand.table.current_id() == 3 and [stand.record.also] == [3]
    stand.list([1, 2, 3])  # it is of the list's kind by now, and leaves it as the others do
    assert stand.record.also is None
    stand.settle()


def test_one_in_the_list_that_is_asked_for_is_shown_at_once(stand: Stand) -> None:
    stand.list([1, 2])
    assert stand.record.ask_for(2)
    stand.settle()
    assert stand.told == ["two"] and stand.record.also is None


def test_who_chooses_by_hand_waits_no_longer_for_what_was_asked_for(stand: Stand) -> None:
    stand.list([1, 2])
    stand.settle()
    stand.record.ask_for(3)
    stand.table.go_to(2)
    stand.list([1, 2, 3], is_added=True)
    stand.settle()
    assert stand.told[-1] == "two" and stand.table.current_id() == 2


def test_one_that_is_gone_is_told_and_shown_no_more(stand: Stand) -> None:
    stand.list([1, 2])
    stand.settle()
    del stand.texts[1]
    stand.record.read()
    stand.settle()
    assert stand.told == ["one", ""] and len(stand.errors) == 1


def test_what_is_written_to_another_one_reads_nothing(stand: Stand) -> None:
    stand.list([1, 2])
    stand.settle()
    stand.record.read(2)
    stand.settle()
    assert stand.told == ["one"]
    stand.texts[1] = "changed"
    stand.record.read(1)
    stand.settle()
    assert stand.told == ["one", "changed"]


def test_a_list_that_cannot_be_read_ends_the_waiting(stand: Stand) -> None:
    stand.list([1])
    stand.settle()
    stand.record.ask_for(3)
    stand.record.lose_list(NotFound())
    assert stand.record.also is None and len(stand.errors) == 1
    stand.record.read()
    stand.settle()
    assert stand.told[-1] == "one"
