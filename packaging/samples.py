"""Makes resources/samples again: the export files of one invented morning, for the demo and for trying the import.

python packaging/samples.py
"""

import sys
from datetime import datetime
from pathlib import Path

HOUSE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(HOUSE))

from shopdesk.clock import from_local  # noqa: E402
from shopdesk.domain.platforms import Platform  # noqa: E402
from shopdesk.services.sample_files import write_files  # noqa: E402
from shopdesk.services.sample_orders import HOUR, PAID, Inventor, SampleOrder  # noqa: E402

SAMPLES = HOUSE / "resources" / "samples"
MORNING = from_local(datetime(2026, 3, 14, 10, 30))
COUNTS = {Platform.TAOBAO: 12, Platform.DOUYIN: 6, Platform.KUAISHOU: 6}


def morning_orders() -> list[SampleOrder]:
    """Paid orders of the hours before; those with a waybill are ready for a slip."""
    inventor = Inventor(MORNING, seed=314)
    orders = []
    for platform, count in COUNTS.items():
        for place in range(count):
            age = HOUR // 4 + inventor.dice.randrange(9 * HOUR)
            parcel = inventor.parcel() if place % 3 else {}
            orders.append(inventor.order(platform, age, status=PAID, **parcel))
    return orders


def main() -> int:
    """Write the files."""
    SAMPLES.mkdir(parents=True, exist_ok=True)
    for file in write_files(SAMPLES, morning_orders()):
        print(file.relative_to(HOUSE).as_posix())
    return 0


if __name__ == "__main__":
    sys.exit(main())
