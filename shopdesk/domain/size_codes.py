"""What codes of sizes mean: `180/92A`, `250(2.5)`, `39`, `W7` (PRD-02).

By the Chinese standards of garments (GB/T 1335) and shoes (GB/T 3293); makers follow them more or less.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from shopdesk.errors import N_
from shopdesk.i18n import _

_GARMENT = re.compile(r"(?<!\d)(\d{2,3})\s*/\s*(\d{2,3})(?![\d.])\s*([YABC])?(?![A-Z])")
_NO_AMOUNT = r"(?!\s*(?:(?:KG|G|ML|CM)(?![A-Z])|千?克|公?斤|毫?升|厘?米|[片件袋支瓶粒盒罐]|条(?!纹)|包(?![头跟])))"
"""150g of tea, 30 pieces: no size."""
_SHOE = re.compile(rf"(?<![\d./])([12]\d{{2}})(?:\s*[/(]\s*([1-5](?:\.5)?)\s*\)?)?(?![\d/.]){_NO_AMOUNT}")
_EUROPEAN = re.compile(rf"(?<![\d./])(?:EU\s*)?(3[3-9]|4[0-8])(\.5)?\s*码?(?![\d/.]){_NO_AMOUNT}")
_AMERICAN = re.compile(r"(?<![A-Z0-9])(?:US\s*)?([WM])\s*(\d{1,2})(\.5)?(?!\d)")
_TROUSERS = re.compile(rf"(?<![\d./])(2[5-9]|3[0-9]|4[0-4])\s*码?(?![\d/.]){_NO_AMOUNT}")
_HEIGHTS, _GIRTHS = range(50, 211), range(36, 151)
_FEET = range(100, 321)
_BUILDS: Mapping[str, tuple[int, int, int, int]] = {
    "Y": (17, 22, 19, 24), "A": (12, 16, 14, 18), "B": (7, 11, 9, 13), "C": (2, 6, 4, 8),
}  # fmt: skip
"""By how many centimetres the chest is wider than the waist: men from, to; women from, to."""
_BUILD_NAMES: Mapping[str, str] = {
    "Y": N_("slim"), "A": N_("regular"), "B": N_("broad"), "C": N_("stout"),
}  # fmt: skip
_WOMEN, _MEN = range(4, 14), range(5, 16)
_INCH, _CHI = 2.54, 100 / 3


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a code may stand for."""

    code: str
    said: str
    """As a sentence, in the language in use."""


def meanings_of(text: str) -> tuple[Meaning, ...]:
    """What the codes in a size may mean, the surest first; none for letters, which only a table explains. A number that
    is a shoe's and a pair of trousers' means both."""
    plain = text.upper().translate(str.maketrans("（）／　", "()/ "))
    garment = [meaning for found in _GARMENT.finditer(plain) if (meaning := _garment(found))]
    if garment:
        return tuple(garment)
    return tuple(
        meaning
        for pattern, read in _READERS
        if (found := pattern.search(plain)) is not None and (meaning := read(found)) is not None
    )


def _garment(found: re.Match[str]) -> Meaning | None:
    height, girth, build = int(found[1]), int(found[2]), found[3] or ""
    if height not in _HEIGHTS or girth not in _GIRTHS:
        return None
    said = _("for {height} cm of height; {girth} cm is the chest of tops, the waist of trousers")
    sentence = said.format(height=height, girth=girth)
    if build:
        told = _("build {build} ({name}): the chest is wider than the waist by {men} cm for men, {women} cm for women")
        least, most, women_least, women_most = _BUILDS[build]
        sentence += _("; ") + told.format(
            build=build, name=_(_BUILD_NAMES[build]), men=f"{least}–{most}", women=f"{women_least}–{women_most}"
        )
    return Meaning(f"{height}/{girth}{build}", sentence)


def _shoe(found: re.Match[str]) -> Meaning | None:
    foot, width = int(found[1]), found[2]
    if foot not in _FEET:
        return None
    said = _("for a foot of {foot} mm").format(foot=foot)
    if width:
        said += _("; ") + _("width {width} (2.5 is usual, 1 is narrow, 5 is wide)").format(width=width)
    return Meaning(found[0].strip(), said)


def _european(found: re.Match[str]) -> Meaning:
    size = float(found[1] + (found[2] or ""))
    return Meaning(f"{size:g}", _("as a shoe for a foot of about {foot} mm").format(foot=f"{size * 5 + 50:g}"))


def _american(found: re.Match[str]) -> Meaning | None:
    sex, size = found[1], float(found[2] + (found[3] or ""))
    if int(size) not in (_WOMEN if sex == "W" else _MEN):
        return None
    foot = size * 10 + (170 if sex == "W" else 180)
    said = _("an American women's shoe") if sex == "W" else _("an American men's shoe")
    about = _("{kind} for a foot of about {foot} mm").format(kind=said, foot=f"{foot:g}")
    return Meaning(f"{sex}{size:g}", about)


def _trousers(found: re.Match[str]) -> Meaning:
    inches = int(found[1])
    waist = inches * _INCH
    said = _("as trousers for a waist of about {waist} cm ({chi} 尺)")
    return Meaning(found[1], said.format(waist=f"{waist:.0f}", chi=f"{waist / _CHI:.1f}"))


_READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Meaning | None]], ...] = (
    (_AMERICAN, _american),
    (_SHOE, _shoe),
    (_EUROPEAN, _european),
    (_TROUSERS, _trousers),
)
