"""Which services there are."""

from collections.abc import Mapping
from enum import StrEnum

from shopdesk.tracking.kuaidi100 import Kuaidi100
from shopdesk.tracking.protocol import TrackingService


class Service(StrEnum):
    """The value stands in the shop's setting."""

    KUAIDI100 = "kuaidi100"


SERVICES: Mapping[Service, str] = {Service.KUAIDI100: "快递100 (kuaidi100.com)"}
"""What they call themselves."""


def make_service(service: Service, *, account: str, key: str, codes: Mapping[str, str]) -> TrackingService:
    """The service with the shop's account."""
    return {Service.KUAIDI100: Kuaidi100}[service](account, key, codes)
