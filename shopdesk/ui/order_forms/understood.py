"""What memo and message are understood to say, in one line: `Carrier 顺丰速运 · Gift 鞋垫`. It decides nothing."""

from typing import TYPE_CHECKING

from shopdesk.domain.readings import TOPIC_NAMES, Topic
from shopdesk.i18n import _

if TYPE_CHECKING:
    from shopdesk.domain.messages import Understood


def understood_line(said: "Understood") -> str:
    """The readings of a text in the language in use; "" where it says nothing that matters."""
    words = []
    for reading in said.readings:
        value = reading.amount.shown if reading.amount else reading.shown
        if reading.topic is Topic.ADDRESS:
            value = ""  # shown whole, in a card of its own
        words.append(" ".join(filter(None, (_(TOPIC_NAMES[reading.topic]), value))))
    return _("Understood: {words}").format(words=" · ".join(dict.fromkeys(words))) if words else ""
