"""Repairs and the batches in which they go to the factory: lists, one with its history (REP-01 to REP-03)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from shopdesk.clock import Millis, to_local
from shopdesk.db.database import GIVEN_TEXTS, Database, escaped, listed, rows_of
from shopdesk.db.masking import is_masked, is_shown
from shopdesk.domain.money import ZERO, Money
from shopdesk.domain.reasons import Party
from shopdesk.domain.repair_texts import ASKED, parse_repair_code, repair_code, tell_key
from shopdesk.domain.repairs import (
    ENDS,
    TOLD,
    WARRANTY_CODES,
    Estimate,
    RepairFacts,
    State,
    Step,
    Warranty,
)
from shopdesk.errors import N_, NotFound
from shopdesk.queries.shop_settings import get_setting
from shopdesk.settings import ZONE


class RepairNotFound(NotFound):
    template = N_("There is no repair {number} here. Look at the list of repairs, or scan the label again.")


@dataclass(frozen=True, slots=True)
class RepairRow:
    """One repair, as lists show it."""

    id: int
    version: int
    shop_id: int | None
    shop: str
    order_id: int | None
    order_no: str
    line_id: int | None
    buyer_id: int | None
    buyer: str
    """The buyer's platform id."""
    variant_id: int | None
    case_id: int | None
    box_item_id: int | None
    box: str
    """`2026-11-22 #3`, "" for a repair entered by hand."""
    title: str
    sku: str
    style: str
    colour: str
    size: str
    quantity: int
    fault: str
    accessories: str
    note: str
    warranty: Warranty
    state: State
    supplier_id: int | None
    supplier: str
    batch_id: int | None
    due_at: Millis | None
    """When it is to be back from the supplier."""
    estimate: Money
    estimate_state: Estimate
    fee: Money
    fee_by: Party | None
    fee_reference: str
    check_note: str
    carrier: str
    waybill: str
    replacement_no: str
    """The order that replaces it, as its case says."""
    told_state: str
    """What the buyer was told last: a state, or `estimate`."""
    told_at: Millis | None
    person: str
    """Who entered it."""
    at: Millis
    labelled_at: Millis | None
    dispatched_at: Millis | None
    back_at: Millis | None
    checked_by: str
    checked_at: Millis | None
    closed_at: Millis | None
    waits_for_approval: bool
    """What came back for it was not approved at the intake yet."""
    day: str
    """On which it came, in the shop's zone: `2026-11-22`."""

    @property
    def name(self) -> str:
        """What people call the goods."""
        return " ".join(filter(None, (self.title or self.sku or self.style, self.colour, self.size))) or "?"

    @property
    def code(self) -> str:
        """What its label's bars say."""
        return repair_code(self.day, self.id)

    @property
    def is_open(self) -> bool:
        """Still to be brought to its end."""
        return self.state not in ENDS

    @property
    def is_away(self) -> bool:
        """Whether the supplier has the goods; also those of a repair that is over for the buyer."""
        return self.dispatched_at is not None and self.back_at is None

    @property
    def owed(self) -> Money:
        """What the buyer has still to pay for it."""
        return self.fee if self.fee_by is Party.BUYER and not self.fee_reference else ZERO

    @property
    def facts(self) -> RepairFacts:
        """What the table of steps asks."""
        return RepairFacts(self.state, self.is_away, self.back_at is not None)

    @property
    def to_tell(self) -> str:
        """What the buyer is to hear and was not told: a state, or `estimate`; "" for nothing (REP-03)."""
        key = tell_key(self.state, self.estimate_state)
        return key if (key == ASKED or self.state in TOLD) and key != self.told_state else ""

    def is_late(self, now: Millis) -> bool:
        """Whether it should be back from the supplier by now."""
        return self.is_away and self.due_at is not None and self.due_at < now


@dataclass(frozen=True, slots=True)
class RepairStepRow:
    """A line of a repair's history. `step` is a word of domain.repairs.Step, or of services.repair_steps.DEEDS."""

    step: str
    came_from: str
    went_to: str
    note: str
    batch_id: int | None
    person: str
    at: Millis


@dataclass(frozen=True, slots=True)
class RepairDetail:
    """One repair with its history, the newest first."""

    row: RepairRow
    steps: tuple[RepairStepRow, ...]


