"""What the parts of the sample shop share: its people, its orders, and doing something as somebody at some moment."""

import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from shopdesk.clock import Millis
from shopdesk.domain.permissions import Role
from shopdesk.domain.platforms import Platform
from shopdesk.queries.orders import find_order_id
from shopdesk.services.desk import Actor, Desk
from shopdesk.services.imports import import_files
from shopdesk.services.people import add_person
from shopdesk.services.registering import register_orders
from shopdesk.services.sample_files import write_files
from shopdesk.services.sample_orders import STAFF, SampleOrder

SHOPS = {Platform.TAOBAO: "云栖鞋坊", Platform.DOUYIN: "云栖男装", Platform.KUAISHOU: "山里茶舍"}
OWN_ACCOUNT, CASH = "工行 尾号 5815", "现金"
SUPERVISOR, PACKER, FINANCE, AGENT = STAFF[2], "周师傅", "吴会计", "林客服"
PEOPLE = {
    STAFF[0]: Role.REGISTRAR, STAFF[1]: Role.REGISTRAR, SUPERVISOR: Role.SUPERVISOR, PACKER: Role.WAREHOUSE,
    FINANCE: Role.FINANCE, AGENT: Role.AGENT,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sample:
    """The shop in the making."""

    desk: Desk
    orders: Sequence[SampleOrder]
    people: Mapping[str, Actor]

    def acting(self, name: str, at: Millis) -> Desk:
        """The desk as that person had it at that moment; an unknown name is the owner's."""
        return replace(self.desk, actor=self.people.get(name, self.desk.actor), clock=lambda: at)

    def order_ids(self, orders: Iterable[SampleOrder]) -> list[int]:
        """The ids of these orders."""
        found = (find_order_id(self.desk.database, order.order_no, shop=SHOPS[order.platform]) for order in orders)
        return [order_id for order_id in found if order_id is not None]

    def bring_in(self, orders: Sequence[SampleOrder], at: Millis) -> None:
        """Import these orders from the platforms' files of that moment."""
        with tempfile.TemporaryDirectory() as folder:
            for result in import_files(self.acting("", at), files=write_files(Path(folder), orders)):
                assert result.error is None and not result.rejected, result

    def register(self, orders: Iterable[SampleOrder], at: Millis) -> None:
        """Each clerk registers their own at one sitting."""
        for place, name in enumerate(STAFF):
            chosen = self.order_ids(order for order in orders if order.registered and order.clerk == place)
            register_orders(self.acting(name, at), order_ids=chosen, skip_refused=True)


def enter_people(desk: Desk) -> dict[str, Actor]:
    """Who works in the sample shop; nobody has a password, so that nobody is asked for one."""
    return {name: add_person(desk, name=name, role=role) for name, role in PEOPLE.items()}
