"""A carrier doesn't reach the address after all: bring it back, or hand it over to post (SHP-10)."""

from collections.abc import Mapping
from enum import StrEnum

from shopdesk.errors import N_


class Way(StrEnum):
    """What can be done; the value is what the database keeps and the command line says."""

    BRING_BACK = "bring-back"
    """Brought back and sent again by a carrier that goes there."""
    POST = "post"
    """Handed over to post where it lies."""


WAYS: Mapping[Way, str] = {
    Way.BRING_BACK: N_("Bring it back and send it again"),
    Way.POST: N_("Hand it over to post"),
}
