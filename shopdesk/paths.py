"""Where things lie: shipped resources, the user's data, settings and logs."""

import re
from functools import cache
from pathlib import Path

import platformdirs

from shopdesk.errors import OutputFailed


@cache
def resources() -> Path:
    """The folder of shipped resources: inside the package once installed, beside it in a checkout."""
    inside = Path(__file__).parent / "resources"
    return inside if inside.is_dir() else Path(__file__).parent.parent / "resources"


def user_data() -> Path:
    """The user's data folder; made when missing. Raises OutputFailed."""
    return _made(platformdirs.user_data_path("shopdesk", appauthor=False))


def default_database() -> Path:
    """The SQLite file used when none is named (DATA-01)."""
    return user_data() / "shop.db"


def server_backups(place: str) -> Path:
    """Where this PC keeps backups of a shop on a server, `place` as messages name it; made when missing. Raises
    OutputFailed."""
    return _made(user_data() / "backups" / re.sub(r"[^\w.@-]+", "_", place))


def pc_settings_file() -> Path:
    """This PC's own settings (language, look, window geometry, printers). Raises OutputFailed."""
    return _made(platformdirs.user_config_path("shopdesk", appauthor=False)) / "settings.toml"


def logs() -> Path:
    """The folder of logs; made when missing. Raises OutputFailed."""
    return _made(platformdirs.user_log_path("shopdesk", appauthor=False))


def _made(folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputFailed(path=folder, reason=error.strerror or str(error)) from error
    return folder
