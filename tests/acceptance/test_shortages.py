"""Something was missing in a parcel, on the command line: from the complaint to the courier's claim (SHP-12)."""

from pathlib import Path
from typing import Any

import pytest

from shopdesk.db.database import open_database, rows_of
from tests.command_line import CommandLine, sample_shop
from tests.pictures import png


@pytest.fixture
def shop(tmp_path: Path) -> CommandLine:
    return sample_shop(tmp_path)


def parcel_of(shop: CommandLine) -> dict[str, Any]:
    """An order that left in a weighed parcel and of which nothing else is told."""
    database = open_database(shop.address)
    try:
        rows = rows_of(
            database,
            "SELECT o.order_no, l.sku, s.weight, s.waybill, v.weight FROM slip s JOIN slip_item i ON i.slip_id = s.id "
            "JOIN orders o ON o.id = i.order_id JOIN order_line l ON l.id = i.line_id "
            "JOIN variant v ON v.shop_id = o.shop_id AND v.sku = l.sku "
            "WHERE s.shipped_at IS NOT NULL AND s.weight > 500 AND v.weight > 200 "
            "AND NOT EXISTS (SELECT 1 FROM cases c WHERE c.order_id = o.id) "
            "AND NOT EXISTS (SELECT 1 FROM repair r WHERE r.order_id = o.id) "
            "AND NOT EXISTS (SELECT 1 FROM shortage g WHERE g.order_id = o.id) ORDER BY s.id DESC, i.id LIMIT 1",
        )
    finally:
        database.close()
    return dict(zip(("order_no", "sku", "weight", "waybill", "piece"), rows[0], strict=True))


def refused(shop: CommandLine, *arguments: str | Path, status: int = 1) -> str:
    answer = shop(*arguments)
    assert (answer.status, answer.out) == (status, ""), answer
    return answer.err


@pytest.mark.rule("SHP-12")
def test_a_shortage_becomes_a_claim_on_the_courier(shop: CommandLine, tmp_path: Path) -> None:
    parcel = parcel_of(shop)
    photo = tmp_path / "封箱胶带.png"
    photo.write_bytes(png())
    about = (parcel["order_no"], "--missing", parcel["sku"])
    judged = shop.done("shortage", "judge", *about, "--departed", str(parcel["weight"]), "--json").json
    assert (judged["verdict"], judged["proposal"]) == ("undecided", "look-again")
    assert judged["questions"] == ["arrived", "photo"]

    opened = shop.done("shortage", "open", *about, "--departed", str(parcel["weight"]), "--json").json
    number = str(opened["shortage"])
    asked = shop.done("shortage", "do", number, "--json").json  # what is proposed: ask first
    assert asked["open"] and "photos" in asked["text"]
    arrived = f"{(parcel['weight'] - parcel['piece']) / 1000:.3f}kg"
    heard = shop.done(
        "shortage", "evidence", number, "--arrived", arrived, "--packaging", "opened", "--photo", photo, "--json"
    ).json
    assert (heard["verdict"], heard["proposal"], heard["photos"]) == ("lost-on-the-way", "claim", 1)
    assert any("photo shows" in reason for reason in heard["why"]) and heard["certainty"] >= 95

    done = shop.done("shortage", "do", number, "--json").json
    assert (done["remedy"], done["open"]) == ("claim", False)
    claim = shop.done("claim", "show", str(done["claim"]), "--json").json
    assert (claim["kind"], claim["waybill"], claim["case"]) == ("short", parcel["waybill"], done["case"])
    case = shop.done("case", "show", str(done["case"]), "--json").json
    assert case["kind"] == "reissue"
    assert [
        line["name"] for line in shop.done("evidence", "list", "case", str(done["case"]), "--format", "jsonl").lines
    ]
    assert f"Shortage {number} is settled" in refused(shop, "shortage", "do", number)
    listed = shop.done("shortage", "list", "--order", parcel["order_no"], "--format", "jsonl").lines
    assert [row["verdict"] for row in listed] == ["lost-on-the-way"]
    assert "Lost on the way" in shop.done("shortage", "show", number).out


@pytest.mark.rule("SHP-12")
def test_packed_short_is_our_own_fault(shop: CommandLine) -> None:
    parcel = parcel_of(shop)
    database = open_database(shop.address)
    with database.atomic():  # nobody had weighed this one
        database.execute_sql("UPDATE slip SET weight = NULL WHERE waybill = ?", (parcel["waybill"],))
    database.close()
    light = str(parcel["weight"] - parcel["piece"])
    about = (parcel["order_no"], "--missing", f"{parcel['sku'].lower()}x1", "--packaging", "intact", "--photo")
    judged = shop.done("shortage", "judge", *about, "--departed", light, "--json").json
    assert (judged["verdict"], judged["by"]) == ("packed-short", "")
    assert judged["proposal"] in ("reissue", "refund")
    said = shop.done("shortage", "judge", *about, "--departed", light).out
    assert "We packed too little" in said and "Proposed:" in said


@pytest.mark.rule("SHP-12")
def test_weights_of_zero_or_in_the_wrong_unit_are_refused(shop: CommandLine) -> None:
    parcel = parcel_of(shop)
    about = ("shortage", "open", parcel["order_no"], "--missing", parcel["sku"])
    assert "not a weight" in refused(shop, *about, "--departed", "0", status=2)
    assert "not a weight" in refused(shop, *about, "--arrived", "1250kg", status=2)
    assert "Look at the unit" in refused(shop, *about, "--arrived", "1")
    assert "was not in this parcel" in refused(shop, "shortage", "open", parcel["order_no"], "--missing", "5815-X")
    assert "Say what was missing" in refused(shop, "shortage", "open", parcel["order_no"])
    assert shop.done("shortage", "list", "--order", parcel["order_no"], "--format", "jsonl").lines == []


@pytest.mark.rule("SHP-12")
def test_nobody_has_to_type_weights(shop: CommandLine) -> None:
    database = open_database(shop.address)
    with database.atomic():
        database.execute_sql("UPDATE variant SET weight = NULL")
    database.close()
    shop.done("weights", "learn")
    known = shop.done("weights", "list", "--format", "jsonl").lines
    assert known and all(row["typed"] is None and row["learned"] > 0 for row in known)
    steady = [row for row in known if row["parcels"] >= 3]
    assert steady and all(row["spread"] <= 60 for row in steady)
    assert shop.done("weights", "list", "--doubtful", "--format", "jsonl").lines == []
