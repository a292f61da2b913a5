"""A stand-in for Kuaidi100 that follows its documentation: signature, answers, error codes, the half hour's lock."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from hashlib import md5
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

CUSTOMER, KEY = "8A5F0ABCDEF", "invented01"


def event(time: str, context: str, status: str = "在途", place: str = "") -> dict[str, Any]:
    """One row of `data`."""
    return {
        "time": time,
        "ftime": time,
        "context": context,
        "areaCode": "CN330100",
        "areaName": place,
        "status": status,
    }


def found(waybill: str, *events: dict[str, Any], state: str = "0", com: str = "yuantong") -> dict[str, Any]:
    """A good answer."""
    told = {"message": "ok", "state": state, "status": "200", "condition": "F00", "ischeck": str(int(state == "3"))}
    return {**told, "com": com, "nu": waybill, "data": list(events)}


def failed(code: str, message: str) -> dict[str, Any]:
    """A documented refusal."""
    return {"result": False, "returnCode": code, "message": message}


@dataclass
class StandIn:
    """What the server answers, by number; without an entry, that it knows nothing."""

    address: str = ""
    parcels: dict[str, dict[str, Any]] = field(default_factory=dict)
    raw: bytes | None = None
    """Answered to everything instead."""
    status: int = 200
    delay_s: float = 0
    headers: dict[str, str] = field(default_factory=dict)
    asked: list[dict[str, Any]] = field(default_factory=list)
    locks: bool = True
    """Whether a number that is asked about twice is locked, as it is for half an hour."""
    key: str = KEY

    def answer(self, form: dict[str, list[str]]) -> bytes:
        """What it says to a question."""
        if self.raw is not None:
            return self.raw
        return json.dumps(self._answer(form), ensure_ascii=False).encode()

    def _answer(self, form: dict[str, list[str]]) -> dict[str, Any]:
        param, sign, customer = (form[name][0] for name in ("param", "sign", "customer"))
        if sign != md5(f"{param}{self.key}{CUSTOMER}".encode()).hexdigest().upper() or customer != CUSTOMER:
            return failed("503", "验证签名失败")
        asked = json.loads(param)
        before = [each["num"] for each in self.asked]
        self.asked.append(asked)
        if asked["com"] == "shunfeng" and len(asked.get("phone", "")) < 4:
            return failed("408", "验证码错误")
        if self.locks and asked["num"] in before:
            return failed("501", "单号被锁定")
        return self.parcels.get(asked["num"], failed("500", "查询无结果，请隔段时间再查"))


@contextmanager
def kuaidi_server() -> Iterator[StandIn]:
    """A server on this machine for the time of a test."""
    stand_in = StandIn()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode("ascii")
            told = stand_in.answer(parse_qs(body))
            time.sleep(stand_in.delay_s)
            with suppress(OSError):  # whoever asked has gone
                self.send_response(stand_in.status)
                for name, value in stand_in.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(told)

        def log_message(self, *_args: object) -> None:
            """Tests are quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    stand_in.address = f"http://127.0.0.1:{server.server_address[1]}/poll/query.do"
    try:
        yield stand_in
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
