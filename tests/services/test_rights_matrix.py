"""Role x action: every service is tried as every role, and refuses whoever may not (TEAM-01).

The services are found by themselves, so that a new one without a line in `rights_table` or `free_table` fails here.
"""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import shopdesk.services
from shopdesk.domain.documents import Document, Paper, Party
from shopdesk.domain.flags import Colour
from shopdesk.domain.holds import Hold
from shopdesk.domain.permissions import GRANTABLE, Right, Role, may
from shopdesk.domain.platforms import Platform
from shopdesk.errors import ShopdeskError
from shopdesk.services.desk import NOBODY, Actor, Desk, NotAllowed, SignInNeeded
from shopdesk.services.holds import hold_orders
from shopdesk.services.people import add_person
from shopdesk.services.shop_copies import copy_shop
from shopdesk.settings import REGISTERED_MARK
from tests.factories import add_order, make_desk
from tests.services.free_table import FREE
from tests.services.rights_table import ARGUMENTS, NEEDS

BY_NAME: dict[str, Any] = {
    "reason": "a reason", "colour": Colour.RED, "name": "小王", "role": "agent", "right": Right.PACK, "pin": "5815",
    "password": "correct horse", "document": Document.SLIP, "paper": Paper.LABEL_100X150, "platform": Platform.TAOBAO,
    "setting": REGISTERED_MARK, "labels": {}, "sender": Party("", "", "", ""), "return_to": Party("", "", "", ""),
    "before": {}, "extra": (), "files": (), "person_id": 2, "ticket": "", "version": None,
}  # fmt: skip
"""What a parameter of this name gets; others by their type. A service is refused before it looks at any of them."""


def find_services() -> dict[str, Callable[..., object]]:
    """Every public function of the services that is handed a desk: "holds.hold_orders"."""
    found: dict[str, Callable[..., object]] = {}
    for module in pkgutil.iter_modules(shopdesk.services.__path__):
        loaded = importlib.import_module(f"shopdesk.services.{module.name}")
        for name, function in inspect.getmembers(loaded, inspect.isfunction):
            first = next(iter(inspect.signature(function).parameters.values()), None)
            is_own = function.__module__ == loaded.__name__ and not name.startswith("_")
            if is_own and first is not None and first.annotation in (Desk, "Desk"):
                found[f"{module.name}.{name}"] = function
    return found


SERVICES = find_services()


def make_shop_with_everything(folder: Path) -> Desk:
    """A shop with an order, a hold, and somebody to change."""
    desk = make_desk(folder)
    add_order(desk, buyer="tb_one", waybill="YT7453244865603")
    add_order(desk)
    hold_orders(desk, order_ids=[2], reason="缺货")
    hold_orders(desk, order_ids=[2], reason="补邮费", kind=Hold.POSTAGE)
    add_person(desk, name="小李", role="agent")
    return desk


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    made = make_shop_with_everything(tmp_path_factory.mktemp("matrix"))
    yield made
    made.database.close()


def arguments(name: str) -> dict[str, Any]:
    """Something for each parameter that has to be given."""
    given = dict(ARGUMENTS.get(name, {}))
    for parameter in list(inspect.signature(SERVICES[name]).parameters.values())[1:]:
        if (
            parameter.name not in given
            and parameter.default is parameter.empty
            and parameter.kind is not (parameter.VAR_KEYWORD)
        ):
            given[parameter.name] = BY_NAME.get(parameter.name, _by_type(str(parameter.annotation)))
    return given


def _by_type(kind: str) -> object:
    plain: dict[str, object] = {"int": 1, "str": "x", "bool": False, "Path": Path("nowhere")}
    for word, value in plain.items():
        if word in kind.split("[", maxsplit=1)[0]:
            return value
    return (1,)


def outcome(desk: Desk, name: str, actor: Actor) -> BaseException | None:
    """What a service answers somebody; nothing of it stays."""
    values = arguments(name)
    positional = [values.pop(each) for each in _positional(name) if each in values]
    with desk.database.atomic() as transaction:
        try:
            SERVICES[name](replace(desk, actor=actor), *positional, **values)
        except Exception as error:  # whatever else is wrong with made-up values comes after the rights
            return error
        finally:
            transaction.rollback()
    return None


def _positional(name: str) -> list[str]:
    found = list(inspect.signature(SERVICES[name]).parameters.values())[1:]
    return [each.name for each in found if each.kind is not each.KEYWORD_ONLY]


def test_every_service_has_its_right() -> None:
    assert set(SERVICES) == set(NEEDS) | set(FREE)
    assert not set(NEEDS) & set(FREE)


@pytest.mark.parametrize("name", sorted(NEEDS))
def test_every_role_is_let_in_or_refused(desk: Desk, name: str) -> None:
    right = NEEDS[name]
    let_in = {role for role in Role if not isinstance(outcome(desk, name, Actor(1, "谁", role.value)), NotAllowed)}
    assert let_in == {role for role in Role if may(role, right)}


@pytest.mark.parametrize("name", sorted(NEEDS))
def test_nobody_and_strangers_are_refused(desk: Desk, name: str) -> None:
    assert isinstance(outcome(desk, name, NOBODY), SignInNeeded)
    assert isinstance(outcome(desk, name, Actor(1, "谁", "visitor")), NotAllowed)


@pytest.mark.parametrize("name", sorted(name for name, right in NEEDS.items() if right in GRANTABLE))
def test_a_right_given_by_name_lets_in(desk: Desk, name: str) -> None:
    named = Actor(1, "谁", "finance", frozenset({NEEDS[name]}))
    assert not isinstance(outcome(desk, name, named), NotAllowed)


@pytest.mark.parametrize("role", Role)
def test_moving_the_shop_asks_for_more_than_copying_it(desk: Desk, role: Role) -> None:
    mover = replace(desk, actor=Actor(1, "谁", role.value))
    try:
        copy_shop(mover, Path("no folder/shop.db"), move=True)
    except NotAllowed:
        assert not may(role, Right.RESTORE)
    except ShopdeskError:
        assert may(role, Right.RESTORE)
