"""What PostgreSQL puts otherwise."""

import pytest

from shopdesk.db.database import GIVEN, GIVEN_TEXTS
from shopdesk.db.dialect import for_postgres


@pytest.mark.parametrize(
    ("sql", "text"),
    [
        ("SELECT 1", "SELECT 1"),
        ("a = ? AND b IN (?, ?)", "a = %s AND b IN (%s, %s)"),
        (f"id IN {GIVEN}", "id IN (SELECT value FROM given_numbers(%s))"),
        (f"sku IN {GIVEN_TEXTS}", "sku IN (SELECT value FROM given_texts(%s))"),
        ("json_each(?) said", "given_numbers(%s) said"),
        ("a LIKE ? ESCAPE '\\'", "a ILIKE %s"),
        ("a NOT LIKE '~%'", "a NOT ILIKE '~%%'"),
        ("a CROSS JOIN b ON b.c = a.c LEFT JOIN d", "a JOIN b ON b.c = a.c LEFT JOIN d"),
        ("instr(lower(a), 'x') > 0", "strpos(lower(a), 'x') > 0"),
        ("a % 2 = ?", "a %% 2 = %s"),
        ("peewee = %s", "peewee = %s"),
    ],
)
def test_is_turned(sql: str, text: str) -> None:
    assert for_postgres(sql) == (text, None)


@pytest.mark.parametrize(
    "text",
    [
        "'what? CROSS JOIN json_each(?) LIKE instr('",
        "'it''s a ? %%'",
        '"a ? column"',
        "'\n'",
        "a_LIKE_b, LIKELY, reinstr(x)",
    ],
)
def test_nothing_within_quotes_or_words(text: str) -> None:
    assert for_postgres(f"SELECT {text.replace('%%', '%')}") == (f"SELECT {text}", None)


def test_the_escape_of_like_is_the_servers_own() -> None:
    """In quotes a backslash means something else where standard_conforming_strings is off."""
    text, _places = for_postgres("SELECT 1 WHERE a LIKE ? ESCAPE '\\' OR b = '\\'")
    assert text == "SELECT 1 WHERE a ILIKE %s OR b = '\\'"


def test_numbered_marks_say_which_value_stands_where() -> None:
    sql = "a = ?2 OR b = ?1 OR c LIKE ?2 OR d IN (SELECT value FROM json_each(?3, '$')) OR e IN (json_each(?10))"
    text, places = for_postgres(sql)
    assert places == (1, 0, 1, 2, 9)
    assert text.count("%s") == 5 and "?" not in text
    assert "given_texts(%s)" in text and "given_numbers(%s)" in text
