"""The unseen demo: the same papers every time; and the self-test."""

from pathlib import Path

import pytest

from shopdesk.commands import demo
from shopdesk.commands.screen import has_screen
from shopdesk.i18n import current_language
from shopdesk.paths import resources
from tests.command_line import CommandLine, new_shop
from tests.printing.samples import pages

pytestmark = pytest.mark.sqlite_only  # the demo is always a file


def test_the_demo_writes_the_same_papers_every_time(tmp_path: Path) -> None:
    line = CommandLine(None)
    for name in ("a", "b"):
        line.done("demo", "--into", tmp_path / name)
    for paper in ("slip.pdf", "packing-list.pdf", "return-form.pdf", "issue-register.pdf"):
        content = (tmp_path / "a" / paper).read_bytes()
        assert content == (tmp_path / "b" / paper).read_bytes()
        assert len(pages(content)) >= (1 if paper == "issue-register.pdf" else 15)
    assert line.windows.photographed[:2] == [demo.BOTH[1], demo.BOTH[0]]  # the language of the program comes first
    assert line.windows.owners[:2] == ["Owner", "店主"], "each picture is of a shop in its language"
    assert current_language() == "en"


def test_one_look_is_taken_when_one_is_asked_for(tmp_path: Path) -> None:
    line = CommandLine(None)
    line.done("demo", "--into", tmp_path, "--language", "zh_CN", "--look", "dark")
    assert [(view.prefix, view.language, view.look) for view in line.windows.photographed] == [("", "zh_CN", "dark")]


def test_with_a_screen_the_window_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    line = CommandLine(None)
    monkeypatch.setattr(demo, "has_screen", lambda: True)
    line.done("demo", "--look", "dark")
    assert line.windows.demos == ["dark"]


def test_offscreen_is_no_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not has_screen()
    monkeypatch.setenv("QT_QPA_PLATFORM", "")
    monkeypatch.setenv("DISPLAY", ":1")
    assert has_screen()


def test_the_shipped_samples_are_read_without_a_rejected_row(tmp_path: Path) -> None:
    line = new_shop(tmp_path)
    files = line.done("import", *sorted((resources() / "samples").iterdir()), "--json").json["files"]
    assert {file["platform"] for file in files} == {"taobao", "douyin", "kuaishou"}
    assert sum(file["created"] for file in files) == 24
    assert all(not file["rejected"] and "error" not in file for file in files)


def test_the_self_test_finds_everything_in_order() -> None:
    answer = CommandLine(None).done("selftest")
    assert answer.err == "" and len(answer.out.splitlines()) == 7


def test_the_self_test_names_what_is_missing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from shopdesk.commands import selftest

    monkeypatch.setattr(selftest, "resources", lambda: tmp_path)
    answer = CommandLine(None)("selftest")
    assert answer.status == 1 and "Resources does not work: Unfit: fonts, help, icons" in answer.err
