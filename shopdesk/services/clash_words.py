"""What people call the fields of records, and how their values are read where two people changed one (DATA-02)."""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from shopdesk.domain.complaints import CAUSES as COMPLAINT_CAUSES
from shopdesk.domain.flags import NAMES, Colour
from shopdesk.domain.intake import CONDITIONS, WISHES
from shopdesk.domain.money import Money
from shopdesk.domain.permissions import RIGHT_NAMES, ROLE_NAMES, Right, Role
from shopdesk.domain.reviews import CAUSES
from shopdesk.domain.script_topics import TOPICS
from shopdesk.domain.shortages import PACKAGINGS
from shopdesk.domain.sizes import said_measures, said_rows
from shopdesk.errors import N_
from shopdesk.i18n import _
from shopdesk.services.desk import Desk

FIELD_NAMES: Mapping[str, str] = {
    "flag": N_("flag"), "memo": N_("memo"), "receiver": N_("receiver"), "phone": N_("phone"),
    "province": N_("province"), "city": N_("city"), "district": N_("district"), "address": N_("address"),
    "stage": N_("stage"), "held": N_("hold"), "salesperson_id": N_("salesperson"), "registrar_id": N_("registrar"),
    "name": N_("name"), "sku": N_("code"), "title": N_("title"), "style": N_("style"), "colour": N_("colour"),
    "size": N_("size"), "barcode": N_("barcode"), "weight": N_("weight"), "shelf": N_("shelf"), "price": N_("price"),
    "cost": N_("cost"), "supplier_id": N_("supplier"), "on_sale": N_("on sale"), "return_days": N_("return limit"),
    "contact": N_("contact"), "note": N_("note"), "carrier": N_("carrier"), "paid": N_("amount paid"),
    "lines": N_("goods"), "items": N_("goods"), "tier": N_("tier"), "discount": N_("discount"), "tags": N_("tags"),
    "blocked": N_("blocking"), "travels_id": N_("parcel"), "struck_at": N_("struck off"), "role": N_("role"),
    "rights": N_("rights"), "case_limit": N_("open cases at once"), "waybill": N_("waybill"), "counted": N_("count"),
    "filters": N_("filters"), "topic": N_("topic"), "body": N_("text"), "gloss": N_("gloss"), "position": N_("place"),
    "measures": N_("measures"), "rows": N_("sizes"),
    "postage": N_("postage"), "cash": N_("cash found"), "buyer_name": N_("buyer by the paper"),
    "quantity": N_("quantity"), "accessories": N_("accessories"), "condition": N_("condition"), "fault": N_("fault"),
    "packaging": N_("packaging"), "departed": N_("weight when it left"), "arrived": N_("weight where it arrived"),
    "wish": N_("wish"), "wish_to": N_("in exchange"), "order_id": N_("order"), "line_id": N_("bought line"),
    "order_no": N_("order number"), "goods": N_("what was reviewed"), "stars": N_("stars"),
    "said": N_("what the buyer wrote"), "later_said": N_("what the buyer added"), "cause": N_("cause"),
    "salesperson": N_("salesperson"), "script_id": N_("script"), "tag": N_("tag"), "day": N_("day"),
    "days": N_("days"), "birthday": N_("birthday"), "number": N_("number at the platform"),
    "due_at": N_("deadline"),
    **dict.fromkeys(("sender_name", "sender_phone", "sender_region", "sender_address"), N_("sender")),
    **dict.fromkeys(("return_name", "return_phone", "return_region", "return_address"), N_("return address")),
}  # fmt: skip
"""What people call the columns that are edited; the others follow from these."""


def field_names(fields: Iterable[str]) -> str:
    """What people call these fields."""
    known = (FIELD_NAMES[name] for name in fields if name in FIELD_NAMES)
    return ", ".join(_(name) for name in dict.fromkeys(known)) or "?"


def said_values(desk: Desk, values: Mapping[str, Any]) -> str:
    """Values as people read them."""
    said = [_said(desk, name, value) for name, value in values.items()]
    return " ".join(filter(None, said))


def _said(desk: Desk, name: str, value: Any) -> str:
    if value is None or value == "":
        return ""
    return _BY_NAME[name](desk, value) if name in _BY_NAME else _by_kind(value)


def _by_kind(value: Any) -> str:
    if isinstance(value, bool):
        return _("switched on") if value else _("switched off")
    if isinstance(value, Money):
        return value.shown
    if isinstance(value, tuple):  # a line of goods
        return " ".join(_by_kind(part) for part in value if part != "")
    if isinstance(value, Mapping):
        return _(", ").join(f"{key}: {_by_kind(each)}" for key, each in value.items())
    if isinstance(value, list):
        is_table = any(isinstance(each, Mapping) for each in value)
        return ("\n" if is_table else _(", ")).join(map(_by_kind, value))
    return str(value)


def _amount(_desk: Desk, value: int) -> str:
    return Money(value).shown


def _name_from(table: str, column: str = "name") -> Callable[[Desk, int], str]:
    def name(desk: Desk, record_id: int) -> str:
        row = desk.database.execute_sql(f"SELECT {column} FROM {table} WHERE id = ?", (record_id,)).fetchone()
        return str(row[0]) if row else str(record_id)

    return name


def _role(_desk: Desk, value: str) -> str:
    return _(ROLE_NAMES[Role(value)]) if value in set(Role) else value


def _rights(_desk: Desk, value: str) -> str:
    return _(", ").join(_(RIGHT_NAMES[Right(right)]) for right in json.loads(value) if right in set(Right))


def _in_words(words: Mapping[Any, str]) -> Callable[[Desk, Any], str]:
    return lambda _desk, value: _(words[value]) if value in words else str(value)


_BY_NAME: Mapping[str, Callable[[Desk, Any], str]] = {
    "paid": _amount,
    "price": _amount,
    "cost": _amount,
    "flag": lambda _desk, value: _(NAMES[Colour(value)]),
    "on_sale": lambda _desk, value: _("On sale") if value else _("Taken down"),
    "supplier_id": _name_from("supplier"),
    "salesperson_id": _name_from("person"),
    "order_id": _name_from("orders", "order_no"),
    "line_id": _name_from("order_line", "title"),
    "condition": _in_words(CONDITIONS),
    "wish": _in_words(WISHES),
    "discount": lambda _desk, value: f"{value} %" if value else "",
    **dict.fromkeys(("weight", "departed", "arrived"), lambda _desk, value: _("{n} g").format(n=value)),
    "packaging": _in_words(PACKAGINGS),
    "topic": _in_words(TOPICS),
    "measures": lambda _desk, value: said_measures(value),
    "rows": lambda _desk, value: said_rows(value),
    "due_at": lambda desk, value: desk.shown(value),
    "cause": _in_words({**COMPLAINT_CAUSES, **CAUSES}),
    "role": _role,
    "rights": _rights,
    "tags": lambda _desk, value: _by_kind(json.loads(value)),
}
