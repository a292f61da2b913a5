"""A reply tells nobody who the buyer is, however it is written (REV-05)."""

import pytest

from shopdesk.domain.private_data import Facts, Private, find_private
from tests.bench.bench_review_words import GUARD_RECALL, WANTED, precision, recall, replies
from tests.bench.private_set import AUTHORS

FACTS = Facts(("欧阳小满",), ("13912345678",), ("长乐巷 77 弄 5 号翠苑新村3幢501室",))


def told(text: str, **own: tuple[str, ...]) -> list[tuple[Private, str]]:
    return [(each.kind, each.text) for each in find_private(text, FACTS, **own)]


@pytest.mark.parametrize(
    "written",
    ["13912345678", "１３９１２３４５６７８", "139 1234 5678", "139.1234.5678", "139-1234-5678",
     "一三九一二三四五六七八",
     "1 3 9 1 2 3 4 5 6 7 8", "①③⑨①②③④⑤⑥⑦⑧", "幺三九幺二三四五六七八", "139一二三四5678", "139\u200b1234\u200b5678",
     "壹叁玖壹贰叁肆伍陆柒捌", "139l2345678", "l39I234567８", "❶❸❾❶❷❸❹❺❻❼❽", "⓵⓷⓽⓵⓶⓷⓸⓹⓺⓻⓼", "١٣٩١٢٣٤٥٦٧٨",
     "139🌹1234🌹5678", "139....1234....5678", "139;1234<5678", "139然后1234然后5678", "139一下1234再5678",
     "139哦12345哦678"],
)  # fmt: skip
def test_a_phone_is_found_however_it_is_written(written: str) -> None:
    assert told(f"您的电话{written}打不通") == [(Private.PHONE, written)]


def test_other_peoples_phones_are_found_too() -> None:
    assert told("打 +86 137 0000 1111 或 0571-88887777") == [
        (Private.PHONE, "137 0000 1111"),
        (Private.PHONE, "0571-88887777"),
    ]


def test_a_phone_of_anybody_is_found_beside_other_digits() -> None:
    assert told("第3次打139 0000 1111或057188887777都不通") == [
        (Private.PHONE, "139 0000 1111"), (Private.PHONE, "057188887777"),
    ]  # fmt: skip
    assert told("42 137-0000-1111 3") == [(Private.PHONE, "137-0000-1111")]
    assert told("170 175 180 185，165 70 175") == []


@pytest.mark.parametrize("text", ["王**您好", "王*明", "王小*", "*小明", "王某某", "王🌹小🌹明"])
def test_a_name_is_found_that_is_half_hidden(text: str) -> None:
    assert [each.kind for each in find_private(text, Facts(("王小明",)))] == [Private.NAME]
    assert find_private("大王，**真好**，明天发", Facts(("王小明",))) == ()


@pytest.mark.parametrize("text", ["欧阳小满您好", "欧 阳 小 满", "小满女士", "Ouyang Xiaoman", "收件人：李小明，"])
def test_a_name_is_found(text: str) -> None:
    assert [kind for kind, _text in told(text)] == [Private.NAME]


@pytest.mark.parametrize(
    "text", ["寄到长乐巷77弄5号", "长乐巷７７弄", "翠苑新村的亲", "文三路138号2幢", "团结镇东风村3组"]
)
def test_an_address_is_found(text: str) -> None:
    assert [kind for kind, _text in told(text)] == [Private.ADDRESS]


@pytest.mark.parametrize(
    "text",
    ["订单382111383860001234已发", "订单号 13912345670 的亲", "快递单号YT7453244865603", "很高兴您喜欢", "3号链接五折",
     "杭州的亲",
     "139****5678", "11月22日 13:05 发货", "38码脚长240，身高165", "一三五发货", "二〇二六年新款", "满199减20"],
)  # fmt: skip
def test_what_only_looks_so_is_left_alone(text: str) -> None:
    assert told(text) == []


def test_the_shop_may_tell_its_own_address() -> None:
    text = "请退回文三路138号2幢，电话13700001111"
    assert told(text, own=("13700001111", "杭州市西湖区文三路138号2幢")) == []
    assert len(told(text)) == 2


def test_an_everyday_word_is_a_name_where_somebody_is_called_by_it() -> None:
    facts = Facts(names=("高兴",))
    assert not find_private("很高兴您喜欢", facts)
    assert find_private("高兴先生，您好", facts)


def test_what_the_platform_hid_is_no_clue() -> None:
    facts = Facts(("张*",), ("138****0000",), ("下应街道****",))
    assert find_private("张三的1380000折", facts) == ()


@pytest.mark.parametrize(
    "text", ["加V：abc12345", "加我 abc_12345", "微 信 abc12345", "薇❤信：abc12345", "v x号 abc12345"]
)
def test_an_account_is_found_however_its_service_is_written(text: str) -> None:
    assert [kind for kind, _text in told(text)] == [Private.ACCOUNT]


def test_accounts_and_identity_cards() -> None:
    assert told("加微信 abc12345 或 a.b@example.com") == [
        (Private.ACCOUNT, "abc12345"),
        (Private.ACCOUNT, "a.b@example.com"),
    ]
    assert told("身份证 330106199001011234")[0][0] is Private.ACCOUNT


def test_what_is_said_of_it_tells_no_more() -> None:
    (found,) = find_private("139 1234 5678", FACTS)
    assert (found.masked, found.start, found.end) == ("139****5678", 0, 13)


@pytest.mark.parametrize("name", AUTHORS)
def test_the_guard_on_labelled_replies(name: str) -> None:
    made = replies(name)
    assert recall(made) >= GUARD_RECALL
    assert precision(made) >= WANTED
