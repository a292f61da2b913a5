"""Servers as the window names them."""

import pytest

from shopdesk.i18n import sentence
from shopdesk.services.servers import Holds, Missing, NoServerThere, ServerLook, address_of, try_server
from shopdesk.ui.servers.findings import lacking

NOWHERE = address_of("postgresql://clerk@127.0.0.1:1/shop")


def test_where_no_server_is_the_address_is_to_be_checked() -> None:
    with pytest.raises(NoServerThere) as refusal:
        try_server(NOWHERE)
    assert sentence(refusal.value).startswith("No server answers at shop @ 127.0.0.1:1. Check server and port")


def test_nothing_is_asked_for_in_a_database_of_another_program() -> None:
    missing = (Missing("clerk may make no tables here.", 'GRANT CREATE ON SCHEMA "public" TO "clerk"'),)
    assert lacking(ServerLook(NOWHERE, "16.4", 1.0, Holds.OTHERS, missing=missing)) == ()
    assert lacking(ServerLook(NOWHERE, "16.4", 1.0, Holds.NOTHING, missing=missing)) == missing
