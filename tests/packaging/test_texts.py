"""Texts are found wherever they are marked."""

from pathlib import Path

import pytest

from tests.packaging.scripts import load

texts = load("texts")
SOURCE = """
plain = _("Plain.")
within = f"{n}  {_('Within.')} {ngettext('{n} waits', '{n} wait', n)}"
neither = f"{_(title)} {len('No text.')}"
"""


def test_marked_texts_are_found_in_formatted_ones_too(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "shopdesk").mkdir()
    (tmp_path / "shopdesk" / "some.py").write_text(SOURCE, encoding="utf-8")
    monkeypatch.setattr(texts, "HOUSE", tmp_path)
    found = {message.id for message in texts.extracted() if message.id}
    assert found == {"Plain.", "Within.", ("{n} waits", "{n} wait")}
