"""What the import says to people."""

from pathlib import Path

from shopdesk.commands.importing import ProgressLines
from tests.command_line import new_shop, sample_shop
from tests.platform_files import TRUE_QIANNIU, header, write_csv


def test_a_person_gets_a_line_a_file_and_one_a_rejected_row(tmp_path: Path) -> None:
    shop = new_shop(tmp_path)
    names = header("taobao_ExportOrderList_2017_csv")
    row = {"订单编号": "1.2E+18", "订单状态": "买家已付款，等待卖家发货", "订单创建时间": "2026-06-01 08:00:00"}
    said = shop.done("import", TRUE_QIANNIU, write_csv(tmp_path / "bad.csv", names, [row])).out.splitlines()
    assert said[0] == f"{TRUE_QIANNIU.name} (Taobao shop): 71 rows; 58 new, 0 changed, 0 as before, 0 rejected"
    assert "1 row;" in said[1] and "1 rejected" in said[1]
    assert "row 2, column 订单编号: 1.2E+18" in said[2]


def test_progress_is_told_on_stderr_only_when_asked(tmp_path: Path) -> None:
    shop = new_shop(tmp_path)
    assert shop.done("import", TRUE_QIANNIU).err == ""
    told = shop.done("import", TRUE_QIANNIU, "--progress").err.splitlines()
    assert told[-1].startswith('{"progress":1')


def test_progress_is_told_now_and_then(capsys: object) -> None:
    lines = ProgressLines(wanted=False)
    lines(1.0, "x")


def test_several_shops_on_a_platform_need_a_name(tmp_path: Path) -> None:
    shop = sample_shop(tmp_path)
    assert shop.done("import", TRUE_QIANNIU, "--shop", "云栖鞋坊", "--json").json["files"][0]["created"] == 58


def test_what_was_asked_for_must_fit(tmp_path: Path) -> None:
    shop = new_shop(tmp_path)
    refused = shop("import", TRUE_QIANNIU, "--platform", "jd")
    assert refused.status == 1 and "not like jd" in refused.err
    assert shop("import", TRUE_QIANNIU, "--kind", "reviews").status == 1
    assert shop("import", TRUE_QIANNIU, "--mapping", "none").status == 1
    assert shop("import", TRUE_QIANNIU, "--platform", "ebay").status == 2
