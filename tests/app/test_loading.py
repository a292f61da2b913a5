"""What a start loads: the window of a shop in a file waits for nothing that it doesn't show."""

import json
import subprocess
import sys
from pathlib import Path

from shopdesk.services.setup import create_desk

LATER = {"psycopg", "reportlab", "argon2", "zxingcpp", "openpyxl", "lxml", "asyncio"}
"""Loaded once a server is opened, a paper printed, a password typed, a code drawn, a file read."""

SHOW = """
import json, sys
from pathlib import Path
from shopdesk.app.look import make_look
from shopdesk.app.shop_window import ShopWindow
from shopdesk.services.setup import open_desk
from shopdesk.pc_settings import PcSettings

file = Path(sys.argv[1])
look = make_look(PcSettings(file.with_name("settings.toml")))
shop = ShopWindow(look, open_desk(file), str(file))
shop.show()
look.app.processEvents()
print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules})))
shop.window.close()
shop.end()
"""


def test_a_shop_in_a_file_is_shown_without_what_it_does_not_need(tmp_path: Path) -> None:
    create_desk(tmp_path / "shop.db").database.close()
    told = subprocess.run(
        [sys.executable, "-c", SHOW, str(tmp_path / "shop.db")], capture_output=True, text=True, check=False
    )
    assert told.returncode == 0, told.stderr
    assert set(json.loads(told.stdout)) & LATER == set()
