"""Arguments in, exit status out."""

import sys

from shopdesk.commands.program import run
from shopdesk.commands.session import Windows


def _open_window(address: str) -> int:
    from shopdesk.app import open_window

    return open_window(address)


def _windows() -> Windows:
    """The window's parts, loaded only when they are wanted: Qt takes longer than most commands."""
    return Windows(open=_open_window, demo=_open_window, photograph=_open_window)


def main() -> int:
    """The entry point `shopdesk`."""
    return run(sys.argv[1:], _windows())


def window() -> int:
    """The entry point `shopdesk-window`: the window without a terminal."""
    return _open_window("")


if __name__ == "__main__":
    sys.exit(main())
