"""The seller's memo: marks that the desk adds to it."""

import re

_WORD = re.compile(r"[\s,，;；。/]+")


def has_mark(memo: str, mark: str) -> bool:
    """Whether `mark` stands in the memo as a word of its own."""
    return mark in _WORD.split(memo)


def add_mark(memo: str, mark: str) -> str:
    """The memo with the mark behind it, once (ORD-05)."""
    return memo if has_mark(memo, mark) else f"{memo} {mark}".strip()


def remove_mark(memo: str, mark: str) -> str:
    """The memo without the mark that `add_mark` put behind it; one that stands elsewhere stays."""
    return memo.removesuffix(mark).rstrip() if has_mark(memo, mark) else memo
