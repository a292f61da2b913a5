"""Takes the pictures of README: the window on the sample shop in Chinese light, English dark and at 150 %.

    python3 packaging/dev.py screenshots

Each set comes from `shopdesk demo`, which without a screen photographs its pages by itself.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

HOUSE = Path(__file__).resolve().parent.parent
PICTURES = HOUSE / "packaging" / "pictures"


class Look(NamedTuple):
    """One set of pictures."""

    name: str
    language: str
    scheme: str
    scale: str


LOOKS = (
    Look("zh-light", "zh_CN", "light", "1"),
    Look("en-dark", "en", "dark", "1"),
    Look("zh-150", "zh_CN", "light", "1.5"),
)


def photograph(look: Look, home: Path) -> list[Path]:
    """The pictures that the demo takes in this look, in a home of their own."""
    folder = home / look.name
    settings = {"XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder), "LOCALAPPDATA": str(folder)}
    environment = {**os.environ, **settings, "QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": look.scale}
    options = ["--into", str(folder), "--language", look.language, "--look", look.scheme]
    subprocess.run([sys.executable, "-m", "shopdesk", "demo", *options], cwd=HOUSE, env=environment, check=True)
    return sorted(folder.rglob("*.png"))


def main() -> int:
    """Replace the pictures; those of pages that are gone go too."""
    with tempfile.TemporaryDirectory() as home:
        taken = {look: photograph(look, Path(home)) for look in LOOKS}
        shutil.rmtree(PICTURES, ignore_errors=True)
        PICTURES.mkdir(parents=True)
        for look, pictures in taken.items():
            for picture in pictures:
                shutil.copy(picture, PICTURES / f"{look.name}-{picture.name}")
    print(f"{sum(map(len, taken.values()))} pictures in {PICTURES.relative_to(HOUSE).as_posix()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
