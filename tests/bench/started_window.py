"""A window shown in a process of its own; prints the seconds from the process's start to the first painted page.

`python -m tests.bench.started_window STARTED [DATABASE]`: without a database a bare window with the program's font.
"""

import gc
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory


def main(started: float, database: str) -> None:
    """Show, wait until the rows are painted, tell, end."""
    if not database:
        show_bare()
        print(time.monotonic() - started)
        return
    gc.disable()  # as the program does until its window is there
    from shopdesk.app.look import make_look
    from shopdesk.app.shop_window import ShopWindow
    from shopdesk.pc_settings import PcSettings
    from shopdesk.services.setup import open_desk

    with TemporaryDirectory() as home:
        look = make_look(PcSettings(Path(home) / "settings.toml"))
        shop = ShopWindow(look, open_desk(Path(database)), database)
        shop.show()
        shop.window.repaint()
        look.app.processEvents()
        print(time.monotonic() - started)
        shop.window.close()
        shop.end()


def show_bare() -> None:
    """The floor: a QMainWindow with a line of text in the program's font."""
    from PySide6.QtGui import QFontDatabase
    from PySide6.QtWidgets import QApplication, QLabel, QMainWindow

    from shopdesk.paths import resources

    app = QApplication([])
    family = QFontDatabase.addApplicationFont(str(resources() / "fonts" / "NotoSansSC-Regular.ttf"))
    app.setFont(QFontDatabase.applicationFontFamilies(family)[0])
    window = QMainWindow()
    window.setCentralWidget(QLabel("订单 1,234.00"))
    window.resize(1280, 800)
    window.show()
    window.repaint()
    app.processEvents()


if __name__ == "__main__":
    main(float(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "")
