"""Where the sample shop's parcels are: most come as they should, some stand still, went on by post or come back."""

from collections.abc import Iterator, Mapping
from typing import Any

from shopdesk.clock import Millis
from shopdesk.db.database import rows_of
from shopdesk.domain.permissions import Right
from shopdesk.domain.tracking import Event, Source, Told
from shopdesk.domain.tracking_words import status_of
from shopdesk.services.desk import Changed, work
from shopdesk.services.sample_desk import Sample
from shopdesk.services.tracking_writer import EventWriter

_HOUR = 3_600_000
_OLD = 40 * _HOUR
"""Parcels that left longer ago have something to tell."""

_TROUBLES: Mapping[int, tuple[str, ...]] = {
    1: (),  # nothing since it left
    7: (),
    9: (),
    2: ("因收件地址超出派送范围，快件滞留在【{city}】网点",),
    3: ("因超区已转邮政，单号:98{number:011d}",),
    4: ("收件人拒收，快件将退回", "退件，已发往【杭州转运中心】"),
    5: ("快件外包装破损，【{city}】网点核实中",),
    6: ("快件已存放至【{city}示例小区驿站】，请凭取件码及时领取",),
}
"""What befell some, by their place in the list; the others go on as usual."""


def tell_parcels(sample: Sample, now: Millis) -> None:
    """Carriers told of what left until the day before yesterday."""
    desk = sample.desk
    sql = (
        "SELECT waybill, carrier, area, left_at, expected_at FROM tracking WHERE closed_at IS NULL AND left_at < ? "
        "ORDER BY left_at, id"
    )
    with work(desk, Right.IMPORT, Changed.PARCELS) as doing:
        rows = rows_of(desk.database, sql, (now - _OLD,))
        writer = EventWriter(desk.database, now=doing.at, source=Source.SERVICE)
        for place, row in enumerate(rows):
            writer.write(_way(place, row, now))
        writer.finish()


def _way(place: int, parcel: tuple[Any, ...], now: Millis) -> Iterator[Told]:
    """What was told of one parcel until now."""
    waybill, carrier, area, left, expected = parcel
    whole = max((expected or left) - left - 12 * _HOUR, 30 * _HOUR)
    steps = [(0.02, "【杭州】已揽收，揽收员：示例"), (0.1, "快件离开【杭州转运中心】，已发往【{city}转运中心】")]
    trouble = _TROUBLES.get(place)
    if trouble is None:
        steps += [
            (0.6, "快件到达【{city}转运中心】"),
            (0.9, "【{city}】正在派件，请准备签收"),
            (1.0, "您的快件已签收，签收人：本人"),
        ]
    elif trouble:
        steps += [(0.4, "快件到达【{city}转运中心】"), *((0.5 + 0.1 * n, said) for n, said in enumerate(trouble))]
    for part, said in steps:
        at = left + int(whole * part)
        if at < now:
            words = said.format(city=area or "外地", number=left // 1_000 % 10**11)
            yield Told(waybill, carrier, Event(at, words, area if part > 0.3 else "杭州", status_of(words)))
