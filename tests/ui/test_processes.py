"""Our own command as a task: progress, result, refusal, breakage, cancelling."""

import sys
import textwrap
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QProcess
from pytestqt.qtbot import QtBot

from shopdesk import i18n
from shopdesk.i18n import sentence
from shopdesk.ui import processes
from shopdesk.ui.background import Background
from shopdesk.ui.processes import ProcessTask, WorkBroke, WorkRefused, own_command


def run(code: str, qtbot: QtBot, *arguments: str) -> tuple[str, Any, list[tuple[float, str]]]:
    """Runs a small program; how it ended, with what, and the progress told meanwhile."""
    task = ProcessTask(arguments, "Import", command=[sys.executable, "-c", textwrap.dedent(code)])
    ends: list[tuple[str, Any]] = []
    progress: list[tuple[float, str]] = []
    task.progressed.connect(lambda share, text: progress.append((share, text)))
    task.done.connect(lambda result: ends.append(("done", result)))
    task.failed.connect(lambda error: ends.append(("failed", error)))
    task.cancelled.connect(lambda: ends.append(("cancelled", None)))
    with qtbot.waitSignal(task.finished, timeout=10_000):
        task.start()
    assert len(ends) == 1
    return *ends[0], progress


def test_progress_and_result(qtbot: QtBot) -> None:
    code = """
        import json, sys
        for share in (0.25, 0.5):
            print(json.dumps({"progress": share, "text": "订单.csv"}, ensure_ascii=False), file=sys.stderr, flush=True)
        print(json.dumps({"files": [{"rows": 71, "名": sys.argv[1:]}]}, indent=1, ensure_ascii=False))
    """
    end, result, progress = run(code, qtbot, "import", "订单 1.csv")
    assert end == "done"
    assert result == {"files": [{"rows": 71, "名": ["import", "订单 1.csv"]}]}
    assert progress == [(0.25, "订单.csv"), (0.5, "订单.csv")]


def test_a_list_comes_one_a_line(qtbot: QtBot) -> None:
    end, result, _progress = run("""print('{"a": 1}\\n{"a": 2}')""", qtbot)
    assert (end, result) == ("done", [{"a": 1}, {"a": 2}])


def test_no_output_is_no_result(qtbot: QtBot) -> None:
    assert run("pass", qtbot)[:2] == ("done", None)


def test_a_refusal_says_why(qtbot: QtBot) -> None:
    code = """
        import sys
        print('{"progress": 0.1}', file=sys.stderr)
        sys.exit("row 7: the amount can't be read")
    """
    end, error, progress = run(code, qtbot)
    assert end == "failed"
    assert isinstance(error, WorkRefused)
    assert sentence(error) == "row 7: the amount can't be read"
    assert progress == [(0.1, "")]


def test_what_was_refused_in_part_is_told_in_the_result(qtbot: QtBot) -> None:
    end, result, _progress = run("import sys; print('{\"files\": []}'); sys.exit(1)", qtbot)
    assert (end, result) == ("done", {"files": []})


def test_a_crash_is_told_from_a_refusal(qtbot: QtBot) -> None:
    end, error, _progress = run("import os; os.abort()", qtbot)
    assert end == "failed"
    assert isinstance(error, WorkBroke)


def test_wrong_use_is_our_own_mistake(qtbot: QtBot) -> None:
    _end, error, _progress = run("import sys; print('no such option', file=sys.stderr); sys.exit(2)", qtbot)
    assert isinstance(error, WorkBroke)
    assert "no such option" in sentence(error)


def test_output_that_is_no_json(qtbot: QtBot) -> None:
    end, error, _progress = run("print('hello')", qtbot)
    assert end == "failed"
    assert isinstance(error, WorkBroke)


def test_json_that_is_no_progress_is_a_reason() -> None:
    assert processes._progress('{"a": 1}') is None
    assert processes._progress("{broken") is None
    assert processes._progress('{"progress": "x"}') is None
    assert processes._progress('{"progress": 1, "text": "done"}') == (1.0, "done")


def test_a_program_that_is_not_there(qtbot: QtBot, tmp_path: Path) -> None:
    task = ProcessTask((), command=[str(tmp_path / "none")])
    with qtbot.waitSignals([task.failed, task.finished]):
        task.start()
    assert not task.is_running


def test_cancelling_ends_the_process(qtbot: QtBot) -> None:
    task = ProcessTask((), command=[sys.executable, "-c", "import time; print(1, flush=True); time.sleep(60)"])
    task.start()
    assert task._process.waitForReadyRead(10_000)
    with qtbot.waitSignals([task.cancelled, task.finished], timeout=10_000):
        task.cancel()
        task.cancel()
    assert task._process.state() is QProcess.ProcessState.NotRunning


def test_a_process_that_declines_is_killed(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "KILL_AFTER", 50)
    code = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(1, flush=True); time.sleep(60)"
    task = ProcessTask((), command=[sys.executable, "-c", code])
    task.start()
    assert task._process.waitForReadyRead(10_000)
    with qtbot.waitSignal(task.cancelled, timeout=10_000):
        task.cancel()


def test_closing_the_program_ends_the_process(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "KILL_AFTER", 50)
    background = Background()
    code = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(1, flush=True); time.sleep(60)"
    task = ProcessTask((), "Import", command=[sys.executable, "-c", code])
    background.follow(task)
    task.start()
    assert task._process.waitForReadyRead(10_000)
    assert background.close()
    assert task._process.state() is QProcess.ProcessState.NotRunning
    assert not background.running


def test_work_that_was_done_before_the_cancel_counts(qtbot: QtBot) -> None:
    task = ProcessTask((), command=[sys.executable, "-c", "print(5)"])
    task.start()
    assert task._process.waitForFinished(10_000) or not task.is_running
    task.cancel()
    assert not task.is_running


def test_the_command_is_ourselves(monkeypatch: pytest.MonkeyPatch) -> None:
    assert own_command() == [sys.executable, "-m", "shopdesk"]
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert own_command() == [sys.executable]


def test_the_child_speaks_the_windows_language(qtbot: QtBot) -> None:
    i18n.use_language("zh_CN")
    _end, result, _progress = run("import os; print('\"' + os.environ['LC_ALL'] + '\"')", qtbot)
    assert result == "zh_CN.UTF-8"
