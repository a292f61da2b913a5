"""The sounds that are shipped are those that the script draws."""

import importlib.util
from pathlib import Path

from shopdesk.paths import resources

SCRIPT = Path(__file__).parents[2] / "packaging" / "sounds.py"


def test_they_are_drawn_as_they_are_shipped(tmp_path: Path) -> None:
    spec = importlib.util.spec_from_file_location("sounds", SCRIPT)
    assert spec is not None and spec.loader is not None
    sounds = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(sounds)
    sounds.draw(tmp_path)
    drawn = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    assert drawn == {file.name: file.read_bytes() for file in (resources() / "sounds").iterdir()}
