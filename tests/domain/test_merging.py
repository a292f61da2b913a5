"""Two changes of one record: what stays, what is written, what somebody has to decide."""

from hypothesis import given
from hypothesis import strategies as st

from shopdesk.domain.merging import joined, merge

VALUES = st.fixed_dictionaries({name: st.integers(0, 2) for name in "abcd"})
UNITS = (("a", "b"),)


def test_fields_that_one_changed_are_written_and_the_others_stay() -> None:
    merged = merge({"a": 1, "b": 1}, {"a": 1, "b": 2}, {"a": 3, "b": 1})
    assert (merged.write, merged.kept, merged.differences) == ({"a": 3}, ("b",), ())


def test_the_same_change_twice_is_none() -> None:
    assert merge({"a": 1}, {"a": 2}, {"a": 2}).write == {}


def test_both_changed_the_same_field() -> None:
    (difference,) = merge({"a": 1, "b": 1}, {"a": 2, "b": 1}, {"a": 3, "b": 9}).differences
    assert (difference.fields, difference.base, difference.theirs, difference.mine) == (
        ("a",), {"a": 1}, {"a": 2}, {"a": 3},
    )  # fmt: skip


def test_half_of_each_would_be_neithers() -> None:
    assert merge({"a": 1, "b": 1}, {"a": 2, "b": 1}, {"b": 3}, UNITS).differences[0].mine == {"a": 1, "b": 3}


def test_what_follows_is_written_with_the_field_it_follows_from_only() -> None:
    assert merge({"a": 1}, {"a": 1, "z": 0}, {"a": 2, "z": 1}).write == {"a": 2, "z": 1}
    assert merge({"a": 1}, {"a": 5, "z": 0}, {"a": 1, "z": 1}).write == {"z": 1}
    assert merge({"a": 1}, {"a": 2, "z": 0}, {"a": 2, "z": 1}).write == {}


@given(VALUES, VALUES, VALUES)
def test_every_field_ends_as_somebody_wanted_it(
    base: dict[str, int], theirs: dict[str, int], mine: dict[str, int]
) -> None:
    merged = merge(base, theirs, mine, UNITS)
    if merged.differences:
        assert not merged.write
        return
    after = {**theirs, **merged.write}
    for name, began in base.items():
        if mine[name] != began:
            assert after[name] == mine[name]
        if theirs[name] != began:
            assert after[name] == theirs[name]


def test_two_texts_one_below_the_other() -> None:
    assert joined("急", "送袜子") == "急\n送袜子"
    assert joined("急，送袜子", "送袜子") == "急，送袜子"
    assert joined("急", "急件") == "急件"
