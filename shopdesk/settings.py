"""Every setting of the shop, declared once with its type, default and meaning.

They live in the database and hold for everybody; what is only this PC's is in `pc_settings.py`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from zoneinfo import ZoneInfo

from shopdesk.clock import DEFAULT_ZONE
from shopdesk.domain import arrival, carriers, points
from shopdesk.domain.flags import Colour
from shopdesk.domain.slips import minute_of
from shopdesk.errors import N_

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Setting(Generic[T]):
    """One shop setting; `default` also tells its type. Stored as JSON under `key`."""

    key: str
    default: T
    meaning: str
    like: Any = None
    """An example, where the default is empty."""
    read: Callable[[Any], object] = str
    """Raises an exception for a value that is of the right type and still none."""

    def suits(self, value: object) -> bool:
        """Whether this can be what the shop set: a hand or another program may have written something else."""
        try:
            self.read(value)
        except Exception:  # whatever it raises, the value can't be used
            return False
        return _is_like(value, self.default if self.like is None else self.like)


def _is_like(value: object, example: object) -> bool:
    """Whether a value has the shape of another: whole numbers of 0 or more, texts, lists and tables of such."""
    if isinstance(example, dict):
        if not isinstance(value, dict):
            return False
        return all(_is_like(each, next(iter(example.values()))) for each in value.values())
    if isinstance(example, list):
        return isinstance(value, list) and all(_is_row(each, example[0] if example else "") for each in value)
    if type(example) is int:
        return type(value) is int and 0 <= value < 2**31
    return type(value) is type(example)


def _is_row(value: object, example: object) -> bool:
    """A line of a list: a text, or a record with just the same named parts."""
    if not isinstance(example, dict):
        return _is_like(value, example)
    return isinstance(value, dict) and all(name in value and _is_like(value[name], example[name]) for name in example)


def _is_weighing(word: str) -> None:
    ("off", "optional", "required").index(word)


FLAG_LABELS: Setting[Mapping[str, str]] = Setting(
    "flags.labels", {}, N_("Which flag a label text in the platform's file means: label to colour word."), {"": ""}
)
FLAG_NAMES: Setting[Mapping[str, str]] = Setting(
    "flags.names", {}, N_("What the shop calls each flag: colour word to name."), {"": ""}
)
FLAG_SALESPEOPLE: Setting[Mapping[str, list[str]]] = Setting(
    "flags.salespeople", {}, N_("Whose customers a flag marks: colour word to names (ORD-02)."), {"": []}
)
REGISTER_WITHIN_HOURS = Setting("orders.register_within_hours", 24, N_("Hours after payment to register in (ORD-01)."))
LATE_SOON_HOURS = Setting("orders.late_soon_hours", 4, N_("Hours before the limit from which time left is amber."))
REGISTERED_MARK = Setting("orders.registered_mark", "D", N_("What registering adds to the memo (ORD-05)."))
SETTLE_ACCOUNTS: Setting[Mapping[str, str]] = Setting(
    "settlement.accounts",
    {
        "taobao": "支付宝", "pinduoduo": "拼多多", "douyin": "抖音", "kuaishou": "快手", "jd": "京东",
        "weixin": "微信支付", "xiaohongshu": "小红书",
    },
    N_("The account that each platform pays to (ORD-13)."),
)  # fmt: skip
OWN_ACCOUNTS: Setting[list[str]] = Setting("settlement.own_accounts", [], N_("The shop's other accounts (ORD-13)."))
OWN_METHODS: Setting[list[str]] = Setting("settlement.own_methods", [], N_("Further ways in which money comes in."))
SETTLE_IN_WAVES = Setting(
    "settlement.in_waves", True, N_("Settle the platforms' orders on their usual accounts when a wave takes them.")
)
AFTER_SALES_WAREHOUSE = Setting(
    "manual.after_sales_warehouse", "503", N_("Where exchanges and reissues are booked (ORD-06).")
)
PACKING_LIST_ABOVE = Setting(
    "manual.packing_list_above", 10, N_("Pieces of a wholesale order above which it needs a packing list (ORD-10).")
)
TOLD_TEXT = Setting(
    "manual.told_text",
    "亲，您的{item}已发出，{carrier} {waybill}，请留意查收。",
    N_("What buyers are told when an exchange, reissue or bank order has left (SHP-07)."),
)
PACK_CHECK = Setting("packing.check", True, N_("A parcel only leaves once its pieces were checked (SHP-04)."))
PACK_WEIGHING = Setting(
    "packing.weighing",
    "optional",
    N_("Whether packers weigh each parcel: off, optional or required (SHP-04)."),
    read=_is_weighing,
)
PACKAGING_GRAMS = Setting("packing.packaging_grams", 100, N_("What box and padding of a parcel weigh, in grams."))
WEIGHT_TOLERANCE_GRAMS = Setting(
    "packing.tolerance_grams", 50, N_("Grams that a parcel may be off its expected weight (SHP-04).")
)
WEIGHT_TOLERANCE_PERCENT = Setting(
    "packing.tolerance_percent", 5, N_("Percent that it may be off, where that is more than the grams.")
)
SHIPPING_FILE_HEADS: Setting[Mapping[str, list[str]]] = Setting(
    "shipping.file_heads",
    {},
    N_("Column heads of the file for bulk shipping, where a platform's template has others."),
    {"": []},
)
SHIP_WITHIN_HOURS = Setting(
    "orders.ship_within_hours", 48, N_("Hours after payment to ship in, where the platform names no time (ORD-18).")
)
SHIP_NEAR_HOURS = Setting(
    "orders.ship_near_hours", 12, N_("Hours before the time to ship from which an order is listed as near (ORD-18).")
)
EXTENSION_MESSAGE = Setting(
    "orders.extension_message", "",
    N_("What the buyer is told of an extension; blanks {buyer}, {order_no}, {until}, {reason}. Empty: the usual one."),
)  # fmt: skip
CONFIRM_DAYS: Setting[Mapping[str, int]] = Setting(
    "orders.confirm_days",
    {"taobao": 10, "douyin": 10, "kuaishou": 10, "weixin": 10, "xiaohongshu": 10, "jd": 7, "pinduoduo": 15},
    N_("Days after shipping when a platform confirms receipt by itself: platform to days (ORD-23)."),
)
CONFIRM_NEAR_DAYS = Setting(
    "orders.confirm_near_days", 2, N_("Days before automatic confirmation from which an order is listed (ORD-23).")
)
BUYER_TIERS: Setting[list[str]] = Setting(
    "buyers.tiers", ["VIP1", "VIP2", "VIP3"], N_("Tiers that a buyer may have (ORD-19).")
)
RECOVERY_CODE = Setting(
    "people.recovery_code", "", N_("Hash of the code by which an owner who forgot the password gets in (TEAM-01).")
)
REPORTS_ADDRESS = Setting(
    "reports.address",
    "",
    N_("The address of a copy that follows the shop's server: exports are read from there (DATA-02)."),
)
ZONE = Setting("shop.zone", DEFAULT_ZONE, N_("The shop's time zone."), read=ZoneInfo)
NOON_CUT_OFF = Setting("waves.noon", "12:00", N_("When the noon wave is made (ORD-16)."), read=minute_of)
EVENING_CUT_OFF = Setting(
    "waves.evening", "20:00", N_("When the evening wave for the next morning is made (ORD-16)."), read=minute_of
)
SLIP_HISTORY_DAYS = Setting("slips.history_days", 10, N_("Days after which slips move to the history (SHP-06)."))
WAYBILL_FORMS: Setting[Mapping[str, list[str]]] = Setting(
    "waybills.forms",
    {},
    N_("Further forms of carriers' numbers, `YT#####`: a word in the carrier's name to forms."),
    {"": []},
)
RETURN_DAYS = Setting("returns.days", 7, N_("Days a buyer has to send goods back; printed on the return form."))
LOST_FORM = Setting(
    "returns.lost_form", "", N_("What buyers without a return form are told to write. Empty: the usual text (RET-14).")
)
INTAKE_SHELVES: Setting[Mapping[str, str]] = Setting(
    "intake.shelves",
    {},
    N_("Which shelf boxes go to, printed on their labels: repair, quality, stock, damage, buyer to shelf (RET-06)."),
    {"": ""},
)
INTAKE_FROM = Setting(
    "intake.from", "16:00", N_("When the day's boxes are begun with, at the latest (RET-08)."), read=minute_of
)
INTAKE_UNTIL = Setting("intake.until", "20:00", N_("By when the day's intake is closed (RET-08)."), read=minute_of)
UNCLAIMED_ASK_DAYS = Setting(
    "intake.ask_days", 1, N_("Days within which somebody asks whose an unclaimed parcel is (RET-03).")
)
UNCLAIMED_ESCALATE_DAYS = Setting(
    "intake.escalate_days", 3, N_("Days after which an unclaimed parcel comes before the supervisor (RET-05).")
)
CASE_ANSWER_HOURS = Setting("cases.answer_hours", 24, N_("Hours within which somebody answers what a buyer asks."))
CASE_TRAVEL_DAYS = Setting("cases.travel_days", 5, N_("Working days that goods may be on their way back."))
CASE_REFUND_HOURS = Setting(
    "cases.refund_hours", 24, N_("Hours after the goods' receipt by which the refund or exchange goes (REF-02).")
)
CASE_CALL_DAYS = Setting("cases.call_days", 3, N_("Working days after which the buyer is called (RET-16)."))
CASE_EXTEND_DAYS = Setting(
    "cases.extend_days", 7, N_("Days by which a return request extends the time to confirm; 0 for none (RET-13).")
)
TRACKING_SERVICE = Setting(
    "tracking.service", "", N_("The service that tells where parcels are: kuaidi100; empty for none (SHP-08).")
)
TRACKING_ACCOUNT = Setting(
    "tracking.account", "", N_("The shop's account there; its key lies in each PC's keyring, not here.")
)
TRACKING_CODES: Setting[Mapping[str, str]] = Setting(
    "tracking.codes",
    {},
    N_("What the service calls carriers it doesn't know by their names: carrier to code."),
    {"": ""},
)
TRACKING_HOURS = Setting("tracking.hours", 6, N_("Hours after which the service is asked about a parcel again."))
TRACKING_LAST: Setting[Mapping[str, str]] = Setting(
    "tracking.last", {}, N_("What the service last said against being asked, and when."), {"": ""}
)
STALLED_DAYS = Setting("tracking.stalled_days", 3, N_("Days without news after which a parcel stands still (SHP-08)."))
STALLED_BY_CARRIER: Setting[Mapping[str, int]] = Setting(
    "tracking.stalled_by_carrier",
    {},
    N_("Carriers whose parcels may be without news for another number of days: carrier to days (SHP-08)."),
    {"": 0},
)
ARRIVAL_DAYS: Setting[Mapping[str, list[int]]] = Setting(
    "tracking.arrival_days",
    arrival.DAYS,
    N_("Days that parcels take, from and to: city, near, far, remote, or a province (SHP-09)."),
    {"": [0]},
    read=arrival.check_days,
)
CLAIM_ANSWER_DAYS = Setting(
    "claims.answer_days", 3, N_("Days that a carrier has to answer for a lost or broken parcel (SHP-08).")
)
INTERCEPT_AGAIN_HOURS = Setting(
    "interceptions.again_hours", 12, N_("Hours after which a carrier that hasn't answered is asked again (SHP-11).")
)
INTERCEPT_ESCALATE_HOURS = Setting(
    "interceptions.escalate_hours",
    24,
    N_("Hours before the platform's deadline, or after a broken promise, from which a supervisor sees to it (SHP-11)."),
)
INTERCEPT_TRAVEL_DAYS = Setting(
    "interceptions.travel_days", 7, N_("Days that a parcel which was refused takes back to us (SHP-11).")
)
REFUSE_TEXT = Setting(
    "interceptions.refuse_text", "",
    N_("What a buyer is told who is to refuse a parcel; blanks {buyer}, {order_no}, {carrier}, {waybill}. "
       "Empty: the usual one."),
)  # fmt: skip
DETOUR_RATES: Setting[Mapping[str, int]] = Setting(
    "detours.rates",
    {"back": 600, "send": 800, "post": 1_200, "risk_back": 5, "risk_post": 20, "day": 100},
    N_("What a parcel costs that its carrier can't deliver: brought back, sent again, handed to post and a day longer "
       "in fen; lost of a thousand brought back and handed over (SHP-10)."),
    {"": 0},
)  # fmt: skip
DETOUR_MARGIN_DAYS = Setting(
    "detours.margin_days", 3, N_("Days beyond its arrival that the buyer of a detoured parcel has to confirm (SHP-10).")
)
DETOUR_TEXTS: Setting[Mapping[str, str]] = Setting(
    "detours.texts",
    {},
    N_("What buyers are told of a detour: bring-back or post to text; blanks {buyer}, {order_no}, {carrier}, {new}, "
       "{days}. Empty: the usual ones."),
    {"": ""},
)  # fmt: skip
REVIEW_RATE_DAYS = Setting(
    "reviews.rate_days", 15, N_("Days after a trade's completion within which the shop rates its buyer (REV-03).")
)
REVIEW_CHANGE_DAYS = Setting("reviews.change_days", 30, N_("Days within which a buyer can change a review (REV-03)."))
REVIEW_TARGET_DAYS = Setting(
    "reviews.target_days", 7, N_("Days within which a bad review is to be solved; then it goes up (REV-02, REV-03).")
)
COMPLAINT_ANSWER_DAYS = Setting(
    "complaints.answer_days", 3, N_("Days to answer a complaint in, where the platform names no time (CMP-01).")
)
POINT_MISTAKES: Setting[Mapping[str, int]] = Setting(
    "points.mistakes", points.MISTAKES, N_("The points that each mistake takes: rule to points, 0 for out of use."),
    {"": 0},
)  # fmt: skip
POINT_MERITS: Setting[Mapping[str, int]] = Setting(
    "points.merits", points.MERITS, N_("The points that each merit gives: rule to points, 0 for out of use."), {"": 0}
)
CARE_GAP_DAYS = Setting(
    "care.gap_days", 14, N_("Days within which a buyer is written to once at most, whatever for (CRM-05).")
)
CARE_UNPAID_MINUTES = Setting(
    "care.unpaid_minutes", 30, N_("Minutes after which a buyer is reminded of an unpaid order (CRM-05).")
)
PAID_CARRIERS: Setting[list[str]] = Setting(
    "cases.paid_carriers", [], N_("Carriers whose freight the shop pays back; empty for any (RET-10).")
)
REPAIR_DAYS = Setting(
    "repairs.days", 15, N_("Days that a repair usually takes, where its supplier has no days of its own (REP-03).")
)
REPAIR_WARRANTY_DAYS = Setting(
    "repairs.warranty_days",
    90,
    N_("Days from the order's day in which goods are mended for nothing, where the supplier has none of its own."),
)
REPAIR_FAULTS: Setting[list[str]] = Setting(
    "repairs.faults",
    ["开胶", "断底", "断跟", "掉跟", "鞋面破损", "拉链坏", "饰扣掉落", "开线", "掉色", "鞋垫脱落", "其他"],
    N_("The fault words that repairs and damage are entered with."),
)
REPAIR_TEXTS: Setting[Mapping[str, str]] = Setting(
    "repairs.texts",
    {},
    N_("What buyers are told of their repair, where it isn't the usual text: state or estimate to text (REP-03)."),
    {"": ""},
)
REPAIR_MEMO: Setting[Mapping[str, str]] = Setting(
    "repairs.memo",
    {},
    N_("How the line of the memo says where a repair is, where it isn't the usual words: state to words (REP-02)."),
    {"": ""},
)
DAMAGE_RETURN_DAYS = Setting(
    "damage.return_days", 0, N_("Days to take faulty goods back that a new supplier is entered with; 0: not known.")
)
REFUND_SECOND_ABOVE = Setting(
    "refunds.second_above", 5_000, N_("Fen above which somebody else than who asked approves a refund (REF-03).")
)
REFUND_FEE_UP_TO = Setting(
    "refunds.fee_up_to", 10_000, N_("Fen up to which the shop always bears the fee of a direct transfer (REF-05).")
)
REFUND_ANSWERS: Setting[Mapping[str, str]] = Setting(
    "refunds.answers",
    {},
    N_("What buyers are told who ask where their money is, where it isn't the usual text: state or channel to text."),
    {"": ""},
)
CARRIERS: Setting[list[dict[str, Any]]] = Setting(
    "carriers.known", [dict(row) for row in carriers.CARRIERS], N_("The carriers and what people call them (ORD-07).")
)
DEFAULT_CARRIER = Setting("carriers.default", "圆通速递", N_("The carrier of orders that ask for none (ORD-07)."))
SURCHARGES: Setting[list[dict[str, Any]]] = Setting(
    "carriers.surcharges", [dict(row) for row in carriers.SURCHARGES],
    N_("What carriers cost more, by area, in fen (ORD-07, ORD-08)."),
)  # fmt: skip
OUT_OF_REACH: Setting[Mapping[str, list[str]]] = Setting(
    "carriers.out_of_reach", carriers.OUT_OF_REACH, N_("Where a carrier doesn't go (ORD-08).")
)
CHECKS_OFF: Setting[list[str]] = Setting("checks.off", [], N_("Checks that are not made (ORD-12)."))
DUPLICATE_HOURS = Setting("checks.duplicate_hours", 24, N_("Hours within which the same goods count as bought twice."))
UNDERPAID_PERCENT = Setting(
    "checks.underpaid_percent", 50, N_("Percent below the list price from which the money is asked about.")
)
UNDERPAID_TOLERANCE = Setting("checks.underpaid_tolerance", 100, N_("Fen that may be missing without being asked."))
SURCHARGE_BY_MEMO = Setting(
    "checks.surcharge_by_memo", False, N_("A dearer carrier that the seller's memo names waits for its money too.")
)
WITHOUT_SIZE: Setting[list[str]] = Setting(
    "checks.without_size",
    ["鞋油", "鞋垫", "邮费", "差价", "运费", "补拍", "专拍"],
    N_("Words of goods that need no size."),
)
BACKUP_HOURS = Setting("backups.every_hours", 4, N_("Hours after which a backup is made by itself (DATA-01)."))
BACKUPS_MADE: Setting[list[dict[str, str]]] = Setting(
    "backups.made", [], N_("Backups of a shop on a server, and on which PC they lie."), [{"file": "", "pc": ""}]
)
LAST_CHECK: Setting[Mapping[str, list[str]]] = Setting(
    "checks.full", {}, N_("When the whole shop was last checked, and what was found (DATA-01)."), {"": [""]}
)

SETTINGS: Mapping[str, Setting[Any]] = {each.key: each for each in list(vars().values()) if isinstance(each, Setting)}
"""All of them by their keys."""


def label_colours(labels: Mapping[str, str]) -> dict[str, Colour]:
    """FLAG_LABELS with its colour words read; words nobody knows are left out."""
    codes = {colour.code: colour for colour in Colour}
    return {label: codes[word] for label, word in labels.items() if word in codes}
