"""People of a small real shop, and a stand for guides."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from shopdesk.ui.background import Background
from shopdesk.ui.theme import Theme
from tests.services.refunders import Refunders, make_refunders
from tests.ui.parcels.guide_stand import GuideStand


@pytest.fixture
def people(tmp_path: Path) -> Iterator[Refunders]:
    made = make_refunders(tmp_path)
    yield made
    made.owner.database.close()


@pytest.fixture
def background(people: Refunders) -> Iterator[Background]:
    def give_back() -> None:
        people.owner.database.close()

    made = Background(after_each=give_back)
    yield made
    assert made.close()


@pytest.fixture
def stand(people: Refunders, background: Background, theme: Theme, qtbot: QtBot) -> GuideStand:
    """The agent's guides."""
    return GuideStand(people.agent, background, theme, qtbot)
