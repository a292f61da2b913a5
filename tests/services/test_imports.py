"""Files taken in: which shop, all or nothing, again, in any order (DATA-04)."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from shopdesk.db.database import rows_of
from shopdesk.db.errors import CommitUnknown, ServerAway
from shopdesk.db.search import find_order_ids
from shopdesk.db.trail import first_broken_link
from shopdesk.domain.platforms import Platform
from shopdesk.errors import BadInput
from shopdesk.importing.mapping import Mapping, header_key
from shopdesk.importing.records import Batch, Kind
from shopdesk.queries.shops import NoSuchShop
from shopdesk.services import checks, import_shops, imports
from shopdesk.services.desk import Changed, Desk
from shopdesk.services.import_run import ImportRun, Tally
from shopdesk.services.import_shops import ShopUnclear
from shopdesk.services.imports import Cancelled, NoSuchMapping, Wishes, import_files
from shopdesk.services.mappings import list_mappings, save_mapping
from shopdesk.services.setup import create_desk, make_shop
from shopdesk.services.shop_settings import save_flag_labels
from tests.engines import shop_address
from tests.factories import NOON, make_desk
from tests.platform_files import TRUE_QIANNIU, TaobaoPair, made_orders, read_back, write_csv, write_taobao_pair
from tests.services.whole_database import everything

COUNT = 40


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(tmp_path)


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> TaobaoPair:
    return write_taobao_pair(tmp_path_factory.mktemp("pair"), COUNT)


def plain_lines(folder: Path, name: str = "plain.csv", *numbers: str) -> Path:
    rows = [{"No": number, "Who": "张三", "Sum": "12.50"} for number in numbers or ("A100001", "A100002")]
    return write_csv(folder / name, ["No", "Who", "Sum"], rows)


PLAIN = Mapping("plain", Platform.OTHER, Kind.ORDERS, {"order_no": "No", "receiver": "Who", "paid": "Sum"}, "", False)


def content(desk: Desk) -> list[object]:
    """What the shop knows, without what tells how it came to know it."""
    orders = (
        "SELECT order_no, status, flag, receiver, phone, province, city, district, address, postcode, goods, postage, "
        "paid, memo, buyer_message, pieces, titles, created, paid_at, platform_id, has_totals FROM orders o "
        "LEFT JOIN buyer b ON b.id = buyer_id ORDER BY order_no"
    )
    lines = (
        "SELECT order_no, line_no, position, title, sku, l.quantity, price, l.goods, l.paid FROM order_line l "
        "JOIN orders o ON o.id = order_id ORDER BY order_no, line_no"
    )
    variants = "SELECT sku, style, colour, size, p.code FROM variant v JOIN product p ON p.id = product_id ORDER BY sku"
    parcels = (
        "SELECT order_no, p.carrier, waybill FROM parcel p JOIN orders o ON o.id = order_id ORDER BY order_no, waybill"
    )
    return [rows_of(desk.database, sql) for sql in (orders, lines, variants, parcels)]


class TestContent:
    def test_a_pair_comes_in_as_it_was_made(self, desk: Desk, pair: TaobaoPair) -> None:
        done = import_files(desk, files=[pair.orders, pair.lines])
        assert (done[0].created, done[0].updated, done[0].unchanged) == (COUNT, 0, 0)
        assert (done[0].error, done[0].rejected) == (None, [])
        assert (done[0].platform, done[0].kind, done[0].shop, done[0].encoding) == (
            "taobao",
            "orders",
            "一号店",
            "gb18030",
        )
        found = rows_of(desk.database, "SELECT order_no, receiver, paid, memo, status FROM orders ORDER BY order_no")
        made = [(o.order_no, o.receiver, o.paid, read_back(o.memo), o.status) for o in made_orders(COUNT)]
        assert found == sorted(made)
        lines = rows_of(desk.database, "SELECT sku, quantity, price FROM order_line ORDER BY order_id, position")
        assert lines == [(each.sku, each.quantity, each.price) for o in made_orders(COUNT) for each in o.lines]

    def test_paid_orders_come_in_with_their_carrier(
        self, desk: Desk, pair: TaobaoPair, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """What the checks would choose, so that they change no order that was just written."""
        chosen_after: list[int] = []
        monkeypatch.setattr(checks, "_save_choices", lambda _doing, choices: chosen_after.extend(choices))
        import_files(desk, files=[pair.orders, pair.lines])
        assert chosen_after == []
        carriers = rows_of(desk.database, "SELECT DISTINCT status = 1, carrier <> '' FROM orders ORDER BY 1")
        assert carriers == [(0, 0), (1, 1)]

    def test_in_either_order_in_one_go_or_two(self, tmp_path: Path, pair: TaobaoPair) -> None:
        ways: list[list[list[Path]]] = [
            [[pair.orders, pair.lines]], [[pair.lines, pair.orders]], [[pair.orders], [pair.lines]],
            [[pair.lines], [pair.orders]],
        ]  # fmt: skip
        found = []
        for number, goes in enumerate(ways):
            (folder := tmp_path / str(number)).mkdir()
            desk = make_desk(folder)
            for files in goes:
                import_files(desk, files=files)
            found.append(content(desk))
        assert found[0] == found[1] == found[2] == found[3]

    def test_again_changes_nothing(self, desk: Desk, pair: TaobaoPair) -> None:
        import_files(desk, files=[pair.orders, pair.lines])
        before = content(desk)
        later = replace(desk, clock=lambda: NOON + 86_400_000)
        for files in ([pair.orders, pair.lines], [pair.lines, pair.orders]):
            done = import_files(later, files=files)
            assert [(r.created, r.updated, r.unchanged) for r in done] == [(0, 0, COUNT)] * 2
        assert content(desk) == before

    def test_the_true_export(self, desk: Desk) -> None:
        (done,) = import_files(desk, files=[TRUE_QIANNIU])
        assert (done.rows, done.created, done.rejected) == (71, 58, [])
        (again,) = import_files(desk, files=[TRUE_QIANNIU])
        assert (again.created, again.updated, again.unchanged) == (0, 0, 58)

    def test_it_can_be_searched_at_once_and_variants_are_learned(self, desk: Desk, pair: TaobaoPair) -> None:
        import_files(desk, files=[pair.lines])
        order = next(made_orders(COUNT))
        assert len(find_order_ids(desk.database, order.order_no)) == 1
        assert find_order_ids(desk.database, order.buyer) == []
        import_files(desk, files=[pair.orders])
        assert len(find_order_ids(desk.database, order.buyer)) == 1
        style = rows_of(desk.database, "SELECT colour, size FROM variant WHERE sku = ?", (order.lines[0].sku,))
        assert style == [tuple(part.split("：")[1] for part in order.lines[0].properties.split(";"))]

    def test_flag_labels_of_the_shop(self, desk: Desk, tmp_path: Path) -> None:
        save_flag_labels(desk, {"加急": "red"})
        save_mapping(
            desk, replace(PLAIN, columns={"order_no": "No", "flag_text": "F"}), header_key=header_key(["No", "F"])
        )
        file = write_csv(
            tmp_path / "f.csv", ["No", "F"], [{"No": "A100001", "F": "加急"}, {"No": "A100002", "F": "蓝色"}]
        )
        import_files(desk, files=[file])
        assert rows_of(desk.database, "SELECT flag FROM orders ORDER BY order_no") == [(1,), (4,)]


class TestShop:
    def test_the_only_one_on_the_platform(self, desk: Desk, pair: TaobaoPair) -> None:
        make_shop(desk, name="抖店", platform=Platform.DOUYIN)
        assert import_files(desk, files=[pair.orders])[0].shop == "一号店"

    def test_none_yet_makes_one(self, tmp_path: Path, pair: TaobaoPair) -> None:
        desk = create_desk(shop_address(tmp_path))
        told: list[frozenset[Changed]] = []
        assert import_files(replace(desk, announce=told.append), files=[pair.orders])[0].shop == "Taobao shop"
        assert told and told[0] >= {Changed.ORDERS, Changed.SHOPS}
        assert rows_of(desk.database, "SELECT name, platform, sample FROM shop") == [("Taobao shop", "taobao", 0)]
        assert rows_of(desk.database, "SELECT action FROM trail WHERE kind = 'shop'") == [("made",)]

    def test_a_name_that_is_taken_is_counted_on(self, tmp_path: Path, pair: TaobaoPair) -> None:
        desk = create_desk(shop_address(tmp_path))
        for name in ("Taobao shop", "Taobao shop 2"):
            make_shop(desk, name=name, platform=Platform.JD)
        assert import_files(desk, files=[pair.orders])[0].shop == "Taobao shop 3"

    def test_several_have_to_be_told_apart(self, desk: Desk, pair: TaobaoPair) -> None:
        make_shop(desk, name="二号店", platform=Platform.TAOBAO)
        before = everything(desk)
        (done,) = import_files(desk, files=[pair.orders])
        assert isinstance(done.error, ShopUnclear)
        assert "一号店, 二号店" in str(done.error)
        assert everything(desk) == before
        (done,) = import_files(desk, files=[pair.orders], wishes=Wishes(shop="二号店"))
        assert (done.shop, done.created) == ("二号店", COUNT)
        assert rows_of(desk.database, "SELECT DISTINCT shop_id FROM orders") == [(2,)]

    def test_a_name_nobody_knows(self, desk: Desk, pair: TaobaoPair) -> None:
        with pytest.raises(NoSuchShop, match=r"called 三号店\. Shops here: 一号店"):
            import_files(desk, files=[pair.orders], wishes=Wishes(shop="三号店"))


class TestNothingDone:
    def test_a_dry_run_counts_the_same_and_changes_nothing(self, desk: Desk, pair: TaobaoPair, tmp_path: Path) -> None:
        half = write_taobao_pair(tmp_path, COUNT // 2)
        import_files(desk, files=[half.orders])
        before = everything(desk)
        tried = import_files(desk, files=[pair.orders, pair.lines], dry_run=True)
        assert everything(desk) == before
        done = import_files(desk, files=[pair.orders, pair.lines])
        assert [(t.created, t.updated, t.unchanged, t.rows) for t in tried] == [
            (d.created, d.updated, d.unchanged, d.rows) for d in done
        ]

    def test_a_dry_run_announces_nothing(self, desk: Desk, pair: TaobaoPair) -> None:
        def announced(_kinds: frozenset[Changed]) -> None:
            raise AssertionError

        import_files(replace(desk, announce=announced), files=[pair.orders], dry_run=True)

    @pytest.mark.parametrize("after", range(0, 9))
    def test_giving_up_at_any_moment_changes_nothing(self, desk: Desk, pair: TaobaoPair, after: int) -> None:
        before, asked = everything(desk), [0]

        def cancelled() -> bool:
            asked[0] += 1
            return asked[0] > after

        try:
            import_files(desk, files=[pair.orders, pair.lines], cancelled=cancelled)
        except Cancelled:
            assert everything(desk) == before
        else:
            assert asked[0] <= after  # nobody gave up in time

    def test_one_bad_file_keeps_no_good_one_out(self, desk: Desk, pair: TaobaoPair, tmp_path: Path) -> None:
        bad = tmp_path / "picture.csv"
        bad.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 500)
        done = import_files(desk, files=[bad, pair.orders, tmp_path / "gone.csv", pair.lines])
        assert [bool(each.error) for each in done] == [True, False, True, False]
        assert all(isinstance(each.error, BadInput) for each in (done[0], done[2]))
        assert done[1].created == COUNT
        assert rows_of(desk.database, "SELECT count(*) FROM import_run") == [(2,)]

    def test_a_file_that_breaks_off_half_way_leaves_nothing(self, desk: Desk, pair: TaobaoPair, tmp_path: Path) -> None:
        large = write_taobao_pair(tmp_path, 600, seed=9)
        half = tmp_path / "half.csv"
        half.write_bytes(large.orders.read_bytes()[:-120])
        before = everything(desk)
        (done,) = import_files(desk, files=[half])
        assert isinstance(done.error, BadInput)
        assert everything(desk) == before
        done, whole = import_files(desk, files=[half, pair.orders])
        assert (done.error is not None, whole.created) == (True, COUNT)
        assert rows_of(desk.database, "SELECT count(*) FROM orders") == [(COUNT,)]


class TestRecord:
    def test_each_file_leaves_a_run_and_a_row_in_the_trail(self, desk: Desk, pair: TaobaoPair) -> None:
        import_files(desk, files=[pair.orders, pair.lines])
        runs = rows_of(
            desk.database, "SELECT file, platform, kind, rows, created, person_id, at FROM import_run ORDER BY id"
        )
        assert runs[0] == (pair.orders.name, "taobao", "orders", COUNT, COUNT, 1, NOON)
        assert runs[1][:5] == (pair.lines.name, "taobao", "lines", pair.line_count, 0)
        assert rows_of(desk.database, "SELECT record_id FROM trail WHERE action = 'import'") == [(1,), (2,)]
        assert first_broken_link(desk.database) is None

    def test_progress_rises_to_the_end(self, desk: Desk, pair: TaobaoPair) -> None:
        told: list[tuple[float, str]] = []
        import_files(desk, files=[pair.orders, pair.lines], progress=lambda part, text: told.append((part, text)))
        parts = [part for part, _ in told]
        assert parts == sorted(parts)
        assert (parts[-1], told[-1][1]) == (1.0, "Bringing the search up to date")
        assert {pair.orders.name, pair.lines.name} < {text for _, text in told}

    def test_bad_rows_are_told_with_their_place(self, desk: Desk, tmp_path: Path) -> None:
        save_mapping(desk, PLAIN, header_key=header_key(["No", "Who", "Sum"]))
        rows = [{"No": "A100001", "Who": "张三", "Sum": "1"}, {"No": "1.2E+18", "Who": "李四", "Sum": "1"}]
        file = write_csv(
            tmp_path / "p.csv", ["No", "Who", "Sum"], [*rows, {"No": "A100003", "Who": "王", "Sum": "many"}]
        )
        (done,) = import_files(desk, files=[file])
        assert [(bad.row, bad.column, bad.value) for bad in done.rejected] == [(3, "No", "1.2E+18"), (4, "Sum", "many")]
        assert (done.rows, done.created) == (3, 1)
        assert rows_of(desk.database, "SELECT rejected FROM import_run") == [(2,)]


class TestMappings:
    def test_remembered_by_header(self, desk: Desk, tmp_path: Path) -> None:
        file = plain_lines(tmp_path)
        assert import_files(desk, files=[file])[0].error is not None
        save_mapping(desk, PLAIN, header_key=header_key(["No", "Who", "Sum"]))
        (done,) = import_files(desk, files=[file])
        assert (done.error, done.created, done.shop) == (None, 2, "My shop")

    def test_by_name(self, desk: Desk, tmp_path: Path) -> None:
        save_mapping(desk, PLAIN, header_key="something else")
        (done,) = import_files(desk, files=[plain_lines(tmp_path)], wishes=Wishes(mapping="plain"))
        assert done.created == 2

    def test_an_unknown_name_refuses_the_whole_action(self, desk: Desk, tmp_path: Path) -> None:
        with pytest.raises(NoSuchMapping, match="called nope"):
            import_files(desk, files=[plain_lines(tmp_path)], wishes=Wishes(mapping="nope"))

    def test_a_newer_one_takes_the_place_of_the_same_header_or_name(self, desk: Desk) -> None:
        save_mapping(desk, PLAIN, header_key="a")
        save_mapping(desk, replace(PLAIN, name="other"), header_key="b")
        shown = list_mappings(desk.database)
        save_mapping(desk, replace(PLAIN, name="plain", amounts_per_line=True), header_key="b", shown=shown)
        (only,) = list_mappings(desk.database)
        assert (only.name, only.header_key, only.amounts_per_line) == ("plain", "b", True)
        assert dict(only.columns) == dict(PLAIN.columns)


@pytest.mark.sqlite_only
def test_the_disk_is_full(desk: Desk, pair: TaobaoPair) -> None:
    from shopdesk.db.errors import DiskFull

    before = everything(desk)
    pages = rows_of(desk.database, "PRAGMA page_count")[0][0]
    rows_of(desk.database, f"PRAGMA max_page_count = {pages}")
    with pytest.raises(DiskFull):
        import_files(desk, files=[pair.orders, pair.lines])
    rows_of(desk.database, "PRAGMA max_page_count = 1000000")
    assert everything(desk) == before
    assert import_files(desk, files=[pair.orders])[0].created == COUNT


def test_work_of_the_driver_is_not_a_files_fault(desk: Desk, pair: TaobaoPair, monkeypatch: pytest.MonkeyPatch) -> None:
    """A shop that can't be read is nothing the next file would mend."""
    from shopdesk.db.errors import Busy

    def busy(*_args: object) -> Callable[[], None]:
        raise Busy(file="shop.db", detail="")

    monkeypatch.setattr(import_shops, "list_shops", busy)
    with pytest.raises(Busy):
        import_files(desk, files=[pair.orders, pair.lines])


