"""The pictures of README: one set a look, old ones replaced."""

import subprocess
from pathlib import Path

import pytest

from tests.packaging.scripts import load


def test_each_look_is_photographed_in_a_home_of_its_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    screenshots = load("screenshots")
    homes: list[str] = []

    def demo(command: list[str], env: dict[str, str], **_: object) -> None:
        folder = Path(command[command.index("--into") + 1])
        folder.mkdir(parents=True)
        (folder / "orders.png").write_text(f"{command[-3]} {command[-1]} {env['QT_SCALE_FACTOR']}")
        homes.append(env["XDG_CONFIG_HOME"])

    monkeypatch.setattr(subprocess, "run", demo)
    monkeypatch.setattr(screenshots, "HOUSE", tmp_path)
    monkeypatch.setattr(screenshots, "PICTURES", tmp_path / "pictures")
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / "zh-light-gone.png").write_text("of a page that is gone")
    assert screenshots.main() == 0
    assert {path.name: path.read_text() for path in (tmp_path / "pictures").iterdir()} == {
        "zh-light-orders.png": "zh_CN light 1",
        "en-dark-orders.png": "en dark 1",
        "zh-150-orders.png": "zh_CN light 1.5",
    }
    assert len(set(homes)) == 3
