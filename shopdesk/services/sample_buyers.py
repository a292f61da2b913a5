"""The sample shop's buyers as people: two records joined, two that may be one, birthdays, rules of kind words, somebody
who wants none."""

from shopdesk.clock import Millis, to_local
from shopdesk.db.database import rows_of
from shopdesk.domain.care_kinds import CareKind
from shopdesk.domain.script_topics import Topic
from shopdesk.queries.buyers import find_buyer_id, get_buyer_card
from shopdesk.queries.care_lists import list_care
from shopdesk.queries.scripts import find_script
from shopdesk.services.buyer_joins import join_buyers
from shopdesk.services.buyers import edit_buyer
from shopdesk.services.care_lists import mark_written, save_care_rule, skip_care, stop_care
from shopdesk.services.sample_care import OTHER_NAMES
from shopdesk.services.sample_desk import AGENT, SUPERVISOR, Sample
from shopdesk.services.sample_orders import DAY, HOUR
from shopdesk.services.sample_shipping import MINUTE
from shopdesk.services.sample_troubles import CHANGES

_RULES = (
    (CareKind.UNPAID, "催付", "催付关怀", "", 3),
    (CareKind.BIRTHDAY, "生日祝福", "生日祝福", "", 1),
    (CareKind.THANKS, "好评感谢", "好评后感谢", "", 7),
    (CareKind.HOLIDAY, "周年庆", "节日问候", "老客户", 2),
)


def know_buyers(sample: Sample, now: Millis) -> None:
    """The rules were set up some weeks ago; a few were written to since."""
    _make_rules(sample, now)
    agent = sample.acting(AGENT, now - 3 * HOUR)
    known = [
        row[0] for row in rows_of(sample.desk.database, "SELECT DISTINCT buyer_id FROM cases ORDER BY 1") if row[0]
    ]
    quiet = [row[0] for row in rows_of(sample.desk.database, _QUIET)]
    for buyer_id, day in zip(quiet, _birthdays(now), strict=False):
        card = get_buyer_card(sample.desk.database, buyer_id)
        edit_buyer(
            agent, buyer_id=buyer_id, tier=card.tier, discount=card.discount, tags=card.tags, note=card.note,
            birthday=day,
        )  # fmt: skip
    for buyer_id in known[:1]:
        stop_care(sample.acting(AGENT, now - DAY), buyer_id=buyer_id, reason="电话里说别再发消息")
    _join(sample, now)
    _write_to_some(sample, now - HOUR)


_QUIET = """
SELECT b.id FROM buyer b WHERE NOT EXISTS (SELECT 1 FROM cases c WHERE c.buyer_id = b.id)
AND NOT EXISTS (SELECT 1 FROM review r WHERE r.buyer_id = b.id) AND b.blocked = '' ORDER BY b.id LIMIT 4
"""


def _make_rules(sample: Sample, now: Millis) -> None:
    set_up = sample.acting(SUPERVISOR, now - 19 * DAY)
    tomorrow = to_local(now + DAY).date().isoformat()
    for kind, title, words, tag, days in _RULES:
        script = find_script(sample.desk.database, Topic.CARE, words)
        save_care_rule(
            set_up, kind=kind, title=title, script_id=script.id if script else None, tag=tag, days=days,
            day=tomorrow if kind is CareKind.HOLIDAY else "",
        )  # fmt: skip


def _birthdays(now: Millis) -> list[str]:
    """Today, tomorrow, and two others."""
    today, tomorrow = (to_local(now + days * DAY).date().isoformat()[5:] for days in (0, 1))
    return [today, f"1990-{tomorrow}" if tomorrow != "02-29" else tomorrow, "05-17", "1988-10-01"]


def _write_to_some(sample: Sample, at: Millis) -> None:
    """Somebody was reminded to pay, somebody else left alone."""
    agent = sample.acting(AGENT, at)
    written, skipped = list_care(sample.desk.database, now=at)[:2]
    mark_written(agent, rule_id=written.rule.id, buyer_id=written.buyer_id, order_id=written.order_id)
    skip_care(
        agent, rule_id=skipped.rule.id, buyer_id=skipped.buyer_id, order_id=skipped.order_id, reason="上午已问过"
    )  # fmt: skip


def _join(sample: Sample, now: Millis) -> None:
    """One who buys in two shops, and said so on the phone. Of another it can only be seen: name and phone are alike."""
    kept_id, joined_id = (find_buyer_id(sample.desk.database, name) for name in (CHANGES, OTHER_NAMES[CHANGES]))
    supervisor = sample.acting(SUPERVISOR, now - 5 * MINUTE)
    join_buyers(supervisor, kept_id=kept_id, joined_id=joined_id, reason="电话里说鞋和茶都是自己买的")
