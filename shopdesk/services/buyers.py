"""What the shop notes about its buyers (ORD-19)."""

import json
from collections.abc import Iterable
from typing import Any

from shopdesk.db.database import GIVEN, listed
from shopdesk.domain.care_kinds import read_day
from shopdesk.domain.permissions import Right
from shopdesk.domain.statuses import Stage
from shopdesk.errors import N_, BadInput, Refused
from shopdesk.queries.buyer_joins import list_members
from shopdesk.queries.buyers import BuyerCard
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.checks import check_orders
from shopdesk.services.clashes import last_deed
from shopdesk.services.desk import Changed, Desk, Work, work
from shopdesk.services.edits import Base, ReasonMissing, save_edit
from shopdesk.settings import BUYER_TIERS


class NoSuchTier(Refused):
    template = N_("There is no tier {tier}. Choose one of these: {tiers}.")


class DiscountTooHigh(Refused):
    template = N_("A discount is from 0 to 99 percent, not {discount}.")


class NoSuchBirthday(BadInput):
    template = N_("{birthday} is no day. Write a birthday like 05-17, or with its year like 1990-05-17.")


class BlockedAlready(Refused):
    template = N_("{buyer} was blocked by {person} on {when} ({reason}). Nothing was changed.")


def buyer_base(card: BuyerCard) -> Base:
    """What a form about a buyer begins with."""
    values = _columns(tier=card.tier, discount=card.discount, tags=card.tags, note=card.note)
    return Base(card.version, {**values, "birthday": card.birthday})


def edit_buyer(
    desk: Desk, *, buyer_id: int, tier: str, discount: int, tags: Iterable[str], note: str,
    birthday: str | None = None, version: int | None = None, base: Base | None = None,
) -> bool:  # fmt: skip
    """Change what is noted about a buyer; False where nothing differs. A birthday that is None stays as it is. Raises
    NoSuchTier, DiscountTooHigh, NoSuchBirthday, Clash."""
    tiers = get_setting(desk.database, BUYER_TIERS)
    if tier and tier not in tiers:
        raise NoSuchTier(tier=tier, tiers=", ".join(tiers))
    if not 0 <= discount <= 99:
        raise DiscountTooHigh(discount=discount)
    after = _columns(tier=tier, discount=discount, tags=tags, note=note)
    if birthday is not None:
        after["birthday"] = _birthday(birthday)
    with work(desk, Right.BUYERS, Changed.BUYERS) as doing:
        return save_edit(doing, "buyer", buyer_id, after, action="edit", kind="buyer", version=version, base=base)


def _birthday(text: str) -> str:
    day = read_day(text)
    if day is None:
        raise NoSuchBirthday(birthday=text.strip())
    return day


def _columns(*, tier: str, discount: int, tags: Iterable[str], note: str) -> dict[str, Any]:
    words = list(dict.fromkeys(word.strip() for word in tags if word.strip()))
    kept = json.dumps(words, ensure_ascii=False) if words else ""
    return {"tier": tier, "discount": discount, "tags": kept, "note": note.strip()}


def block_buyer(desk: Desk, *, buyer_id: int, reason: str) -> bool:
    """Sell nothing more to this buyer; new orders are held (ORD-12). Needs a reason; False where they were blocked for
    it before. Raises BlockedAlready where somebody blocked them for another reason."""
    if not reason.strip():
        raise ReasonMissing()
    return _set_blocked(desk, buyer_id, reason.strip(), reason.strip())


def unblock_buyer(desk: Desk, *, buyer_id: int, reason: str) -> bool:
    """Sell to this buyer again. Needs a reason; False where they weren't blocked."""
    if not reason.strip():
        raise ReasonMissing()
    return _set_blocked(desk, buyer_id, "", reason.strip())


def _set_blocked(desk: Desk, buyer_id: int, blocked: str, reason: str) -> bool:
    with work(desk, Right.OVERRULE, Changed.BUYERS, Changed.ORDERS) as doing:
        action = "block" if blocked else "unblock"
        row = desk.database.execute_sql("SELECT platform_id, blocked FROM buyer WHERE id = ?", (buyer_id,)).fetchone()
        if blocked and row is not None and row[1] not in ("", blocked):
            person, when = last_deed(desk, "buyer", buyer_id, "block")
            raise BlockedAlready(buyer=row[0], person=person, when=when, reason=row[1])
        changed = save_edit(doing, "buyer", buyer_id, {"blocked": blocked}, action=action, kind="buyer", reason=reason)
        if changed:
            _check_again(doing, buyer_id)
    return changed


def _check_again(doing: Work, buyer_id: int) -> None:
    rows = doing.desk.database.execute_sql(
        f"SELECT id FROM orders WHERE buyer_id IN {GIVEN} AND stage < ?",
        (listed(list_members(doing.desk.database, buyer_id)), int(Stage.PRINTED)),
    )
    check_orders(doing, [int(row[0]) for row in rows])
