"""The composition root: builds the window's parts and hands each what it needs. Nothing here is global."""

import gc
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import qInstallMessageHandler

import shopdesk.app.fast_imports  # noqa: F401
from shopdesk.app.look import Look, make_look
from shopdesk.app.shop_window import ShopWindow
from shopdesk.app.start import Start
from shopdesk.commands.screen import need_window_system
from shopdesk.commands.session import View
from shopdesk.errors import ShopdeskError, StorageError
from shopdesk.i18n import current_language, sentence
from shopdesk.paths import pc_settings_file
from shopdesk.pc_settings import PcSettings
from shopdesk.services.desk import Desk
from shopdesk.services.setup import create_desk
from shopdesk.ui.questions import Sentence
from shopdesk.ui.theme import Scheme


def open_window(address: str, language: str) -> int:
    """The window on a shop, until it is closed; returns the exit status. Raises NoScreen."""
    need_window_system()
    gc.freeze()  # what is loaded stays: nobody waits any more while Python looks through it for garbage
    look = make_look(PcSettings(pc_settings_file()), language=language)
    try:
        start = Start(look, address)
        try:
            start.go()
        except StorageError as error:
            if not start.offer_backup(error):
                raise
    except ShopdeskError as error:
        Sentence(sentence(error)).exec()
        return 1
    return _run(start, look)


def open_demo(scheme: str) -> int:
    """The window on a sample shop that is thrown away afterwards, with settings of its own."""
    from shopdesk.services.sample import make_sample

    need_window_system()
    with tempfile.TemporaryDirectory(prefix="shopdesk-demo-", ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        look = make_look(PcSettings(home / "settings.toml"), scheme=scheme, language=current_language())
        desk = create_desk(home / "demo.db")
        make_sample(desk)
        desk.database.close()
        start = Start(look, str(home / "demo.db"))
        start.go()
        return _run(start, look)


def _run(start: Start, look: Look) -> int:
    gc.enable()
    try:
        return look.app.exec()
    finally:
        start.end()


def photograph(shops: Sequence[tuple[View, Desk]], folder: Path, files: Sequence[Path]) -> list[Path]:
    """Pictures of the window on each shop in its view, without a screen: see `Photographer`."""
    from shopdesk.app.photographer import Photographer, only_real_warnings

    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    folder.mkdir(parents=True, exist_ok=True)
    qInstallMessageHandler(only_real_warnings)
    with tempfile.TemporaryDirectory() as home:
        look = make_look(PcSettings(Path(home) / "settings.toml"))
        taken: list[Path] = []
        for view, desk in shops:
            look.theme.set_scheme(Scheme(view.look))
            look.language.use(view.language)
            shop = ShopWindow(look, desk, str(desk.database.database))
            photographer = Photographer(look, shop, folder)
            photographer.take_all(view.prefix, files)
            taken += photographer.taken
            shop.window.close()
            shop.background.close()
    return taken