class TestServerAway:
    """An import is repeatable, so nobody has to begin it again by hand."""

    @pytest.fixture(autouse=True)
    def look_at_once(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(imports, "_LOOKS_EVERY_S", 0)

    def test_begins_again_when_it_loses_the_server(
        self, desk: Desk, pair: TaobaoPair, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write, told, losses = ImportRun.write, list[str](), iter([True, True])

        def loses_it(run: ImportRun, on_batch: Callable[[Batch], None]) -> Tally:
            done = write(run, on_batch)
            if next(losses, False):
                raise ServerAway(file="shop", detail="")
            return done

        monkeypatch.setattr(ImportRun, "write", loses_it)
        done = import_files(desk, files=[pair.orders], progress=lambda _part, text: told.append(text))
        assert (done[0].created, rows_of(desk.database, "SELECT count(*) FROM import_run")) == (COUNT, [(1,)])
        assert "The server is away. The import begins again by itself." in told

    def test_gives_up_after_a_while(self, desk: Desk, pair: TaobaoPair, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(imports, "AGAIN_WITHIN_S", -1)

        def lost(*_arguments: object) -> Tally:
            raise ServerAway(file="shop", detail="")

        monkeypatch.setattr(ImportRun, "write", lost)
        with pytest.raises(ServerAway):
            import_files(desk, files=[pair.orders])
        assert rows_of(desk.database, "SELECT count(*) FROM orders") == [(0,)]

    @pytest.mark.parametrize("arrived", [True, False])
    def test_looks_whether_it_was_stored_when_nobody_knows(
        self, desk: Desk, pair: TaobaoPair, monkeypatch: pytest.MonkeyPatch, arrived: bool
    ) -> None:
        commit, losses = desk.database.commit, iter([True])

        def lost() -> None:
            if not next(losses, False):
                commit()
                return
            commit() if arrived else desk.database.rollback()
            raise CommitUnknown(server="shop")

        monkeypatch.setattr(desk.database, "commit", lost)
        announced: list[frozenset[Changed]] = []
        done = import_files(replace(desk, announce=announced.append), files=[pair.orders, pair.lines])
        assert [result.created for result in done] == [COUNT, 0]
        assert rows_of(desk.database, "SELECT count(*) FROM import_run") == [(2,)]
        assert len(announced) == 1 and Changed.ORDERS in announced[0]
