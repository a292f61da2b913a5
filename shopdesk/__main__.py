"""Arguments in, exit status out."""

import gc
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from shopdesk.commands.program import run
from shopdesk.commands.session import View

if TYPE_CHECKING:
    from shopdesk.services.desk import Desk


class AppWindows:
    """The ways into the window. Qt is loaded when one is taken: it takes longer than most commands."""

    def open(self, address: str, language: str) -> int:
        """The window on a shop."""
        gc.disable()  # what is loaded now is no garbage; `app` lets it look again
        from shopdesk import app

        return app.open_window(address, language)

    def demo(self, look: str) -> int:
        """The window on a throw-away sample shop."""
        from shopdesk import app

        return app.open_demo(look)

    def photograph(self, shops: "Sequence[tuple[View, Desk]]", folder: Path, files: Sequence[Path]) -> list[Path]:
        """Pictures of a shop's pages."""
        from shopdesk import app

        return app.photograph(shops, folder, files)


def main() -> int:
    """The entry point `shopdesk`."""
    return run(sys.argv[1:], AppWindows())


def window() -> int:
    """The entry point `shopdesk-window`: the window without a terminal."""
    return run([], AppWindows())


if __name__ == "__main__":
    sys.exit(main())
