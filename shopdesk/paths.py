"""Where things lie: shipped resources, the user's data, settings and logs."""

from functools import cache
from pathlib import Path

import platformdirs


@cache
def resources() -> Path:
    """The folder of shipped resources: inside the package once installed, beside it in a checkout."""
    inside = Path(__file__).parent / "resources"
    return inside if inside.is_dir() else Path(__file__).parent.parent / "resources"


def user_data() -> Path:
    """The user's data folder; made when missing."""
    return Path(platformdirs.user_data_dir("shopdesk", appauthor=False, ensure_exists=True))


def default_database() -> Path:
    """The SQLite file used when none is named (DATA-01)."""
    return user_data() / "shop.db"


def pc_settings_file() -> Path:
    """This PC's own settings (language, look, window geometry, printers)."""
    return Path(platformdirs.user_config_dir("shopdesk", appauthor=False, ensure_exists=True)) / "settings.toml"


def logs() -> Path:
    """The folder of logs; made when missing."""
    return Path(platformdirs.user_log_dir("shopdesk", appauthor=False, ensure_exists=True))
