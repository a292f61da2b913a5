"""The sounds that are shipped are those that the script draws."""

from pathlib import Path

from shopdesk.paths import resources
from tests.packaging.scripts import load


def test_they_are_drawn_as_they_are_shipped(tmp_path: Path) -> None:
    load("sounds").draw(tmp_path)
    drawn = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    assert drawn == {file.name: file.read_bytes() for file in (resources() / "sounds").iterdir()}
