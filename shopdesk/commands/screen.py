"""Whether there is a screen for a window."""

import os
import platform

from shopdesk.errors import N_, Refused


class NoScreen(Refused):
    template = N_("There is no screen here for a window. shopdesk --help names what can be done without one.")


def has_screen() -> bool:
    """Whether somebody could see a window here."""
    if os.environ.get("QT_QPA_PLATFORM") in ("offscreen", "minimal"):
        return False
    return platform.system() != "Linux" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def need_window_system() -> None:
    """Raise NoScreen where Qt would only abort."""
    if not has_screen() and not os.environ.get("QT_QPA_PLATFORM"):
        raise NoScreen()
