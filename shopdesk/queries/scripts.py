"""The library of words to say: lists, search as somebody types, who used which (CRM-02)."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from shopdesk.clock import Millis
from shopdesk.db.database import Database, rows_of
from shopdesk.domain.script_search import Searched, ranked
from shopdesk.domain.script_topics import TOPICS, Topic, chinese_name, topic_initials
from shopdesk.errors import N_, NotFound


class ScriptNotFound(NotFound):
    template = N_("There is no script {number} here. Look at the list of scripts.")


@dataclass(frozen=True, slots=True)
class ScriptRow:
    """Words to say, with their blanks."""

    id: int
    version: int
    topic: Topic
    title: str
    body: str
    gloss: str
    """The same in English, for who reads no Chinese."""
    initials: str
    position: int
    used: int
    """How often it was copied, by everybody."""
    own: bool
    """The shop's own, or one of the starting set that was changed here."""
    origin: str
    """The starting set's name of it, "" for the shop's own."""
    hidden_at: Millis | None


@dataclass(frozen=True, slots=True)
class ScriptUseRow:
    """How often somebody copied a script."""

    script_id: int
    topic: Topic
    title: str
    person_id: int
    person: str
    times: int
    last_at: Millis


_SQL = (
    "SELECT id, version, topic AS topic, title AS title, body AS body, gloss AS gloss, initials AS key, position, "
    "used, own, origin AS key, hidden_at FROM script"
)
_PLACES = {topic: place for place, topic in enumerate(Topic)}


def list_scripts(
    database: Database,
    *,
    topic: Topic | None = None,
    find: str = "",
    with_hidden: bool = False,
    limit: int | None = None,
) -> list[ScriptRow]:
    """Scripts by topic and place; with `find` the likeliest first: every word of it is in title, text, gloss or topic,
    or in the pinyin initials of the title or of the text's beginning."""
    where = "" if with_hidden else " WHERE hidden_at IS NULL"
    rows = [_row(row) for row in rows_of(database, f"{_SQL}{where}")]
    rows = [row for row in rows if topic in (None, row.topic)]
    rows.sort(key=lambda row: (_PLACES[row.topic], row.position, row.title, row.id))
    return search_scripts(rows, find)[:limit]


def search_scripts(rows: Iterable[ScriptRow], text: str) -> list[ScriptRow]:
    """Those of a list that hold every word of `text`, the likeliest first, of those the most used: for a list that is
    narrowed as somebody types, without asking the database."""
    if not text.strip():
        return list(rows)
    return ranked(sorted(rows, key=lambda row: -row.used), text, _searched)


def get_script(database: Database, script_id: int) -> ScriptRow:
    """One script, hidden or not; raises ScriptNotFound."""
    rows = rows_of(database, f"{_SQL} WHERE id = ?", (script_id,))
    if not rows:
        raise ScriptNotFound(number=script_id)
    return _row(rows[0])


def find_script(database: Database, topic: Topic, title: str, *, but: int | None = None) -> ScriptRow | None:
    """The script of this title on that shelf, hidden or not, other than `but`; large and small letters are the same."""
    wanted = title.strip().casefold()
    rows = rows_of(database, f"{_SQL} WHERE topic = ? ORDER BY id", (topic.value,))
    return next((row for row in map(_row, rows) if row.title.casefold() == wanted and row.id != but), None)


def count_scripts(database: Database) -> dict[Topic, int]:
    """How many scripts each topic has; topics without any are 0."""
    rows = rows_of(database, "SELECT topic AS topic, count(*) FROM script WHERE hidden_at IS NULL GROUP BY topic")
    counts = dict.fromkeys(Topic, 0)
    for word, count in rows:
        counts[_topic(word)] += count
    return counts


def list_script_uses(
    database: Database, *, since: Millis = 0, until: Millis | None = None, person_id: int | None = None
) -> list[ScriptUseRow]:
    """Who copied which words how often, the most used first; those of a script together."""
    said: dict[str, Any] = {"u.at >= ?": since, "u.at < ?": until, "u.person_id = ?": person_id}
    where = " AND ".join(sql for sql, value in said.items() if value is not None)
    rows = rows_of(
        database,
        "SELECT u.script_id, s.topic AS topic, s.title AS title, u.person_id, p.name AS person, count(*), max(u.at) "
        "FROM script_use u JOIN script s ON s.id = u.script_id JOIN person p ON p.id = u.person_id "
        f"WHERE {where} GROUP BY u.script_id, s.topic, s.title, u.person_id, p.name "
        "ORDER BY sum(count(*)) OVER (PARTITION BY u.script_id) DESC, u.script_id, count(*) DESC, u.person_id",
        [value for value in said.values() if value is not None],
    )
    return [ScriptUseRow(script_id, _topic(word), *rest) for script_id, word, *rest in rows]


@cache
def _topic_words(topic: Topic) -> str:
    """What a topic is found by, in every language."""
    chinese = chinese_name(topic)
    return " ".join((topic.value, TOPICS[topic].casefold(), chinese, topic_initials(topic)))


def _searched(row: ScriptRow) -> Searched:
    return Searched(
        row.title.casefold(), row.initials, _topic_words(row.topic), row.body.casefold(), row.gloss.casefold()
    )


def _topic(word: str) -> Topic:
    return Topic(word) if word in set(Topic) else Topic.OTHER


def _row(row: tuple[Any, ...]) -> ScriptRow:
    values = list(row)
    values[2], values[9] = _topic(row[2]), bool(row[9])
    return ScriptRow(*values)
