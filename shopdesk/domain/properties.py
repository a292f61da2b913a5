"""What platforms write about a variant: `颜色分类：黑色;尺码：L(165/88A)`."""

import re
from typing import NamedTuple

_PAIR = re.compile(r"[;；]")
_COLON = re.compile(r"[:：]")


class Properties(NamedTuple):
    """Style, colour and size as written; empty where nothing is said."""

    style: str
    colour: str
    size: str


_ROLES = (("size", ("尺码", "尺寸", "鞋码", "规格尺码", "码数", "size")), ("colour", ("颜色", "色", "colour", "color")),
          ("style", ("款式", "型号", "货号", "款号", "style")))  # fmt: skip


def read_properties(text: str) -> Properties:
    """The variant that a properties cell describes; text without `name：value` pairs counts as style."""
    found = {"style": "", "colour": "", "size": ""}
    for part in _PAIR.split(text):
        name, *value = _COLON.split(part, maxsplit=1)
        role = _role(name.strip().lower()) if value else "style"
        if role and not found[role]:
            found[role] = (value[0] if value else part).strip()
    return Properties(**found)


def _role(name: str) -> str | None:
    for role, words in _ROLES:
        if any(word in name for word in words):
            return role
    return None
