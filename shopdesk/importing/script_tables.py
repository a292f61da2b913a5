"""A table of scripts, made by our own export or typed by somebody: read whole or refused whole (CRM-02)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from shopdesk.domain.script_topics import TOPICS, Topic, chinese_name, read_topic
from shopdesk.errors import N_
from shopdesk.i18n import _
from shopdesk.importing.cells import BadCell, whole_number
from shopdesk.importing.named_tables import find_table, places_of
from shopdesk.importing.product_tables import NOT_YES_OR_NO, WrongCell, wrong_cells
from shopdesk.paths import resources

TITLES: dict[str, str] = {
    "topic": N_("Topic"),
    "title": N_("Title"),
    "body": N_("Text"),
    "gloss": N_("In English"),
    "position": N_("Position"),
    "in_use": N_("In use"),
}
"""The columns of the table in their order: field to heading."""
_NAMES: dict[str, tuple[str, ...]] = {
    "topic": ("主题", "分类", "分组", "类别", "快捷短语分组"),
    "title": ("标题", "名称", "快捷编码", "编码"),
    "body": ("内容", "话术", "话术内容", "短语", "快捷短语", "text"),
    "gloss": ("英文", "译文", "英文说明", "english"),
    "position": ("place", "位置", "排序", "序号"),
    "in_use": ("启用", "在用", "使用"),
    "origin": (),
    "initials": (),
}
_NEEDED = ("title", "body")
_MOST_PLACES = 9_999
_YES, _NO = (
    frozenset(("", "1", "yes", "y", "true", "in use", "是", "启用", "√")),
    frozenset(("0", "no", "n", "false", "out of use", "否", "停用")),
)

NO_TOPIC = N_("There is no such topic. Topics: {topics}.")
NOT_A_PLACE = N_("This is not a place: write a whole number.")
TITLE_MISSING = N_("The title is missing. Fill it in or leave the row out.")


@dataclass(frozen=True, slots=True)
class ScriptLine:
    """One script of the table; `values` holds what the file has columns for."""

    row: int
    values: dict[str, Any]

    @property
    def topic(self) -> Topic:
        """Its shelf."""
        topic: Topic = self.values["topic"]
        return topic

    @property
    def title(self) -> str:
        """By which it is known on its shelf."""
        return str(self.values["title"])


@dataclass(frozen=True, slots=True)
class ScriptTable:
    """What a file says."""

    file: str
    lines: list[ScriptLine] = field(default_factory=list)


def starting_set() -> Path:
    """The scripts that come with the program."""
    return resources() / "scripts" / "start.csv"


def read_script_table(path: Path) -> ScriptTable:
    """Read a CSV or spreadsheet. Raises NoSuchTable, WrongCells with row, column and value of what can't be read, and
    what `containers.tables` raises."""
    found = find_table(path, _columns, {name: _(TITLES[name]) for name in _NEEDED})
    made, wrong = ScriptTable(found.file), list[WrongCell]()
    for number, cells in found.rows():
        values: dict[str, Any] = {"topic": Topic.OTHER}
        for name, text in cells.items():
            try:
                values[name] = _READERS[name](text)
            except _Wrong as error:
                wrong.append(WrongCell(number, found.header[found.columns[name]], text, str(error)))
        made.lines.append(ScriptLine(number, values))
    wrong += _twice(made.lines)
    if wrong:
        raise wrong_cells(found.file, sorted(wrong, key=lambda each: each.row))
    return made


def _columns(header: Sequence[str]) -> dict[str, int]:
    called = {name: (title, _(title)) for name, title in TITLES.items()}
    return places_of(header, {name: (*called.get(name, ()), *words) for name, words in _NAMES.items()})


def _twice(lines: Sequence[ScriptLine]) -> list[WrongCell]:
    """Titles that stand twice on a shelf: which of them should hold?"""
    seen: dict[tuple[Topic, str], int] = {}
    wrong = []
    for each in lines:
        key = (each.topic, each.values.get("title", "").casefold())
        if key[1] and key in seen:
            reason = _("This title stands in row {first} already.").format(first=seen[key])
            wrong.append(WrongCell(each.row, _(TITLES["title"]), each.title, reason))
        seen.setdefault(key, each.row)
    return wrong


class _Wrong(ValueError):
    """A cell that can't be read, with the sentence that says why."""


def _topic(text: str) -> Topic:
    if not text:
        return Topic.OTHER
    topic = read_topic(text) or next((each for each in Topic if _(TOPICS[each]).casefold() == text.casefold()), None)
    if topic is None:
        raise _Wrong(_(NO_TOPIC).format(topics=_(", ").join(map(chinese_name, Topic))))
    return topic


def _title(text: str) -> str:
    bare = " ".join(text.split())
    if not bare:
        raise _Wrong(_(TITLE_MISSING))
    return bare


def _place(text: str) -> int | None:
    if not text:
        return None
    try:
        place = whole_number(text)
    except BadCell:
        raise _Wrong(_(NOT_A_PLACE)) from None
    if not 0 <= place <= _MOST_PLACES:
        raise _Wrong(_(NOT_A_PLACE))
    return place


def _yes(text: str) -> bool:
    word = text.casefold()
    if word in _YES or word == _("in use").casefold():
        return True
    if word in _NO or word == _("out of use").casefold():
        return False
    raise _Wrong(_(NOT_YES_OR_NO))


_READERS: dict[str, Callable[[str], Any]] = {
    "topic": _topic,
    "title": _title,
    **dict.fromkeys(("body", "gloss", "origin", "initials"), str),
    "position": _place,
    "in_use": _yes,
}
