"""By what a buyer is known, and which of it somebody typed (CRM-01)."""

from collections.abc import Mapping
from enum import StrEnum

from shopdesk.errors import N_


class TraceKind(StrEnum):
    """What was found; the first of them is what is said."""

    PLATFORM_ID = "platform-id"
    ORDER_NO = "order-no"
    WAYBILL = "waybill"
    PHONE = "phone"
    NAME = "name"
    PAYEE = "payee"
    ADDRESS = "address"


TRACE_KINDS: Mapping[TraceKind, str] = {
    TraceKind.PLATFORM_ID: N_("Name on the platform"),
    TraceKind.ORDER_NO: N_("Order number"),
    TraceKind.WAYBILL: N_("Waybill"),
    TraceKind.PHONE: N_("Phone"),
    TraceKind.NAME: N_("Receiver"),
    TraceKind.PAYEE: N_("Who got money back"),
    TraceKind.ADDRESS: N_("Address"),
}
"""What they are called."""
