"""Columns of a batch read at once."""

from hypothesis import given
from hypothesis import strategies as st

from shopdesk.domain.statuses import Masking
from shopdesk.importing import plan
from shopdesk.importing.cells import clean
from shopdesk.importing.reasons import Reason
from shopdesk.importing.records import OrderRecord


@given(st.lists(st.text(max_size=8), min_size=1))
def test_a_column_of_text_is_each_cell_cleaned(column: list[str]) -> None:
    assert plan.texts(column) == [clean(text) if text.strip() != text or text else text for text in column]


def test_rows_of_any_length_are_padded_never_shifted() -> None:
    picker = plan.Picker([3, 0])
    assert picker.columns([["a", "b", "c", "d", "e"], ["f", "g"], []]) == {0: ("a", "f", ""), 3: ("d", "", "")}
    assert plan.Picker([1]).columns([["a", "b"], ["c"]]) == {1: ["b", ""]}


def test_the_first_filled_of_several_columns_counts() -> None:
    reader = plan.FieldReader({"sku": ("商家编码", "外部系统编号")}, ["外部系统编号", "商家编码"], plan.Readers())
    assert reader.places == {0, 1}
    assert reader.read({0: ["x", "y", "z"], 1: ["null", "b", ""]}, []) == {"sku": ["x", "b", "z"]}


def test_bad_cells_are_told_by_row_and_column() -> None:
    reader = plan.FieldReader({"goods": ("货款",), "memo": ("备注",)}, ["备注", "货款"], plan.Readers())
    bad: list[plan.Bad] = []
    fields = reader.read({0: ["a", "b", "c"], 1: ["1", "?", "3"]}, bad)
    assert fields == {"goods": [100, None, 300], "memo": ["a", "b", "c"]}
    assert bad == [plan.Bad(1, 1, "?", Reason.NOT_MONEY)]


def test_places_from_whatever_columns_there_are() -> None:
    assert plan.place_columns({"memo": ["x"]}, 1) == {}
    whole = plan.place_columns({"whole_address": ["广东省 广州市 越秀区 示例路1号(510180)"]}, 1)
    assert whole == {
        "province": ["广东省"],
        "city": ["广州市"],
        "district": ["越秀区"],
        "address": ["示例路1号"],
        "postcode": ["510180"],
    }
    apart = plan.place_columns({"province": ["广东省"], "city": ["广州市"]}, 1)
    assert (apart["province"], apart["city"], apart["address"]) == (["广东省"], ["广州市"], [""])


def test_masking_of_a_batch() -> None:
    fields = {"receiver": ["张三", "张**", "##x"], "address": ["示例路", "示例路", "示例路"]}
    assert plan.masking_column(fields, 3) == [Masking.CLEAR, Masking.MASKED, Masking.CIPHER]
    assert plan.masking_column({"receiver": ["张三"]}, 1) == [Masking.CLEAR]


def test_records_have_their_defaults_where_a_file_says_nothing() -> None:
    made = plan.records(OrderRecord, {"order_no": ["1", "2"], "memo": ["a", "b"]}, 2)
    assert made == [OrderRecord("1", memo="a"), OrderRecord("2", memo="b")]
    assert isinstance(made[0], OrderRecord)
