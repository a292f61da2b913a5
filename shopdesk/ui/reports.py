"""The report of an unexpected error: what a developer needs, and nothing about buyers."""

import platform
import traceback
from pathlib import Path

from shopdesk import __version__
from shopdesk.domain.privacy import without_private_data


def report_of(error: BaseException) -> str:
    """Everything to copy into a bug report."""
    from PySide6 import __version__ as qt_version

    where = f"shopdesk {__version__}, Python {platform.python_version()}, PySide6 {qt_version}, {platform.platform()}"
    trace = "".join(traceback.format_exception(error))
    return without_private_data(f"{where}\n\n{trace}", home=str(Path.home()))
