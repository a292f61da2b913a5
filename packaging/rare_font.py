"""Makes resources/fonts/NotoSansRare-Regular.ttf: the Chinese characters of names that Noto Sans SC lacks (such as 𠮷),
taken from its Hong Kong and Japanese siblings. Needs fontTools:

    python packaging/rare_font.py NotoSansSC.ttf NotoSansHK.ttf NotoSansJP.ttf
"""

import sys
import tempfile
from pathlib import Path

from fontTools.merge import Merger
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

TARGET = Path(__file__).parent.parent / "resources" / "fonts" / "NotoSansRare-Regular.ttf"
FIRST_CHINESE = 0x2E80


def main(known: Path, *siblings: Path) -> None:
    """Each sibling gives what the fonts before it haven't."""
    have = set(TTFont(known).getBestCmap())
    with tempfile.TemporaryDirectory() as folder:
        parts = []
        for sibling in siblings:
            font = TTFont(sibling)
            wanted = {code for code in font.getBestCmap() if code >= FIRST_CHINESE} - have
            have |= wanted
            part = Path(folder) / sibling.name
            reduced(font, wanted).save(part)
            parts.append(str(part))
        merged = Merger().merge(parts)
    for record in merged["name"].names:
        if record.nameID in (1, 3, 4, 6, 16):
            record.string = "NotoSansRare" if record.nameID == 6 else "Noto Sans Rare"
    merged.save(TARGET)
    print(f"{TARGET.name}: {len(merged.getBestCmap())} characters, {TARGET.stat().st_size:,} bytes")


def reduced(font: TTFont, wanted: set[int]) -> TTFont:
    """The font with these characters alone and nothing that shapes text."""
    options = Options(layout_features=[], hinting=False, glyph_names=False, notdef_outline=True)
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "BASE", "VORG", "vhea", "vmtx", "DSIG", "STAT"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=wanted)
    subsetter.subset(font)
    return font


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
