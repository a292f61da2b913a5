"""A shop whose people ask for refunds, approve and pay them."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from shopdesk.clock import Clock, Millis
from shopdesk.db.database import add_row, open_database
from shopdesk.domain.money import Money
from shopdesk.domain.refunds import RefundKind
from shopdesk.errors import ShopdeskError
from shopdesk.i18n import sentence
from shopdesk.queries.refunds import RefundRow, get_refund
from shopdesk.services.desk import Desk
from shopdesk.services.people import add_person
from shopdesk.services.refunds import approve_refund, ask_refund
from tests.engines import shop_address
from tests.factories import NOON, make_desk


@dataclass(frozen=True, slots=True)
class Refunders:
    """Who works in the shop; `owner` may everything."""

    owner: Desk
    agent: Desk
    other_agent: Desk
    supervisor: Desk
    finance: Desk

    def row(self, refund_id: int) -> RefundRow:
        """A refund as it stands."""
        return get_refund(self.owner.database, refund_id)


class Time:
    """A clock that tests turn, or that goes on by so many milliseconds each time it is looked at."""

    def __init__(self, step: Millis = 0) -> None:
        self.at: Millis = NOON
        self._step = step

    def __call__(self) -> Millis:
        self.at += self._step
        return self.at


def make_refunders(folder: Path, *, clock: Clock = lambda: NOON) -> Refunders:
    """A new shop with its people."""
    desk = make_desk(folder, clock=clock)

    def person(name: str, role: str) -> Desk:
        return replace(desk, actor=add_person(desk, name=name, role=role))

    return Refunders(
        desk,
        person("小王", "agent"),
        person("小陈", "agent"),
        person("老李", "supervisor"),
        person("小赵", "finance"),
    )


def add_case(desk: Desk, order_id: int | None, **columns: Any) -> int:
    """Put in a case as it stands after some steps; `columns` are those of its table."""
    row = {
        "shop_id": 1, "order_id": order_id, "kind": "return", "state": "agreed", "source": "hand", "reason": "size",
        "opened_by_id": desk.actor.id or 1, "opened_at": NOON, "refund_no": "", "waybill": "",
    }  # fmt: skip
    row |= columns
    marks = ", ".join("?" * len(row))
    with desk.database.atomic():
        return add_row(desk.database, f"INSERT INTO cases ({', '.join(row)}) VALUES ({marks})", list(row.values()))


def add_request(desk: Desk, order_no: str, **columns: Any) -> None:
    """Put in a request as a platform's refund file tells it."""
    row = {"shop_id": 1, "refund_no": "R1001", "order_no": order_no, "kind": "仅退款", "amount": 19_900} | columns
    marks = ", ".join("?" * len(row))
    with desk.database.atomic():
        desk.database.execute_sql(f"INSERT INTO refund_request ({', '.join(row)}) VALUES ({marks})", list(row.values()))


def ask(desk: Desk, order_id: int, amount: int, **given: Any) -> int:
    """Ask for so many fen."""
    given = {"kind": RefundKind.ONLY, "reason": "quality"} | given
    return ask_refund(desk, order_id=order_id, amount=Money(amount), **given)


def approved(people: Refunders, order_id: int, amount: int, **given: Any) -> int:
    """One that was asked for by the agent and approved by the supervisor."""
    refund_id = ask(people.agent, order_id, amount, **given)
    approve_refund(people.supervisor, refund_id=refund_id)
    return refund_id


def refused(deed: Callable[[], object]) -> str:
    """What is said when this is refused."""
    with pytest.raises(ShopdeskError) as caught:
        deed()
    return sentence(caught.value)


def at_once(tmp_path: Path, people: list[Desk], deed: Callable[[Desk], object]) -> list[str]:
    """What two PCs hear that do the same at the same moment, each over its own connection; "" where it was done."""
    ready, heard = threading.Barrier(len(people)), list[str]()

    def run(mine: Desk) -> None:
        own = replace(mine, database=open_database(shop_address(tmp_path)))
        ready.wait(5)
        try:
            deed(own)
            heard.append("")
        except ShopdeskError as refusal:
            heard.append(type(refusal).__name__)
        own.database.close()

    threads = [threading.Thread(target=run, args=(each,)) for each in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    return sorted(heard)
