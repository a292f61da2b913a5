"""The colours of the window by role, for light and dark, and the arithmetic that derives the in-between ones."""

from collections.abc import Mapping

from PySide6.QtGui import QColor

ROLES: Mapping[str, tuple[str, str]] = {
    "window": ("#F6F6F4", "#15171A"),
    "surface": ("#FFFFFF", "#1C1F23"),
    "raised": ("#FFFFFF", "#24282D"),
    "line": ("#E3E1DC", "#30353B"),
    "text": ("#1C1F23", "#E7E9EC"),
    "muted": ("#646B75", "#9BA3AD"),
    "accent": ("#2B63D9", "#7AA5FF"),
    "on_accent": ("#FFFFFF", "#0D1117"),
    "danger": ("#B3261E", "#FF8A80"),
    "warning": ("#8A5A00", "#F2C14E"),
    "good": ("#1B7F3B", "#6BD38A"),
}
"""What was chosen by eye: (light, dark)."""

MIXED: Mapping[str, tuple[str, str, float, float]] = {
    "faint": ("text", "surface", 0.40, 0.38),
    "edge": ("text", "surface", 0.20, 0.24),
    "hover": ("text", "window", 0.05, 0.07),
    "pressed": ("text", "window", 0.10, 0.13),
    "selected": ("accent", "surface", 0.12, 0.22),
    "accent_hover": ("text", "accent", 0.12, 0.16),
    "accent_pressed": ("text", "accent", 0.24, 0.30),
    "danger_tint": ("danger", "surface", 0.08, 0.14),
    "warning_tint": ("warning", "surface", 0.10, 0.14),
    "good_tint": ("good", "surface", 0.08, 0.14),
    "accent_tint": ("accent", "surface", 0.07, 0.14),
}
"""What follows from it: (over, under, share of `over` in light, in dark)."""

TINT = (0.07, 0.14)
"""How much of a flag's colour tints its rows: (light, dark)."""


def mix(over: QColor, under: QColor, share: float) -> QColor:
    """An opaque colour: `share` of `over` laid on `under`."""
    return QColor.fromRgbF(
        *(
            over_part * share + under_part * (1 - share)
            for over_part, under_part in (
                (over.redF(), under.redF()),
                (over.greenF(), under.greenF()),
                (over.blueF(), under.blueF()),
            )
        )
    )


def colours(dark: bool) -> dict[str, QColor]:
    """Every role's colour in the light or the dark look."""
    side = int(dark)
    found = {role: QColor(pair[side]) for role, pair in ROLES.items()}
    for role, (over, under, light_share, dark_share) in MIXED.items():
        found[role] = mix(found[over], found[under], dark_share if dark else light_share)
    return found


def contrast(one: QColor, other: QColor) -> float:
    """The contrast ratio of WCAG, 1 to 21; text needs 4.5 on its ground."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: QColor) -> float:
    red, green, blue = (_linear(part) for part in (colour.redF(), colour.greenF(), colour.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return float(part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4)
