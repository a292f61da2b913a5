"""Colours by role: readable in both looks, mixed as said."""

import pytest
from PySide6.QtGui import QColor

from shopdesk.ui.colours import MIXED, ROLES, colours, contrast, mix


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("role", ["text", "muted", "accent", "danger", "warning", "good"])
@pytest.mark.parametrize("ground", ["window", "surface", "raised"])
def test_text_is_readable_on_every_ground(role: str, ground: str, dark: bool) -> None:
    by_role = colours(dark)
    assert contrast(by_role[role], by_role[ground]) >= 4.5


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("ground", ["selected", "hover", "pressed", "danger_tint", "warning_tint", "accent_tint"])
def test_text_is_readable_on_mixed_grounds(ground: str, dark: bool) -> None:
    by_role = colours(dark)
    assert contrast(by_role["text"], by_role[ground]) >= 7


@pytest.mark.parametrize("dark", [False, True])
def test_main_buttons_are_readable_in_every_state(dark: bool) -> None:
    by_role = colours(dark)
    for ground in ("accent", "accent_hover", "accent_pressed"):
        assert contrast(by_role["on_accent"], by_role[ground]) >= 4.5, ground


def test_the_chosen_colours_come_out_as_chosen() -> None:
    assert colours(False)["window"] == QColor("#F6F6F4")
    assert colours(True)["accent"] == QColor("#7AA5FF")
    assert set(colours(False)) == set(ROLES) | set(MIXED)


def test_mixing_half_and_half() -> None:
    assert mix(QColor("#FFFFFF"), QColor("#000000"), 0.5).name() == "#808080"
    assert mix(QColor("#123456"), QColor("#000000"), 1).name() == "#123456"


def test_contrast_of_black_and_white() -> None:
    assert contrast(QColor("black"), QColor("white")) == pytest.approx(21)
    assert contrast(QColor("red"), QColor("red")) == 1
