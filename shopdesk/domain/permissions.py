"""Who may do what: rights by role (TEAM-01), and a few given to a person by name (ORD-15)."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from shopdesk.errors import N_


class Role(StrEnum):
    """What somebody works as; the value is the command line's word."""

    OWNER = "owner"
    SUPERVISOR = "supervisor"
    AGENT = "agent"
    REGISTRAR = "registrar"
    WAREHOUSE = "warehouse"
    FINANCE = "finance"


class Right(StrEnum):
    """Something that not everybody may do."""

    VIEW = "view"
    IMPORT = "import"
    EXPORT = "export"
    MARK = "mark"
    HOLD = "hold"
    RELEASE = "release"
    CONFIRM_MONEY = "confirm-money"
    OVERRULE = "overrule"
    REGISTER = "register"
    ENTER = "enter"
    SETTLE = "settle"
    EDIT_NEW = "edit-new"
    EDIT_REGISTERED = "edit-registered"
    SERVE = "serve"
    BUYERS = "buyers"
    INTAKE = "intake"
    STOCK_IN = "stock-in"
    APPROVE = "approve"
    PAY = "pay"
    WAVE = "wave"
    PRINT = "print"
    PRINT_PLAIN = "print-plain"
    WAYBILL = "waybill"
    COUNT = "count"
    PACK = "pack"
    SHIP = "ship"
    PRODUCTS = "products"
    SETTINGS = "settings"
    PEOPLE = "people"
    BACKUP = "backup"
    RESTORE = "restore"
    SEE_BUYERS = "see-buyers"
    LOOK_UP = "look-up"
    TRAIL = "trail"
    WIPE = "wipe"


ROLE_NAMES: Mapping[Role, str] = {
    Role.OWNER: N_("Owner"),
    Role.SUPERVISOR: N_("Supervisor"),
    Role.AGENT: N_("Agent"),
    Role.REGISTRAR: N_("Registrar"),
    Role.WAREHOUSE: N_("Warehouse"),
    Role.FINANCE: N_("Finance"),
}

RIGHT_NAMES: Mapping[Right, str] = {
    Right.VIEW: N_("look at the shop"),
    Right.IMPORT: N_("import files"),
    Right.EXPORT: N_("export lists"),
    Right.MARK: N_("change flags and memos"),
    Right.HOLD: N_("hold orders"),
    Right.RELEASE: N_("release holds"),
    Right.CONFIRM_MONEY: N_("confirm that money came in"),
    Right.OVERRULE: N_("let through what only a supervisor may"),
    Right.REGISTER: N_("register orders"),
    Right.ENTER: N_("enter orders by hand"),
    Right.SETTLE: N_("settle orders"),
    Right.EDIT_NEW: N_("change orders that are not registered"),
    Right.EDIT_REGISTERED: N_("change registered orders"),
    Right.SERVE: N_("note what was agreed with buyers"),
    Right.BUYERS: N_("change buyers"),
    Right.INTAKE: N_("open and register boxes"),
    Right.STOCK_IN: N_("approve goods into stock"),
    Right.APPROVE: N_("approve refunds"),
    Right.PAY: N_("pay money out"),
    Right.WAVE: N_("make waves"),
    Right.PRINT: N_("print papers"),
    Right.PRINT_PLAIN: N_("print slips without a waybill"),
    Right.WAYBILL: N_("give out waybills"),
    Right.COUNT: N_("count slips"),
    Right.PACK: N_("pack parcels"),
    Right.SHIP: N_("mark parcels as shipped"),
    Right.PRODUCTS: N_("change products"),
    Right.SETTINGS: N_("change the shop's settings"),
    Right.PEOPLE: N_("decide who works here"),
    Right.BACKUP: N_("make backups"),
    Right.RESTORE: N_("restore a backup"),
    Right.SEE_BUYERS: N_("see buyers' phones and addresses"),
    Right.LOOK_UP: N_("look up one order's phone and address"),
    Right.TRAIL: N_("search the trail"),
    Right.WIPE: N_("wipe old personal data"),
}
"""What a right lets somebody do, to stand behind `may not`."""

_EVERYBODY = frozenset({Right.VIEW, Right.EXPORT, Right.PRINT, Right.HOLD})
_AGENT = _EVERYBODY | {
    Right.IMPORT, Right.MARK, Right.RELEASE, Right.ENTER, Right.EDIT_NEW, Right.SERVE, Right.BUYERS,
    Right.INTAKE, Right.SEE_BUYERS, Right.LOOK_UP,
}  # fmt: skip

ROLE_RIGHTS: Mapping[Role, frozenset[Right]] = {
    Role.OWNER: frozenset(Right),
    Role.SUPERVISOR: frozenset(Right) - {Right.PEOPLE, Right.RESTORE, Right.WIPE},
    Role.AGENT: _AGENT,
    Role.REGISTRAR: _AGENT | {Right.REGISTER, Right.SETTLE, Right.WAVE, Right.WAYBILL, Right.PRODUCTS},
    Role.WAREHOUSE: _EVERYBODY
    | {
        Right.WAYBILL,
        Right.COUNT,
        Right.PACK,
        Right.SHIP,
        Right.PRODUCTS,
        Right.INTAKE,
        Right.STOCK_IN,
        Right.LOOK_UP,
    },
    Role.FINANCE: _EVERYBODY | {Right.SETTLE, Right.CONFIRM_MONEY, Right.PAY},
}

GRANTABLE = (
    Right.EDIT_REGISTERED, Right.CONFIRM_MONEY, Right.PRINT_PLAIN, Right.REGISTER, Right.WAVE, Right.PACK,
    Right.INTAKE, Right.STOCK_IN, Right.APPROVE, Right.PAY, Right.SEE_BUYERS, Right.LOOK_UP,
)  # fmt: skip
"""Rights that the owner may give to a person by name, beyond the role's."""


BRINGS: Mapping[Right, frozenset[Right]] = {
    Right.SEE_BUYERS: frozenset({Right.LOOK_UP}),
    Right.EDIT_REGISTERED: frozenset({Right.SEE_BUYERS, Right.LOOK_UP}),
    Right.REGISTER: frozenset({Right.SEE_BUYERS, Right.LOOK_UP}),
}
"""What a right given by name brings along: who changes a receiver has to see it, or would save the mask."""


def may(role: str, right: Right, extra: Iterable[Right] = ()) -> bool:
    """Whether somebody of this role, with these rights given by name, may do it; an unknown role may nothing."""
    if role not in set(Role):
        return False
    given = set(extra)
    given = given.union(*(BRINGS.get(each, frozenset()) for each in given))
    return right in ROLE_RIGHTS[Role(role)] or right in given


def roles_with(right: Right) -> list[Role]:
    """Who may do it by role, in the order of `Role`."""
    return [role for role in Role if right in ROLE_RIGHTS[role]]