_COLUMNS = """
SELECT r.id, r.version, r.shop_id, coalesce(s.name, '') AS name, r.order_id, coalesce(o.order_no, '') AS order_no,
  r.line_id, r.buyer_id, coalesce(b.platform_id, '') AS platform_id, r.variant_id, r.case_id, r.box_item_id,
  coalesce(x.day || ' #' || CAST(x.number AS TEXT), '') AS box, r.title AS title, r.sku AS sku, r.style AS style,
  r.colour AS colour, r.size AS size, r.quantity, r.fault AS fault, r.accessories AS accessories, r.note AS note,
  r.warranty, r.state AS state, r.supplier_id, coalesce(u.name, '') AS supplier, r.batch_id, r.due_at, r.estimate,
  r.estimate_state AS estimate_state, r.fee, r.fee_by AS fee_by, r.fee_reference AS fee_reference,
  r.check_note AS check_note, r.carrier AS carrier, r.waybill AS waybill,
  coalesce(z.order_no, '') AS replacement_no, r.told_state AS told_state, r.told_at, p.name AS person, r.at,
  r.labelled_at, r.dispatched_at, r.back_at, coalesce(k.name, '') AS checked_by, r.checked_at, r.closed_at,
  CASE WHEN i.id IS NOT NULL AND i.approved_at IS NULL THEN 1 ELSE 0 END AS waits"""
_FROM = """FROM repair r JOIN person p ON p.id = r.person_id LEFT JOIN shop s ON s.id = r.shop_id
LEFT JOIN orders o ON o.id = r.order_id LEFT JOIN buyer b ON b.id = r.buyer_id LEFT JOIN supplier u
ON u.id = r.supplier_id LEFT JOIN person k ON k.id = r.checked_by_id LEFT JOIN box_item i ON i.id = r.box_item_id
LEFT JOIN box x ON x.id = i.box_id LEFT JOIN cases c ON c.id = r.case_id LEFT JOIN orders z ON z.id = c.replacement_id
"""
_ORDER = "ORDER BY r.closed_at IS NOT NULL, r.closed_at DESC, r.due_at IS NULL, r.due_at, r.id"
_FOUND = " OR ".join(
    f"{column} LIKE ? ESCAPE '\\'"
    for column in ("b.platform_id", "o.order_no", "r.sku", "r.title", "r.style", "r.waybill", "r.fault")
)
_HIGHEST = "2147483647"
"""Longer numbers are orders', not repairs'."""
AWAY = "r.dispatched_at IS NOT NULL AND r.back_at IS NULL"
"""The supplier has the goods."""
_TO_HEAR = ", ".join(f"'{state.value}'" for state in sorted(TOLD))
_OVER = ", ".join(f"'{state.value}'" for state in sorted(ENDS))
UNTOLD = (
    f"((r.estimate_state = '{Estimate.ASKED.value}' AND r.state NOT IN ({_OVER}) AND r.told_state <> '{ASKED}') OR "
    f"((r.estimate_state <> '{Estimate.ASKED.value}' OR r.state IN ({_OVER})) AND r.state IN ({_TO_HEAR}) "
    "AND r.told_state <> r.state))"
)
"""The buyer is still to be told where it stands (REP-03)."""
_OF_BATCH = (
    "(r.batch_id = ? OR EXISTS (SELECT 1 FROM repair_step t WHERE t.repair_id = r.id AND t.batch_id = ? "
    f"AND t.step = '{Step.DISPATCH.value}'))"
)


def list_repairs(
    database: Database,
    *,
    states: Collection[str] = (),
    supplier_id: int | None = None,
    batch_id: int | None = None,
    due_before: Millis | None = None,
    find: str = "",
    order_id: int | None = None,
    buyer_id: int | None = None,
    variant_id: int | None = None,
    case_id: int | None = None,
    box_id: int | None = None,
    only_open: bool = False,
    away: bool = False,
    untold: bool = False,
    limit: int | None = None,
) -> list[RepairRow]:
    """Repairs, what is due first is first, closed ones last. `due_before`: with the supplier and to be back before
    then; `away`: with the supplier; `untold`: the buyer is still to be told; `batch_id`: that are in it or went with
    it; `find`: number, label, buyer, order, code, title, waybill or a word of the fault."""
    said: dict[str, Any] = {
        "r.supplier_id = ?": supplier_id,
        f"r.due_at < ? AND {AWAY}": due_before,
        "r.order_id = ?": order_id,
        "r.buyer_id = ?": buyer_id,
        "r.variant_id = ?": variant_id,
        "r.case_id = ?": case_id,
        "r.box_item_id IN (SELECT id FROM box_item WHERE box_id = ?)": box_id,
        f"r.state IN {GIVEN_TEXTS}": listed(states) if states else None,
    }
    where = [sql for sql, value in said.items() if value is not None]
    params: list[Any] = [value for value in said.values() if value is not None]
    if batch_id is not None:
        where.append(_OF_BATCH)
        params += [batch_id, batch_id]
    if find.strip():
        where.append(f"({_FOUND} OR r.id = ?)")
        params += [*[f"%{escaped(find.strip())}%"] * _FOUND.count("?"), _number(find)]
    where += [AWAY] * away + [UNTOLD] * untold + ["r.closed_at IS NULL"] * only_open
    rows = _rows(database, " AND ".join(where) or "TRUE", params, limit)
    if not find.strip() or not is_masked(database):
        return rows
    return [row for row in rows if row.id == _number(find) or is_shown(find, *_found_in(row))]


