"""Where things lie."""

from pathlib import Path

import pytest

from shopdesk import paths
from shopdesk.errors import OutputFailed


def test_resources_are_shipped() -> None:
    assert (paths.resources() / "fonts" / "NotoSansSC-Regular.ttf").is_file()
    assert (paths.resources() / "icons").is_dir()


def test_the_users_own_folders_are_made(own_folders: Path) -> None:
    for place in (paths.user_data(), paths.logs(), paths.pc_settings_file().parent):
        assert place.is_dir()
        assert place.is_relative_to(own_folders)
    assert paths.default_database() == paths.user_data() / "shop.db"
    assert not paths.default_database().exists()
    assert paths.pc_settings_file().name == "settings.toml"


def test_a_home_that_can_not_be_written_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setattr("platformdirs.user_data_path", lambda *_args, **_more: tmp_path / "file" / "shopdesk")
    with pytest.raises(OutputFailed, match="shopdesk could not be written"):
        paths.default_database()
