"""Which carrier an order takes by what it says, kept for the many orders that say the same (ORD-07)."""

from shopdesk.domain.carriers import Choice, area_of, choose_carrier
from shopdesk.domain.messages import read_text
from shopdesk.domain.readings import Topic
from shopdesk.queries.check_rules import CheckRules

START = 8
"""So many characters of an address tell the area where no province is known."""


class CarrierChooser:
    """Chooses by one state of the rules."""

    def __init__(self, rules: CheckRules) -> None:
        self._rules = rules
        self._choices: dict[tuple[object, ...], Choice] = {}
        self._asks: dict[tuple[str, str], tuple[str, tuple[str, ...]]] = {}

    def choose(
        self, *, memo: str, message: str, province: str, city: str, district: str, start: str, fixed: str = ""
    ) -> Choice:
        """The carrier and surcharge; `start` is how the address begins where the province is empty, `fixed` a carrier
        chosen by hand."""
        asked, unwanted = self.asked(memo, message) if memo or message else ("", ())
        key = (province, start, city, district, asked, unwanted, fixed)
        choice = self._choices.get(key)
        if choice is None:
            place = " ".join((province, city, district))
            choice = choose_carrier(
                self._rules.carriers, area=area_of(province, start), place=place, asked=asked, not_wanted=unwanted,
                fixed=fixed,
            )  # fmt: skip
            self._choices[key] = choice
        return choice

    def asked(self, memo: str, message: str) -> tuple[str, tuple[str, ...]]:
        """The carrier that the memo or else the buyer asks for, and those not wanted."""
        found = self._asks.get((memo, message))
        if found is None:
            said = [read_text(text, self._rules.lexicon) for text in (memo, message)]
            asked = [each.value for part in said for each in part if each.topic is Topic.CARRIER]
            unwanted = {each.value for part in said for each in part if each.topic is Topic.NOT_CARRIER}
            found = (asked[0] if asked else "", tuple(sorted(unwanted - set(asked[:1]))))
            self._asks[memo, message] = found
        return found
