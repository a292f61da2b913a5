"""The report of an unexpected error, kept in a file for whoever mends it."""

import platform
import traceback
from datetime import datetime
from pathlib import Path

from shopdesk import __version__
from shopdesk.domain.privacy import without_private_data
from shopdesk.errors import OutputFailed
from shopdesk.paths import logs


def write_report(error: BaseException) -> Path | None:
    """Write what happened, without anything about buyers; None where not even that can be written."""
    where = f"shopdesk {__version__}, Python {platform.python_version()}, {platform.platform()}"
    text = without_private_data(f"{where}\n\n{''.join(traceback.format_exception(error))}", home=str(Path.home()))
    try:
        file = logs() / f"report-{datetime.now():%Y%m%d-%H%M%S-%f}.txt"
        file.write_text(text, encoding="utf-8")
    except (OSError, OutputFailed):
        return None
    return file
