"""The report of an unexpected error: what a developer needs, and nothing about buyers."""

import platform
import re
import traceback
from pathlib import Path

from shopdesk import __version__

MOBILE = re.compile(r"(?<!\d)(?:\+?86[- ]?)?(1[3-9]\d)[- ]?\d{4}[- ]?(\d{4})(?!\d)")
LANDLINE = re.compile(r"(?<!\d)0\d{2,3}[- ]\d{7,8}(?!\d)")
CHINESE = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff][\u3400-\u9fff\U00020000-\U0003ffff\w*#·\-()（）]*")
"""Our own words are English, so Chinese in an error is somebody's name, address or goods."""


def without_private_data(text: str) -> str:
    """The text with phone numbers masked and names, addresses and the user's own folder left out."""
    text = MOBILE.sub(r"\1****\2", text)
    text = LANDLINE.sub("0***-*******", text)
    text = CHINESE.sub("…", text)
    return text.replace(str(Path.home()), "~")


def report_of(error: BaseException) -> str:
    """Everything to copy into a bug report."""
    from PySide6 import __version__ as qt_version

    where = f"shopdesk {__version__}, Python {platform.python_version()}, PySide6 {qt_version}, {platform.platform()}"
    trace = "".join(traceback.format_exception(error))
    return without_private_data(f"{where}\n\n{trace}")
