"""Texts in the user's language."""

from gettext import NullTranslations

import pytest

from shopdesk import i18n
from shopdesk.errors import N_, BadInput, OutputFailed, ShopdeskError, StorageError
from shopdesk.i18n import LANGUAGES, current_language, ngettext, sentence, speaker, system_language, use_language


class Nested(BadInput):
    template = N_("{path} could not be written: {reason}. Choose another folder or free some space, then try again.")


def test_an_error_carries_values_and_makes_a_sentence() -> None:
    error = OutputFailed(path="a {odd} name.pdf", reason="full")
    assert str(error) == sentence(error)
    assert str(error).startswith("a {odd} name.pdf could not be written: full.")
    assert error.values == {"path": "a {odd} name.pdf", "reason": "full"}
    assert isinstance(error, StorageError)


def test_what_a_user_wrote_neither_steers_nor_floods_a_sentence() -> None:
    said = sentence(OutputFailed(path="a\x1b[31m\x00\u202eb", reason="长" * 10_000))
    assert said.startswith("a [31m b could") and "长" * 100 + "…" in said and len(said) < 250


def test_an_error_within_an_error_is_translated_too(monkeypatch: pytest.MonkeyPatch) -> None:
    class Shouting(NullTranslations):
        def gettext(self, message: str) -> str:
            return message.replace("could not be written", "COULD NOT BE WRITTEN")

    monkeypatch.setattr(i18n, "_catalogue", Shouting())
    inner = OutputFailed(path="a.pdf", reason="full")
    told = sentence(Nested(path="b.pdf", reason=inner))
    assert sentence(inner) in told
    assert "could not be written" not in told
    assert "could not be written" in str(inner)  # logs stay in the source language


def test_every_error_of_the_program_says_a_sentence() -> None:
    def family(kind: type[ShopdeskError]) -> list[type[ShopdeskError]]:
        return [kind, *(each for child in kind.__subclasses__() for each in family(child))]

    for kind in family(ShopdeskError):
        assert kind.template.endswith((".", "init", "}", "})")), kind


@pytest.mark.parametrize(
    ("variables", "language"),
    [
        ({"LC_ALL": "zh_CN.UTF-8"}, "zh_CN"), ({"LANG": "zh_TW.UTF-8"}, "zh_CN"), ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LC_ALL": "en_US.UTF-8", "LANG": "zh_CN.UTF-8"}, "en"), ({"LC_ALL": "", "LC_MESSAGES": "zh_CN"}, "zh_CN"),
        ({"LANG": "Chinese (Simplified)_China.936"}, "zh_CN"), ({"LANG": "C"}, "en"),
    ],
)  # fmt: skip
def test_what_the_machine_speaks(monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], language: str) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert system_language() == language


def test_each_language_can_be_used() -> None:
    for code in LANGUAGES:
        use_language(code)
        assert current_language() == code


def test_one_and_many() -> None:
    assert [ngettext("{n} cat", "{n} cats", n) for n in (0, 1, 2)] == ["{n} cats", "{n} cat", "{n} cats"]
    assert i18n._("a text that no catalogue has") == "a text that no catalogue has"


def test_what_is_written_to_somebody_else_is_in_their_language() -> None:
    before = current_language()
    assert (speaker("zh_CN")("Return"), speaker("en")("Return")) == ("退货", "Return")
    assert current_language() == before
