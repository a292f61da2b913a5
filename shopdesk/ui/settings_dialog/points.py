"""The table of points: what each mistake takes and each merit gives (TEAM-02, REV-07)."""

from collections.abc import Mapping

from shopdesk.domain.points import LONGEST_RULE, MOST, RULES
from shopdesk.i18n import N_, _
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.desk import Desk
from shopdesk.services.points import said_rule
from shopdesk.settings import POINT_MERITS, POINT_MISTAKES
from shopdesk.ui.form_inputs import Field, FieldKind
from shopdesk.ui.settings_dialog.section import Section

_TABLES = (
    ("mistakes", POINT_MISTAKES, N_("Mistakes take")),
    ("merits", POINT_MERITS, N_("Merits give")),
)
_WIDE = 420


class PointRules(Section):
    """Two tables: what it is for, and how many points."""

    key, title, icon = "points", N_("Points"), "hash"

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._known = {_(text).casefold(): rule for rule, text in RULES.items()}
        self.add_note(N_("What is booked already keeps its points. 0 takes a rule out of use."))
        for key, setting, heading in _TABLES:
            table = get_setting(desk.seen, setting)
            self._known |= {said_rule(rule).casefold(): rule for rule in table}
            self.add_note(heading, "section")
            pairs = tuple((said_rule(rule), str(points)) for rule, points in table.items())
            row = self.add_row(
                Field(key, heading, FieldKind.PAIRS, pairs, columns=(N_("Rule"), N_("Points")), check=_what_is_wrong)
            )
            row.widen(_WIDE)
        self.finish()

    def check(self) -> bool:
        """No rule is both a mistake and a merit."""
        wrong = self.what_is_wrong()
        if not wrong:
            both = set(self._table("mistakes")) & set(self._table("merits"))
            if both:
                wrong["merits"] = _("“{rule}” is a mistake already.").format(rule=said_rule(sorted(both)[0]))
        return self.show_wrong(wrong)

    def save(self) -> None:
        """Keep what changed for everybody."""
        for key, setting, _heading in _TABLES:
            self.keep(self._desk, setting, self._table(key))

    def _table(self, key: str) -> Mapping[str, int]:
        """What was typed: a usual rule by its own word, the shop's own as it is written."""
        return {self._known.get(text.casefold(), text): int(points or 0) for text, points in _pairs(self.value(key))}


def _pairs(value: object) -> list[tuple[str, str]]:
    return [(str(first), str(second).strip()) for first, second in value] if isinstance(value, tuple) else []


def _what_is_wrong(value: object) -> str | None:
    pairs = _pairs(value)
    for text, points in pairs:
        if not (points.isascii() and points.isdigit() and int(points) <= MOST):
            return _("“{rule}”: write a number from 0 to {most}.").format(rule=text, most=MOST)
        if len(text) > LONGEST_RULE:
            return _("“{rule}” is too long: {n} characters at most.").format(rule=text, n=LONGEST_RULE)
    texts = [text.casefold() for text, _points in pairs]
    twice = next((text for text, _points in pairs if texts.count(text.casefold()) > 1), "")
    return _("“{rule}” stands there twice.").format(rule=twice) if twice else None
