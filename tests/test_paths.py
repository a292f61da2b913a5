"""Where things lie."""

from pathlib import Path

from shopdesk import paths


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
