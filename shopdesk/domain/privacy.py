"""Texts without what is nobody else's business: for reports that leave the shop."""

import re

_MOBILE = re.compile(r"(?<!\d)(?:\+?86[- ]?)?(1[3-9]\d)[- ]?\d{4}[- ]?(\d{4})(?!\d)")
_LANDLINE = re.compile(r"(?<!\d)0\d{2,3}[- ]\d{7,8}(?!\d)")
_CHINESE = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff][\u3400-\u9fff\U00020000-\U0003ffff\w*#·\-()（）]*")
"""Our own words are English, so Chinese in an error is somebody's name, address or goods."""


def without_private_data(text: str, *, home: str = "") -> str:
    """The text with phone numbers masked and names, addresses and the user's own folder (`home`) left out."""
    text = _MOBILE.sub(r"\1****\2", text)
    text = _LANDLINE.sub("0***-*******", text)
    text = _CHINESE.sub("…", text)
    return text.replace(home, "~") if home else text
