"""The pictures of README: one set a look, old ones replaced."""

import subprocess
from pathlib import Path

import pytest

from tests.packaging.scripts import load

PAGES = (
    "orders", "register", "shipping", "pack", "today", "intake", "cases", "refunds", "parcels", "repairs", "reviews",
    "complaints", "buyers", "scripts", "settings",
)  # fmt: skip
"""What the demo photographs, and more."""


def test_each_look_is_photographed_in_a_home_of_its_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    screenshots = load("screenshots")
    homes: list[str] = []

    def demo(command: list[str], env: dict[str, str], **_: object) -> None:
        folder = Path(command[command.index("--into") + 1])
        folder.mkdir(parents=True)
        for page in PAGES:
            (folder / f"{page}.png").write_text(f"{command[-3]} {command[-1]} {env['QT_SCALE_FACTOR']}")
        homes.append(env["XDG_CONFIG_HOME"])

    monkeypatch.setattr(subprocess, "run", demo)
    monkeypatch.setattr(screenshots, "draw_slip", lambda pdf, picture: picture.write_text(pdf.name))
    monkeypatch.setattr(screenshots, "HOUSE", tmp_path)
    monkeypatch.setattr(screenshots, "PICTURES", tmp_path / "pictures")
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / "zh-light-gone.png").write_text("of a page that is gone")
    assert screenshots.main() == 0
    assert {path.name: path.read_text() for path in (tmp_path / "pictures").iterdir()} == {
        "zh-light-register.png": "zh_CN light 1",
        "zh-light-shipping.png": "zh_CN light 1",
        "zh-light-pack.png": "zh_CN light 1",
        "zh-light-today.png": "zh_CN light 1",
        "zh-light-cases.png": "zh_CN light 1",
        "zh-light-refunds.png": "zh_CN light 1",
        "zh-light-reviews.png": "zh_CN light 1",
        "zh-light-buyers.png": "zh_CN light 1",
        "en-dark-orders.png": "en dark 1",
        "en-dark-intake.png": "en dark 1",
        "en-dark-parcels.png": "en dark 1",
        "en-dark-repairs.png": "en dark 1",
        "en-dark-complaints.png": "en dark 1",
        "en-dark-scripts.png": "en dark 1",
        "zh-150-orders.png": "zh_CN light 1.5",
        "slip.png": "slip.pdf",
    }
    assert len(set(homes)) == 3


def test_a_slip_is_drawn_small(tmp_path: Path) -> None:
    from PySide6.QtGui import QImage

    from shopdesk.domain.documents import Document, Paper
    from shopdesk.printing.papers import render
    from tests.printing.samples import numbered

    pdf = tmp_path / "slip.pdf"
    pdf.write_bytes(render(Document.SLIP, [numbered(1)[0]], Paper.LABEL_100X150))
    load("screenshots").draw_slip(pdf, tmp_path / "slip.png")
    image = QImage(str(tmp_path / "slip.png"))
    assert (image.width(), image.height()) == (426, 638)
    assert image.isGrayscale()


def test_readme_shows_the_pictures_there_are() -> None:
    screenshots = load("screenshots")
    named = [f"{look.name}-{page}.png" for look in screenshots.LOOKS for page in look.pages]
    assert {path.name for path in screenshots.PICTURES.iterdir()} == {*named, "slip.png"}
    readme = (screenshots.HOUSE / "README.md").read_text("utf-8")
    shown = {
        "zh-light-register", "zh-light-shipping", "zh-light-pack", "zh-light-today", "zh-light-cases",
        "zh-light-refunds", "zh-light-reviews", "zh-light-buyers", "en-dark-orders", "en-dark-intake",
        "en-dark-parcels", "en-dark-repairs", "en-dark-complaints", "en-dark-scripts", "slip",
    }  # fmt: skip
    assert all(f"packaging/pictures/{name}.png" in readme for name in shown)
