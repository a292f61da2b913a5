"""Chinese words by the first letters of their pinyin."""

from functools import lru_cache


@lru_cache(50_000)
def initials(text: str) -> str:
    """The first letters of the pinyin of Chinese words, and Latin letters as they are: 登记 is found by dj."""
    from pypinyin import Style, lazy_pinyin  # reading its table takes 0.2 s

    return "".join(lazy_pinyin(text, style=Style.FIRST_LETTER)).lower().replace(" ", "")
