"""Kuaidi100: asked by form with a signature, and what it sends by itself (SHP-08).

Written by its documentation (api.kuaidi100.com/document): POST of customer, sign and param to poll/query.do, sign =
MD5(param + key + customer) in capitals. It locks a number that is asked about twice within half an hour.
"""

import json
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import md5
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.parse import parse_qs, urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from shopdesk.domain.tracking import Event, Failure, Status
from shopdesk.domain.tracking_times import read_moment
from shopdesk.domain.tracking_words import meaning, status_named
from shopdesk.domain.waybills import fits, fold_waybill
from shopdesk.tracking.protocol import Answer, NotAPush, Question

ADDRESS = "https://poll.kuaidi100.com/poll/query.do"
TIMEOUT_S = 15
_LARGEST = 2_000_000
"""Bytes; no parcel has that much to tell."""
_PART = 65_536
_LONGEST = 1_000
"""Characters of one event that are kept."""
_MOST_EVENTS = 1_000
_UNSHOWN = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]+")
"""What turns a line round or steers a terminal, and halves of characters and zeros, which no database keeps."""

CODES: Mapping[str, str] = {
    "圆通": "yuantong",
    "中通": "zhongtong",
    "申通": "shentong",
    "韵达": "yunda",
    "极兔": "jtexpress",
    "顺丰": "shunfeng",
    "EMS": "ems",
    "邮政": "youzhengguonei",
    "京东": "jd",
    "德邦": "debangkuaidi",
}
"""What it calls carriers, by a word in their names."""
_WANT_PHONE = frozenset({"shunfeng", "zhongtong"})

_STATES: Mapping[str, Status] = {
    "0": Status.MOVING, "1": Status.TAKEN, "2": Status.TROUBLE, "3": Status.SIGNED, "4": Status.RETURNED,
    "5": Status.DELIVERING, "6": Status.RETURNING, "7": Status.FORWARDED, "8": Status.MOVING, "10": Status.MOVING,
    "11": Status.MOVING, "12": Status.MOVING, "13": Status.TROUBLE, "14": Status.REFUSED,
}  # fmt: skip
"""What its `state` says of the newest event."""
_FAILURES: Mapping[str, Failure] = {
    "400": Failure.NOT_FOUND,  # no carrier by that code
    "408": Failure.NOT_FOUND,  # the carrier wants another phone number
    "500": Failure.NOT_FOUND,
    "501": Failure.BUSY,
    "502": Failure.BUSY,
    "503": Failure.REFUSED,  # the signature is wrong
    "601": Failure.REFUSED,  # the key has run out
}
_HTTP: Mapping[int, Failure] = {401: Failure.REFUSED, 403: Failure.REFUSED, 429: Failure.BUSY}


class _NoRedirects(HTTPRedirectHandler):
    """It answers where it is asked; whoever sends us elsewhere is somebody else."""

    def redirect_request(self, *_args: Any, **_more: Any) -> None:
        return None


@dataclass(frozen=True)
class Kuaidi100:
    """An account there."""

    customer: str
    key: str = field(repr=False)
    codes: Mapping[str, str]
    """The shop's own: carrier to code."""
    address: str = ADDRESS
    timeout_s: float = TIMEOUT_S
    shortest_wait_s: int = 30 * 60
    pause_s: float = 1.0

    def ask(self, question: Question) -> Answer:
        """What it knows of a parcel now."""
        code = code_of(question.carrier, self.codes)
        if not code:
            return Answer(question.waybill, failure=Failure.NOT_FOUND, detail=question.carrier)
        param = {"com": code, "num": question.waybill, "resultv2": "1", "show": "0", "order": "desc"}
        if code in _WANT_PHONE and question.phone_end:
            param["phone"] = question.phone_end
        return self._answer(question.waybill, json.dumps(param, ensure_ascii=False, separators=(",", ":")))

    def _answer(self, waybill: str, param: str) -> Answer:
        try:
            told = json.loads(self._post(param))
        except HTTPError as error:
            failure = _HTTP.get(error.code, Failure.AWAY)
            error.close()
            return Answer(waybill, failure=failure, detail=f"HTTP {error.code}")
        except (OSError, HTTPException) as error:  # no network, no answer in time, cut off
            return Answer(waybill, failure=Failure.AWAY, detail=type(error).__name__)
        except (ValueError, RecursionError):
            return Answer(waybill, failure=Failure.NONSENSE)
        return read_answer(told, waybill)

    def _post(self, param: str) -> bytes:
        sign = sign_of(param, self.key, self.customer)
        body = urlencode({"customer": self.customer, "sign": sign, "param": param}).encode("ascii")
        request = Request(self.address, body, {"Content-Type": "application/x-www-form-urlencoded"})
        if urlsplit(self.address).scheme not in ("http", "https"):
            raise OSError(self.address)
        until = time.monotonic() + self.timeout_s
        told = bytearray()
        with build_opener(_NoRedirects()).open(request, timeout=self.timeout_s) as answer:
            while part := answer.read1(_PART):
                told += part
                if len(told) > _LARGEST:
                    raise ValueError(len(told))
                if time.monotonic() > until:  # a drop now and then would keep us forever
                    raise TimeoutError
        return bytes(told)