def _found_in(row: RepairRow) -> tuple[str, ...]:
    """What _FOUND looks into: a fault may have a phone in it."""
    return row.buyer, row.order_no, row.sku, row.title, row.style, row.waybill, row.fault


def get_repair(database: Database, repair_id: int) -> RepairDetail:
    """One repair with its history; raises RepairNotFound."""
    row = get_repair_row(database, repair_id)
    return RepairDetail(row, tuple(RepairStepRow(*each) for each in rows_of(database, _STEPS_SQL, (repair_id,))))


def get_repair_row(database: Database, repair_id: int) -> RepairRow:
    """One repair as lists show it; raises RepairNotFound."""
    found = _rows(database, "r.id = ?", [repair_id])
    if not found:
        raise RepairNotFound(number=repair_id)
    return found[0]


def find_repair(database: Database, day: str, number: int) -> int | None:
    """The repair of a label: of this number, come on this day. A shop whose zone was changed meanwhile may call the day
    before or after so; any other day is a number that was typed wrongly."""
    rows = rows_of(database, "SELECT at FROM repair WHERE id = ?", (number if number < int(_HIGHEST) else 0,))
    if not rows:
        return None
    came = to_local(rows[0][0], get_setting(database, ZONE)).date()
    near = {(came + timedelta(days=days)).isoformat() for days in (-1, 0, 1)}
    return number if day in near else None


def read_repair_scan(database: Database, text: str) -> int:
    """The repair that a scanned label, or a typed number, means. Raises RepairNotFound."""
    code = parse_repair_code(text)
    found = find_repair(database, *code) if code is not None else _number(text)
    if not found:
        raise RepairNotFound(number=text.strip())
    return get_repair_row(database, found).id


def find_repair_of(database: Database, box_item_id: int) -> RepairRow | None:
    """The repair that something in a box became."""
    found = _rows(database, "r.box_item_id = ?", [box_item_id])
    return found[0] if found else None


_STEPS_SQL = """
SELECT t.step AS step, t.came_from AS came_from, t.went_to AS went_to, t.note AS note, t.batch_id, p.name AS person,
  t.at
FROM repair_step t JOIN person p ON p.id = t.person_id WHERE t.repair_id = ? ORDER BY t.at DESC, t.id DESC"""
_WARRANTIES = {code: warranty for warranty, code in WARRANTY_CODES.items()}


def _number(text: str) -> int:
    """A repair's number as people type it; 0 where it is none."""
    code = parse_repair_code(text)
    if code is not None:
        return code[1]
    plain = text.strip().lstrip("#")
    return int(plain) if plain.isdecimal() and len(plain) < len(_HIGHEST) else 0


def _rows(database: Database, where: str, params: list[Any], limit: int | None = None) -> list[RepairRow]:
    most = "" if limit is None else f" LIMIT {int(limit)}"
    zone = get_setting(database, ZONE)
    return [_row(row, zone) for row in rows_of(database, f"{_COLUMNS} {_FROM} WHERE {where} {_ORDER}{most}", params)]


def _row(row: tuple[Any, ...], zone: str) -> RepairRow:
    values = list(row)
    values[22], values[23] = _WARRANTIES.get(row[22], Warranty.UNKNOWN), State(row[23])
    values[28], values[29] = Money(row[28]), Estimate(row[29])
    values[30], values[31] = Money(row[30]), Party(row[31]) if row[31] else None
    values[-1] = bool(row[-1])
    values.append(to_local(row[40], zone).date().isoformat())
    return RepairRow(*values)
