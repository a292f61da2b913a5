"""How long until the window is there, and how it goes on while an import runs."""

import gc
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from tests.bench.bench_import import command, made_pair
from tests.bench.big_shop import make_big_shop
from tests.bench.results import Result, at_most, cache_folder

ORDERS = 100_000
TICK_MS = 5


def run() -> list[Result]:
    """Both in one run, without a screen."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    shop = make_big_shop(ORDERS)
    started(""), started(str(shop))  # reads the files from the disk, and compiles what isn't yet
    both = [(started(""), started(str(shop))) for _ in range(7)]
    bare, ours = (median(times) for times in zip(*both, strict=True))
    more = at_most("window shown, 100,000 orders", ours - bare, 0.5, "s", f"a bare window {bare:.2f} s; so much more")
    gap, at_rest = gaps_while_importing()
    return [more, at_most("worst gap of the window while an import runs", gap, 16, "ms", f"at rest {at_rest:.1f} ms")]


def started(database: str) -> float:
    """Seconds from starting a process to its painted window."""
    installed = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    installed["PYTHONPYCACHEPREFIX"] = str(cache_folder() / "bytecode")  # kept, as beside an installed program
    line = [sys.executable, "-m", "tests.bench.started_window", str(time.monotonic()), *filter(None, [database])]
    told = subprocess.run(line, env=installed, capture_output=True, text=True, check=True)
    return float(told.stdout)


def gaps_while_importing() -> tuple[float, float]:
    """The longest wait between two ticks of the event loop, in ms: while a child process imports 100,000 orders, as the
    import dialog has it done, and for two seconds of rest."""
    from PySide6.QtCore import QCoreApplication

    from shopdesk.app.look import make_look
    from shopdesk.app.shop_window import ShopWindow
    from shopdesk.pc_settings import PcSettings
    from shopdesk.services.setup import create_desk
    from shopdesk.ui.processes import ProcessTask

    gc.freeze()  # as the program does with what it has loaded
    with TemporaryDirectory() as home:
        file = Path(home) / "shop.db"
        shop = ShopWindow(make_look(PcSettings(Path(home) / "settings.toml")), create_desk(file), str(file))
        shop.show()
        QCoreApplication.processEvents()
        at_rest = _worst_gap(lambda until: time.monotonic() < until)
        arguments = [*command(file)[3:], "import", *map(str, made_pair()), "--json", "--progress"]
        task = ProcessTask(arguments, "import")
        ended: list[object] = []
        task.done.connect(ended.append)
        task.failed.connect(ended.append)
        task.start()
        worst = _worst_gap(lambda _until: not ended)
        shop.window.close()
        shop.end()
    return worst, at_rest


def _worst_gap(go_on: Callable[[float], bool]) -> float:
    """Milliseconds between two ticks at the most, while it goes on; the first, which warms up, is left out."""
    from PySide6.QtCore import QElapsedTimer, QEventLoop, Qt, QTimer

    loop, clock, gaps = QEventLoop(), QElapsedTimer(), []
    until = time.monotonic() + 2

    def tick() -> None:
        gaps.append(clock.nsecsElapsed() / 1e6)
        clock.restart()
        if not go_on(until):
            loop.quit()

    timer = QTimer(interval=TICK_MS, timerType=Qt.TimerType.PreciseTimer)
    timer.timeout.connect(tick)
    clock.start()
    timer.start()
    loop.exec()
    timer.stop()
    return max(gaps[2:]) - TICK_MS
