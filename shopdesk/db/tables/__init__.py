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
from shopdesk.db.tables.repairs import Damage, DamageBatch, Repair, RepairBatch, RepairStep
from shopdesk.db.tables.returns import Box, BoxItem, IntakeCorrection, IntakeDay
from shopdesk.db.tables.reviews import Complaint, ComplaintStep, OwnRating, PointEntry, Review, ReviewStep
from shopdesk.db.tables.shipping import Handover, Slip, SlipItem, Wave, WaybillRange
from shopdesk.db.tables.shops import Person, SavedView, Setting, Shop
from shopdesk.db.tables.tracking import (
    Claim,
    Detour,
    Interception,
    LearnedWeight,
    Shortage,
    ShortageItem,
    Tracking,
    TrackingEvent,
)
from shopdesk.db.tables.trail import Trail, TrailHead
from shopdesk.db.tables.words import BuyerJoin, CareContact, CareRule, Script, ScriptUse, SizeTable

__all__ = [
    "Box",
    "BoxItem",
    "Buyer",
    "BuyerJoin",
    "CareContact",
    "CareRule",
    "Case",
    "CaseItem",
    "CaseStep",
    "ChangeNote",
    "Claim",
    "Complaint",
    "ComplaintStep",
    "Contact",
    "Damage",
    "DamageBatch",
    "Detour",
    "Evidence",
    "Extension",
    "Handover",
    "Hold",
    "ImportMapping",
    "ImportRun",
    "IntakeCorrection",
    "IntakeDay",
    "Interception",
    "LearnedWeight",
    "Order",
    "OrderCount",
    "OrderLine",
    "Overpayment",
    "OwedItem",
    "OwnRating",
    "Parcel",
    "Person",
    "PointEntry",
    "PrintRecord",
    "Product",
    "Refund",
    "RefundRequest",
    "Repair",
    "RepairBatch",
    "RepairStep",
    "Review",
    "ReviewStep",
    "SavedView",
    "Script",
    "ScriptUse",
    "Setting",
    "Settlement",
    "Shop",
    "Shortage",
    "ShortageItem",
    "SizeTable",
    "Slip",
    "SlipItem",
    "StoredFile",
    "Supplier",
    "Tracking",
    "TrackingEvent",
    "Trail",
    "TrailHead",
    "Variant",
    "Wave",
    "WaybillRange",
]
