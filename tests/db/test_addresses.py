"""Where a shop lies: paths and addresses of servers, and the password that nobody gets to see."""

from pathlib import Path

import pytest

from shopdesk.db.addresses import Address, NoAddress, address_of
from shopdesk.i18n import sentence

SECRET = "g%40heim%2F:ß"
"""As an address writes `SAID`."""
SAID = "g@heim/:ß"


@pytest.mark.parametrize(
    ("text", "file"),
    [
        ("shop.db", Path("shop.db")),
        (Path("/a/b/shop.db"), Path("/a/b/shop.db")),
        ("~/shop.db", Path.home() / "shop.db"),
        ("C:\\shops\\一号店.db", Path("C:\\shops\\一号店.db")),
        ("sqlite:////a/shop.db", Path("/a/shop.db")),
        ("file:///a/shop.db", Path("/a/shop.db")),
        ("a?b@c%20d.db", Path("a?b@c%20d.db")),
    ],
)
def test_a_file(text: str | Path, file: Path) -> None:
    address = address_of(text)
    assert (address.is_server, address.file, address.url, address.place) == (False, file, str(file), str(file))


@pytest.mark.parametrize(
    ("text", "hosts", "place"),
    [
        ("postgresql://anna@desk/shop", (("desk", 5432),), "shop @ desk"),
        ("postgres://anna@desk:5433/shop", (("desk", 5433),), "shop @ desk:5433"),
        ("postgresql://anna@a:1,b/shop", (("a", 1), ("b", 5432)), "shop @ a:1, b"),
        ("postgresql://anna@192.168.1.2,192.168.1.3:9/shop/", (("192.168.1.2", 5432), ("192.168.1.3", 9)), None),
        ("postgresql://anna@[fe80::1]/shop", (("fe80::1", 5432),), "shop @ fe80::1"),
        ("postgresql://anna@[::1]:6000,[::2]/shop", (("::1", 6000), ("::2", 5432)), None),
    ],
)
def test_a_server(text: str, hosts: tuple[tuple[str, int], ...], place: str | None) -> None:
    address = address_of(text)
    assert (address.is_server, address.hosts, address.database, address.user) == (True, hosts, "shop", "anna")
    assert place in (None, address.place)
    assert address_of(address.url) == address
    assert address_of(address) is address


def test_nobody_need_be_named() -> None:
    assert (address_of("postgresql://desk/shop").user, address_of("postgresql://desk/shop").hosts) == (
        "",
        (("desk", 5432),),
    )


def test_signs_are_written_by_their_numbers() -> None:
    address = address_of("postgresql://%E5%B0%8F%40%E7%8E%8B:p%25@desk/%E4%B8%80%20%E5%BA%97")
    assert (address.user, address.password, address.database) == ("小@王", "p%", "一 店")
    assert address.url == "postgresql://%E5%B0%8F%40%E7%8E%8B@desk:5432/%E4%B8%80%20%E5%BA%97"
    assert address.place == "一 店 @ desk"


def test_only_what_concerns_the_way_there_is_kept() -> None:
    address = address_of("postgresql://anna@desk/shop?sslmode=verify-full&password=geheim&user=x&sslrootcert=%2Fca.pem")
    assert dict(address.options) == {"sslmode": "verify-full", "sslrootcert": "/ca.pem"}
    assert address_of(address.url) == address
    assert "geheim" not in f"{address!r} {address} {address.url} {address.place}"


@pytest.mark.parametrize("where", ["desk", "a:1,b:2", "[::1]:5433"])
def test_the_password_is_never_shown(where: str) -> None:
    address = address_of(f"postgresql://anna:{SECRET}@{where}/shop")
    assert address.password == SAID
    assert address_of(address.url) == address.with_password("")
    for shown in (repr(address), str(address), address.url, address.place):
        assert "heim" not in shown
    assert address.with_password("new").password == "new"


@pytest.mark.parametrize(
    "wrong",
    [
        "postgresql://anna:geheim@/shop",
        "postgresql://anna:geheim@desk",
        "postgresql://anna:geheim@desk/",
        "postgresql://anna:geheim@desk/a/b",
        "postgresql://anna:geheim@desk:0/shop",
        "postgresql://anna:geheim@desk:65536/shop",
        "postgresql://anna:geheim@desk:-1/shop",
        "postgresql://anna:geheim@desk:port/shop",
        "postgresql://anna:geheim@a:1,b:x/shop",
        "postgresql://anna:geheim@[::1/shop",
        "mysql://anna:geheim@desk/shop",
        "https://anna:geheim@desk/shop",
        "postgresql://anna:ge@heim@desk:x/shop",
        "postgresql://anna:ge:heim@desk:x/shop",
        "postgresql://anna:g/heim@desk/shop",
        "postgresql://anna:ge?heim@desk/shop",
        "postgresql://anna@desk:x/shop?password=geheim",
        "postgresql://anna@desk:x/shop?password=ge@heim",
        "postgresql://desk:x/shop?password=geheim",
    ],
)
def test_what_is_no_address(wrong: str) -> None:
    with pytest.raises(NoAddress) as raised:
        address_of(wrong)
    told = sentence(raised.value)
    assert "is no address of a shop" in told
    assert "heim" not in told and "heim" not in repr(raised.value)
    assert raised.value.__cause__ is None, "a report would quote it"


def test_without_hosts_it_is_a_file() -> None:
    assert not Address().is_server


@pytest.mark.parametrize(
    "text",
    [
        "host=desk dbname=shop password=geheim",
        "anna:geheim@desk/shop",
        "postgresql:anna:geheim@desk/shop",
        "postgresql://anna:geheim@::1/shop",
        "postgresql://anna:geheim@no desk/shop",
        f"postgresql://anna:geheim@{'d' * 300}/shop",
        f"postgresql://anna:geheim@{'d' * 64}/shop",
        "postgresql://anna:geheim@desk/%00shop",
        "postgresql://anna:geheim@desk/shop?sslmode=geheim",
        "~nobody-of-that-name/geheim",
        "shop\0.db",
    ],
)
def test_what_is_half_an_address_is_refused_without_saying_the_password(text: str) -> None:
    with pytest.raises(NoAddress) as refused:
        address_of(text)
    assert "heim" not in sentence(refused.value).replace("~nobody-of-that-name/geheim", "")
    assert "\0" not in sentence(refused.value)


def test_an_address_goes_where_it_says() -> None:
    assert address_of("postgresql://anna@desk/shop?host=elsewhere&port=1").options == ()
