"""Takes the pictures of README: the window on the sample shop in Chinese light, English dark and at 150 %, and a slip.

    python3 packaging/dev.py screenshots

Each set comes from `shopdesk demo`, which without a screen photographs its pages by itself and leaves its papers.
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
    pages: tuple[str, ...]
    """What is kept of the set."""


LOOKS = (
    Look(
        "zh-light",
        "zh_CN",
        "light",
        "1",
        ("register", "shipping", "pack", "today", "cases", "refunds", "reviews", "buyers"),
    ),
    Look("en-dark", "en", "dark", "1", ("orders", "intake", "parcels", "repairs", "complaints", "scripts")),
    Look("zh-150", "zh_CN", "light", "1.5", ("orders",)),
)
SLIP = "zh-light"
"""The set whose first slip is shown."""
SLIP_SCALE = 1.5
"""Pixels to the point."""


def photograph(look: Look, home: Path) -> list[Path]:
    """The pictures that the demo takes in this look, in a home of their own."""
    folder = home / look.name
    settings = {"XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder), "LOCALAPPDATA": str(folder)}
    environment = {**os.environ, **settings, "QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": look.scale}
    options = ["--into", str(folder), "--language", look.language, "--look", look.scheme]
    subprocess.run([sys.executable, "-m", "shopdesk", "demo", *options], cwd=HOUSE, env=environment, check=True)
    return [folder / f"{page}.png" for page in look.pages]


def draw_slip(pdf: Path, picture: Path) -> None:
    """The first page of a PDF as a small picture."""
    from PySide6.QtGui import QImage

    from shopdesk.printing.preview import Preview

    with Preview(pdf.read_bytes()) as preview:
        page = preview.picture(0, SLIP_SCALE)
    image = QImage(page.pixels, page.width, page.height, page.stride, QImage.Format.Format_RGB32)
    image.convertToFormat(QImage.Format.Format_Grayscale8).save(str(picture))


def main() -> int:
    """Replace the pictures; those of pages that are gone go too."""
    with tempfile.TemporaryDirectory() as home:
        taken = {look: photograph(look, Path(home)) for look in LOOKS}
        shutil.rmtree(PICTURES, ignore_errors=True)
        PICTURES.mkdir(parents=True)
        for look, pictures in taken.items():
            for picture in pictures:
                shutil.copy(picture, PICTURES / f"{look.name}-{picture.name}")
        draw_slip(Path(home) / SLIP / "slip.pdf", PICTURES / "slip.png")
    print(f"{len(list(PICTURES.iterdir()))} pictures in {PICTURES.relative_to(HOUSE).as_posix()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
