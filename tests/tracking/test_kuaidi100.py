"""Kuaidi100 against a server that follows its documentation (SHP-08)."""

import json
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest

from shopdesk.clock import iso
from shopdesk.domain.tracking import Failure, Status
from shopdesk.tracking.kuaidi100 import Kuaidi100, code_of, read_answer, read_push, sign_of
from shopdesk.tracking.protocol import NotAPush, Question
from tests.kuaidi_server import CUSTOMER, KEY, StandIn, event, failed, found, kuaidi_server

YT = "YT1234567890123"
ASK = Question(YT, "圆通速递", "4321")
WAY = (
    event("2026-11-20 18:00:00", "您的快件已签收,签收人:本人", "签收", "北京"),
    event("2026-11-20 08:00:00", "正在派件", "派件", "北京"),
    event("2026-11-18 20:00:00", "【杭州】已揽收", "揽收", "浙江,杭州市"),
)


@pytest.fixture
def server() -> Iterator[StandIn]:
    with kuaidi_server() as stand_in:
        yield stand_in


def ask(server: StandIn, question: Question = ASK, *, key: str = KEY, timeout_s: float = 5) -> tuple[Failure, str]:
    answer = Kuaidi100(CUSTOMER, key, {}, server.address, timeout_s).ask(question)
    assert answer.waybill == question.waybill
    return answer.failure, answer.detail


def test_what_it_tells_of_a_parcel(server: StandIn) -> None:
    server.parcels[YT] = found(YT, *WAY, state="3")
    answer = Kuaidi100(CUSTOMER, KEY, {}, server.address).ask(ASK)
    assert answer.failure is Failure.NONE
    assert [(each.status, iso(each.at), each.place) for each in answer.events] == [
        (Status.SIGNED, "2026-11-20T18:00:00+08:00", "北京"),
        (Status.DELIVERING, "2026-11-20T08:00:00+08:00", "北京"),
        (Status.TAKEN, "2026-11-18T20:00:00+08:00", "浙江,杭州市"),
    ]
    assert server.asked == [{"com": "yuantong", "num": YT, "resultv2": "1", "show": "0", "order": "desc"}]


def test_of_a_buyer_only_the_end_of_a_phone_is_sent_and_only_where_the_carrier_wants_it(server: StandIn) -> None:
    sf = "SF1234567890123"
    server.parcels[sf] = found(sf, WAY[2], com="shunfeng")
    assert ask(server, Question(sf, "顺丰速运", ""))[0] is Failure.NOT_FOUND  # 408
    server.asked.clear()
    assert ask(server, Question(sf, "顺丰速运", "4321"))[0] is Failure.NONE
    assert server.asked[0]["phone"] == "4321"


def test_a_number_that_is_asked_about_too_often_is_locked(server: StandIn) -> None:
    server.parcels[YT] = found(YT, *WAY)
    assert ask(server)[0] is Failure.NONE
    assert ask(server) == (Failure.BUSY, "单号被锁定")


def test_its_key_stands_in_no_message(server: StandIn) -> None:
    assert KEY not in repr(Kuaidi100(CUSTOMER, KEY, {}, server.address))


def test_a_wrong_key_is_refused(server: StandIn) -> None:
    assert ask(server, key="wrong") == (Failure.REFUSED, "验证签名失败")


@pytest.mark.parametrize(
    ("code", "failure"),
    [("400", Failure.NOT_FOUND), ("500", Failure.NOT_FOUND), ("501", Failure.BUSY), ("502", Failure.BUSY),
     ("503", Failure.REFUSED), ("601", Failure.REFUSED), ("999", Failure.NONSENSE)],
)  # fmt: skip
def test_documented_refusals(server: StandIn, code: str, failure: Failure) -> None:
    server.parcels[YT] = failed(code, "说明")
    assert ask(server) == (failure, "说明")


@pytest.mark.parametrize(
    ("status", "failure"),
    [(500, Failure.AWAY), (502, Failure.AWAY), (403, Failure.REFUSED), (429, Failure.BUSY), (302, Failure.AWAY)],
)
def test_what_the_web_says(server: StandIn, status: int, failure: Failure) -> None:
    server.status = status
    server.headers = {"Location": "http://127.0.0.1:9/elsewhere"} if status == 302 else {}
    assert ask(server)[0] is failure