def sign_of(param: str, key: str, customer: str) -> str:
    """The signature of a question."""
    return md5(f"{param}{key}{customer}".encode(), usedforsecurity=False).hexdigest().upper()


def code_of(carrier: str, codes: Mapping[str, str]) -> str:
    """What it calls a carrier; "" where nobody knows."""
    if carrier in codes:
        return codes[carrier].strip().lower()
    return next((code for word, code in CODES.items() if word in carrier.upper()), "")


def read_answer(told: Any, waybill: str) -> Answer:
    """Its answer about one parcel. What is about another, or can't be read, is nonsense: nothing of it may be kept."""
    if not isinstance(told, dict):
        return Answer(waybill, failure=Failure.NONSENSE)
    code = str(told.get("returnCode") or told.get("status") or "")
    if code != "200":
        detail = _plain(str(told.get("message") or code))
        return Answer(waybill, failure=_FAILURES.get(code, Failure.NONSENSE), detail=detail)
    if fold_waybill(str(told.get("nu") or "")) != fold_waybill(waybill):
        return Answer(waybill, failure=Failure.NONSENSE, detail=_plain(str(told.get("nu"))))
    try:
        events = _events(told)
    except (ValueError, TypeError, KeyError, OverflowError):
        return Answer(waybill, failure=Failure.NONSENSE)
    failure = Failure.NONE if events else Failure.NOT_FOUND
    return Answer(waybill, events, failure, carrier=_carrier(told))


def _events(told: Mapping[str, Any]) -> tuple[Event, ...]:
    """Raises ValueError, TypeError, KeyError for what is none."""
    rows = told.get("data") or []
    if not isinstance(rows, list) or len(rows) > _MOST_EVENTS:
        raise ValueError
    events = [_event(row) for row in rows]
    newest = max(range(len(events)), key=lambda place: events[place].at, default=None)
    state = _STATES.get(str(told.get("state")), Status.UNKNOWN)
    if newest is not None and events[newest].status in (Status.UNKNOWN, Status.MOVING) and state is not Status.UNKNOWN:
        events[newest] = events[newest]._replace(status=meaning(events[newest].said, state))
    return tuple(events)


def _event(row: Mapping[str, Any]) -> Event:
    said = _words(row["context"])
    at = read_moment(str(row.get("ftime") or row["time"]))
    return Event(at, said, _words(row.get("areaName")), meaning(said, status_named(_name(row))))


def _words(told: Any) -> str:
    """Raises TypeError for what is none."""
    if told is not None and not isinstance(told, str):
        raise TypeError
    return _plain(told or "")


def _plain(text: str) -> str:
    return _UNSHOWN.sub(" ", text[:_LONGEST]).strip()


def _name(row: Mapping[str, Any]) -> str:
    return str(row.get("status") or "")


def _carrier(told: Mapping[str, Any]) -> str:
    """Its code as people call the carrier; the code itself where nobody knows."""
    code = _plain(str(told.get("com") or ""))
    return next((word for word, each in CODES.items() if each == code), code)


def read_push(text: str, file: str = "-") -> Answer:
    """What it sends by itself when something is new: the JSON, or the form it came in. Raises NotAPush."""
    told = _pushed(text.strip(), file)
    result = told.get("lastResult")
    if not isinstance(result, dict):
        raise _not_a_push(file, "lastResult")
    waybill = fold_waybill(str(result.get("nu") or ""))
    if not fits(waybill, ""):
        raise _not_a_push(file, "nu")
    is_over = str(told.get("status")) in ("shutdown", "abort")
    if not result.get("data"):
        detail = _plain(str(told.get("message") or result.get("message") or ""))
        return Answer(waybill, failure=Failure.NOT_FOUND, detail=detail, is_over=is_over)
    answer = read_answer({**result, "status": "200", "returnCode": ""}, waybill)
    if answer.failure is not Failure.NONE:
        raise _not_a_push(file, "data")
    return Answer(waybill, answer.events, carrier=answer.carrier, is_over=is_over)


def _pushed(text: str, file: str) -> dict[str, Any]:
    if text.startswith(("param=", "sign=")):
        text = "".join(parse_qs(text).get("param", ()))
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        raise _not_a_push(file, "JSON") from None
    if not isinstance(told, dict):
        raise _not_a_push(file, "JSON")
    return told


def _not_a_push(file: str, reason: str) -> NotAPush:
    return NotAPush(file=file, service="Kuaidi100", reason=reason)
