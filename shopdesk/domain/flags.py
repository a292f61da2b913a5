"""Flags: the seller's coloured mark on an order. It tells whose customer it is (ORD-02).

Platforms number their colours differently and let shops name them, so a number is never carried across platforms: an
order keeps what the platform wrote (`native`) beside the canonical colour.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

from shopdesk.domain.platforms import Platform
from shopdesk.errors import N_


class Colour(IntEnum):
    """The canonical colours; the number is what the database keeps and the order in which chips are shown."""

    GREY = 0
    RED = 1
    YELLOW = 2
    GREEN = 3
    BLUE = 4
    PURPLE = 5
    ORANGE = 6
    LIGHT_BLUE = 7
    LIGHT_PINK = 8
    DARK_GREEN = 9
    PEACH = 10
    CYAN = 11

    @property
    def code(self) -> str:
        """The word of the command line: `light-blue`."""
        return self.name.lower().replace("_", "-")

    @classmethod
    def from_code(cls, code: str) -> "Colour":
        """The colour a command-line word names; raises ValueError."""
        try:
            return cls[code.strip().upper().replace("-", "_")]
        except KeyError as error:
            raise ValueError(code) from error


@dataclass(frozen=True, slots=True)
class Look:
    """How a flag is drawn: a letter beside the colour, so that colour is never the only sign."""

    letter_zh: str
    letter_en: str
    light: str
    dark: str
    dark_letter: bool = False
    """True where the light-mode pennant needs a dark letter."""

    def letter(self, language: str) -> str:
        """The letter in a language, a key of `i18n.LANGUAGES`."""
        return self.letter_zh if language == "zh_CN" else self.letter_en


NAMES: Mapping[Colour, str] = {
    Colour.GREY: N_("Grey"),
    Colour.RED: N_("Red"),
    Colour.YELLOW: N_("Yellow"),
    Colour.GREEN: N_("Green"),
    Colour.BLUE: N_("Blue"),
    Colour.PURPLE: N_("Purple"),
    Colour.ORANGE: N_("Orange"),
    Colour.LIGHT_BLUE: N_("Light blue"),
    Colour.LIGHT_PINK: N_("Light pink"),
    Colour.DARK_GREEN: N_("Dark green"),
    Colour.PEACH: N_("Peach"),
    Colour.CYAN: N_("Cyan"),
}
"""What people call each colour."""

LOOKS: Mapping[Colour, Look] = {
    Colour.GREY: Look("灰", "N", "#7B8088", "#8E959E"),
    Colour.RED: Look("红", "R", "#C62F2B", "#FF6B64"),
    Colour.YELLOW: Look("黄", "Y", "#B98900", "#F0C846", dark_letter=True),
    Colour.GREEN: Look("绿", "G", "#2E8B45", "#63CC7E"),
    Colour.BLUE: Look("蓝", "B", "#2B6FD6", "#6FA8FF"),
    Colour.PURPLE: Look("紫", "P", "#7A3FC2", "#BB8CFF"),
    Colour.ORANGE: Look("橙", "O", "#C25E12", "#FF9E57"),
    Colour.LIGHT_BLUE: Look("浅", "L", "#3D9BD1", "#8AD0F5"),
    Colour.LIGHT_PINK: Look("粉", "K", "#D0679A", "#FF9FCA"),
    Colour.DARK_GREEN: Look("墨", "D", "#1F5E3A", "#4FA877"),
    Colour.PEACH: Look("桃", "H", "#D9795B", "#FFB199"),
    Colour.CYAN: Look("青", "C", "#178A8A", "#56CFCF"),
}

BASIC = (Colour.GREY, Colour.RED, Colour.YELLOW, Colour.GREEN, Colour.BLUE, Colour.PURPLE)
"""The colours every shop has; the newer ones are shown once an order carries one."""

NATIVE: Mapping[Platform, Mapping[str, Colour]] = {
    Platform.TAOBAO: {str(colour.value): colour for colour in Colour if colour is not Colour.CYAN},
    Platform.DOUYIN: {
        "0": Colour.GREY, "1": Colour.PURPLE, "2": Colour.CYAN, "3": Colour.GREEN, "4": Colour.ORANGE, "5": Colour.RED,
    },
    Platform.PINDUODUO: {
        "1": Colour.RED, "2": Colour.YELLOW, "3": Colour.GREEN, "4": Colour.BLUE, "5": Colour.PURPLE,
    },
    Platform.XIAOHONGSHU: {
        "1": Colour.GREY, "2": Colour.RED, "3": Colour.YELLOW, "4": Colour.GREEN, "5": Colour.BLUE, "6": Colour.PURPLE,
    },
}  # fmt: skip

WORDS: Mapping[str, Colour] = {
    "灰": Colour.GREY, "无": Colour.GREY, "红": Colour.RED, "黄": Colour.YELLOW, "绿": Colour.GREEN, "蓝": Colour.BLUE,
    "紫": Colour.PURPLE, "橙": Colour.ORANGE, "浅蓝": Colour.LIGHT_BLUE, "粉": Colour.LIGHT_PINK,
    "浅粉": Colour.LIGHT_PINK, "墨绿": Colour.DARK_GREEN, "深绿": Colour.DARK_GREEN, "桃": Colour.PEACH,
    "桃红": Colour.PEACH, "青": Colour.CYAN,
}  # fmt: skip


def colour_of(platform: Platform, native: str, labels: Mapping[str, Colour]) -> Colour | None:
    """The colour that a file's flag cell means: the shop's own label, else a colour word, else the platform's code.

    None where the cell is empty or says nothing known.
    """
    text = native.strip()
    if not text:
        return None
    if text in labels:
        return labels[text]
    word = text.removesuffix("旗").removesuffix("色")
    if word in WORDS:
        return WORDS[word]
    try:
        return Colour.from_code(text)
    except ValueError:
        return NATIVE.get(platform, {}).get(text.removesuffix(".0"))
