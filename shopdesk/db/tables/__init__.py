"""The tables, one file a family."""

from shopdesk.db.tables.buyers import Buyer
from shopdesk.db.tables.imports import ImportMapping, ImportRun
from shopdesk.db.tables.orders import Hold, Order, OrderCount, OrderLine, Parcel
from shopdesk.db.tables.papers import PrintRecord
from shopdesk.db.tables.products import Product, Variant
from shopdesk.db.tables.refunds import RefundRequest
from shopdesk.db.tables.shops import Person, SavedView, Setting, Shop
from shopdesk.db.tables.trail import Trail

__all__ = [
    "Buyer",
    "Hold",
    "ImportMapping",
    "ImportRun",
    "Order",
    "OrderCount",
    "OrderLine",
    "Parcel",
    "Person",
    "PrintRecord",
    "Product",
    "RefundRequest",
    "SavedView",
    "Setting",
    "Shop",
    "Trail",
    "Variant",
]
