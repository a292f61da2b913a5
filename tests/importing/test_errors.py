"""Why a file was refused: said in words, in either language, and carried between processes."""

import pickle

from shopdesk import i18n
from shopdesk.errors import ShopdeskError, Word
from shopdesk.importing import errors

SAMPLE = {
    "file": "a.csv",
    "what": Word("a picture"),
    "reason": "busy",
    "detail": "cut",
    "row": 3,
    "limit": "1 GB",
    "part": "p",
    "layout": Word("JD orders"),
    "columns": "订单号",
    "asked": "jd",
    "kind": Word("reviews"),
    "mapping": "ours",
    "column": "单号",
    "fields": (Word("Order number"), Word("Item title")),
}
SIMPLE = [
    kind
    for kind in vars(errors).values()
    if isinstance(kind, type) and kind.__module__ == errors.__name__ and kind is not errors.UnknownLayout
]


def test_every_refusal_is_a_whole_sentence() -> None:
    assert len(SIMPLE) > 12
    for kind in SIMPLE:
        said = i18n.sentence(kind(**SAMPLE))
        assert said.endswith(".")
        assert "{" not in said
        assert issubclass(kind, ShopdeskError)


def test_several_words_stand_in_a_row() -> None:
    said = i18n.sentence(errors.IncompleteMapping(mapping="ours", fields=SAMPLE["fields"]))
    assert said == "The column mapping ours doesn't say which column holds Order number, Item title."


def test_our_own_words_are_translated_with_the_sentence() -> None:
    i18n.use_language("zh_CN")
    chinese = i18n.sentence(errors.NotATable(file="picture.csv", what=Word("a picture")))
    assert "picture.csv" in chinese
    assert chinese == i18n._(errors.NotATable.template).format(file="picture.csv", what=i18n._("a picture"))


def test_errors_travel_between_processes_with_all_they_carry() -> None:
    error = errors.UnknownLayout(file="a.csv", header_row=2, header=("单号",), sample=[["1"]])
    again = pickle.loads(pickle.dumps(error))
    assert isinstance(again, errors.UnknownLayout)
    assert (again.header_row, again.header, again.sample) == (2, ("单号",), [["1"]])
    assert str(again) == str(error)
    too_big = pickle.loads(pickle.dumps(errors.TooBig(file="a", what=Word("its size"), limit="1 GB")))
    assert isinstance(too_big.values["what"], Word)
