"""Sounds: two files that differ, the system's player, beeps where there is none, silence where wanted."""

import wave
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from shopdesk.paths import resources
from shopdesk.ui import sounds as module
from shopdesk.ui.sounds import Sounds, play_file


def test_two_short_sounds_that_differ() -> None:
    lengths = {}
    for name in ("right", "wrong"):
        with wave.open(str(resources() / "sounds" / f"{name}.wav")) as file:
            lengths[name] = file.getnframes() / file.getframerate()
    assert 0.1 < lengths["right"] < 0.3 < lengths["wrong"] < 1.0


def test_without_a_player_the_bell_rings(qtbot: QtBot, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    beeps: list[int] = []
    monkeypatch.setattr(QApplication, "beep", lambda: beeps.append(1))
    sounds = Sounds(settings, None, lambda _file: False)
    sounds.right()
    assert len(beeps) == 1
    sounds.wrong()
    qtbot.waitUntil(lambda: len(beeps) == 4)


def test_muted_means_silent(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QApplication, "beep", lambda: pytest.fail("beeped"))
    sounds = Sounds(settings, None, lambda _file: pytest.fail("played"))
    sounds.mute(True)
    sounds.right()
    sounds.wrong()
    assert sounds.muted


def test_no_player_and_no_file_are_no_errors(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda _name: None)
    assert not play_file(resources() / "sounds" / "right.wav")
    monkeypatch.setattr("shutil.which", lambda name: f"/nowhere/{name}")
    assert not play_file(tmp_path / "none.wav")
    monkeypatch.setattr(module, "_PLAYERS", (("/nowhere/player",),))
    assert not play_file(resources() / "sounds" / "right.wav")


def test_the_systems_player_gets_the_file(tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    player, told = tmp_path / "player", tmp_path / "told"
    player.write_text(f'#!/bin/sh\necho "$@" > {told}\necho complaint >&2\n')
    player.chmod(0o755)
    monkeypatch.setattr(module, "_PLAYERS", ((str(player), "-q"),))
    assert play_file(resources() / "sounds" / "wrong.wav")
    qtbot.waitUntil(lambda: told.exists() and told.read_text().strip().endswith("wrong.wav"))
    assert told.read_text().startswith("-q ")
