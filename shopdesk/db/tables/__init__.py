"""The tables, one file a family."""

from shopdesk.db.tables.buyers import Buyer, Contact, OwedItem
from shopdesk.db.tables.cases import Case, CaseItem, CaseStep, Evidence, Refund
from shopdesk.db.tables.files import StoredFile
from shopdesk.db.tables.imports import ImportMapping, ImportRun
from shopdesk.db.tables.orders import (
    ChangeNote,
    Extension,
    Hold,
    Order,
    OrderCount,
    OrderLine,
    Overpayment,
    Parcel,
    Settlement,
)
from shopdesk.db.tables.papers import PrintRecord
from shopdesk.db.tables.products import Product, Supplier, Variant
from shopdesk.db.tables.refunds import RefundRequest
from shopdesk.db.tables.returns import Box, BoxItem, IntakeCorrection, IntakeDay
from shopdesk.db.tables.shipping import Handover, Slip, SlipItem, Wave, WaybillRange
from shopdesk.db.tables.shops import Person, SavedView, Setting, Shop
from shopdesk.db.tables.trail import Trail, TrailHead

__all__ = [
    "Box",
    "BoxItem",
    "Buyer",
    "Case",
    "CaseItem",
    "CaseStep",
    "ChangeNote",
    "Contact",
    "Evidence",
    "Extension",
    "Handover",
    "Hold",
    "ImportMapping",
    "ImportRun",
    "IntakeCorrection",
    "IntakeDay",
    "Order",
    "OrderCount",
    "OrderLine",
    "Overpayment",
    "OwedItem",
    "Parcel",
    "Person",
    "PrintRecord",
    "Product",
    "Refund",
    "RefundRequest",
    "SavedView",
    "Setting",
    "Settlement",
    "Shop",
    "Slip",
    "SlipItem",
    "StoredFile",
    "Supplier",
    "Trail",
    "TrailHead",
    "Variant",
    "Wave",
    "WaybillRange",
]
