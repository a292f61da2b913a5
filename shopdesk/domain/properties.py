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


def short_goods(text: str) -> str:
    """Code and properties cell as a list shows them, `5815-2 颜色分类：黑色` as `5815-2 黑色`; what the code says is
    not said again."""
    code, _blank, properties = text.partition(" ")
    if not _COLON.search(properties):
        return text
    return " ".join([code, *(value for value in read_properties(properties) if value and value not in code)])


def plain_properties(text: str) -> str:
    """The cell as people say it, `灰色 225` for `颜色分类：灰色;尺码：225`; what is no style, colour or size keeps its
    name."""
    said = []
    for part in _PAIR.split(text):
        name, *value = _COLON.split(part, maxsplit=1)
        said.append((value[0] if value and _role(name.strip().lower()) else part).strip())
    return " ".join(dict.fromkeys(filter(None, said)))


_NEW = {"style": "款式", "colour": "颜色", "size": "尺码"}
"""What a part is called where the platform's text had none."""


def write_properties(text: str, wanted: Properties) -> str:
    """The cell with these values in place of its own, everything else as the platform wrote it."""
    parts, left = [], wanted._asdict()
    for part in filter(None, (part.strip() for part in _PAIR.split(text))):
        name, *value = _COLON.split(part, maxsplit=1)
        role = _role(name.strip().lower()) if value else "style"
        if role is None or role not in left:
            parts.append(part)
        elif new := left.pop(role):
            parts.append(f"{name}{part[len(name)]}{new}" if value else new)
    parts += [f"{_NEW[role]}：{value}" for role, value in left.items() if value]
    return ";".join(parts)


def _role(name: str) -> str | None:
    for role, words in _ROLES:
        if any(word in name for word in words):
            return role
    return None