@pytest.mark.parametrize(
    "raw",
    [
        b"", b"<html>busy</html>", b"[]", b"null", b"{", b"[" * 100_000, b"\xff\xfe",
        json.dumps({**found(YT), "data": "?"}).encode(),
        json.dumps({**found(YT), "data": [{"time": "2026-11-20 08:00:00"}]}).encode(),
        json.dumps({**found(YT), "data": [event("yesterday", "到达")]}).encode(),
        json.dumps({**found(YT), "data": [event("2026-13-20 08:00:00", "到达")]}).encode(),
        json.dumps({**found(YT), "data": ["到达"]}).encode(),
        json.dumps({**found(YT), "data": [{**WAY[0], "context": {"zh": "到达"}}]}).encode(),
        json.dumps({**found(YT), "data": [{**WAY[0], "areaName": ["北京"]}]}).encode(),
        json.dumps(found("YT0000000000000", *WAY)).encode(),
        json.dumps({**found(YT), "data": [WAY[0]] * 1_001}).encode(),
        b'"' + b"x" * 2_000_001 + b'"',
    ],
)  # fmt: skip
def test_nonsense_is_kept_out(server: StandIn, raw: bytes) -> None:
    server.raw = raw
    assert ask(server)[0] is Failure.NONSENSE


def test_what_no_database_keeps_and_no_line_shows_is_left_out(server: StandIn) -> None:
    odd = event("2026-11-20 08:00:00", "到达\x00北京\ud800\u202e", place="\x1b[31m北京\x00")
    server.parcels[YT] = {**found(YT, odd, {**odd, "context": None}), "com": "abc\x00"}
    server.raw = json.dumps(server.parcels[YT]).encode()
    answer = Kuaidi100(CUSTOMER, KEY, {}, server.address).ask(ASK)
    assert [(each.said, each.place) for each in answer.events] == [("到达 北京", "[31m北京"), ("", "[31m北京")]
    assert answer.carrier == "abc"
    server.raw = json.dumps(failed("503", "签名\x00\ud800错误")).encode()
    assert ask(server) == (Failure.REFUSED, "签名 错误")


def test_no_answer_in_time(server: StandIn) -> None:
    server.delay_s = 1
    assert ask(server, timeout_s=0.2)[0] is Failure.AWAY


def test_nobody_there() -> None:
    assert Kuaidi100(CUSTOMER, KEY, {}, "http://127.0.0.1:9/poll", 1).ask(ASK).failure is Failure.AWAY
    assert Kuaidi100(CUSTOMER, KEY, {}, "file:///etc/hostname", 1).ask(ASK).failure is Failure.AWAY


def test_a_carrier_that_nobody_knows_is_not_asked_about(server: StandIn) -> None:
    assert ask(server, Question(YT, "某某物流")) == (Failure.NOT_FOUND, "某某物流")
    assert server.asked == []
    assert code_of("某某物流", {"某某物流": "MouMou"}) == "moumou"
    assert (code_of("中国邮政", {}), code_of("ems", {})) == ("youzhengguonei", "ems")


def test_nothing_told_yet_is_not_found() -> None:
    assert read_answer(found(YT), YT).failure is Failure.NOT_FOUND


def test_the_signature_is_that_of_the_documentation() -> None:
    assert sign_of("{}", "key", "customer") == "6257A4EFFEFC61CD6E6AAB84C0F74513"


def push(**changes: object) -> str:
    told = {"status": "polling", "billstatus": "got", "message": "", "lastResult": found(YT, *WAY, state="3")}
    return json.dumps({**told, **changes}, ensure_ascii=False)


def test_what_it_sends_by_itself() -> None:
    answer = read_push(push(status="shutdown"))
    assert (answer.waybill, len(answer.events), answer.is_over, answer.carrier) == (YT, 3, True, "圆通")
    form = urlencode({"sign": "0" * 32, "param": push()})
    assert read_push(form).events == answer.events


def test_a_number_that_it_gives_up() -> None:
    told = {"message": "3天查询无记录", "nu": YT, "com": "yuantong", "data": []}
    answer = read_push(push(status="abort", message="3天查询无记录", lastResult=told))
    assert (answer.failure, answer.is_over, answer.detail) == (Failure.NOT_FOUND, True, "3天查询无记录")


@pytest.mark.parametrize(
    "text",
    ["", "hello", "[]", "{}", push(lastResult=None), push(lastResult={"nu": "?"}),
     push(lastResult={**found(YT), "data": [{"context": 1}]})],
)  # fmt: skip
def test_what_is_no_push(text: str) -> None:
    with pytest.raises(NotAPush):
        read_push(text)
