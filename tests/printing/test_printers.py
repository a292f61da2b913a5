"""Printers: one hand-over, never a second by itself. `lp` and `lpstat` are stand-ins that note what they were given."""

import os
import stat
from pathlib import Path

import pytest

from shopdesk.domain.documents import Paper
from shopdesk.i18n import sentence
from shopdesk.printing.printers import (
    NoPrintingSystem,
    Printer,
    PrinterRefused,
    PrinterStalled,
    PrintersUnknown,
    list_printers,
    media,
    send,
)


class Cups:
    """A folder of stand-ins at the head of the PATH."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.noted = folder / "noted"

    def put(self, name: str, script: str) -> None:
        file = self.folder / name
        file.write_text(f'#!/bin/sh\ncd "{self.folder}"\n{script}\n')
        file.chmod(file.stat().st_mode | stat.S_IEXEC)

    def calls(self) -> list[str]:
        return self.noted.read_text().splitlines() if self.noted.exists() else []


@pytest.fixture
def cups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Cups:
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}/usr/bin{os.pathsep}/bin")
    return Cups(tmp_path)


NOTE = 'for a in "$@"; do printf "%s|" "$a" >> noted; done; echo >> noted; cat > given;'


def test_a_job_goes_out_once_with_its_title_and_paper(cups: Cups) -> None:
    cups.put("lp", NOTE + 'echo "request id is label-42 (1 file(s))"')
    job = send(b"%PDF-x", printer="label", title="发货单 $(id) 3", paper=Paper.LABEL_100X150, copies=2)
    assert job == "label-42"
    assert cups.calls() == ["-d|label|-t|发货单 $(id) 3|-n|2|-o|media=Custom.100x150mm|-o|print-scaling=none|-|"]
    assert (cups.folder / "given").read_bytes() == b"%PDF-x"


def test_a_stalled_printer_is_reported_and_not_asked_again(cups: Cups) -> None:
    cups.put("lp", NOTE + "exec sleep 20")
    with pytest.raises(PrinterStalled) as stalled:
        send(b"%PDF-x", printer="label", title="slips", paper=Paper.A4, timeout=0.4)
    assert len(cups.calls()) == 1
    assert "label" in sentence(stalled.value)
    assert "0.4" in sentence(stalled.value)


def test_a_refusal_carries_the_printers_own_reason(cups: Cups) -> None:
    cups.put("lp", 'cat > /dev/null; echo "lp: The printer or class does not exist." >&2; exit 1')
    with pytest.raises(PrinterRefused) as refused:
        send(b"%PDF-x", printer="gone", title="slips", paper=Paper.A5)
    assert "The printer or class does not exist." in sentence(refused.value)


def test_without_cups_there_are_no_printers_and_nothing_is_sent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert list_printers() == []
    with pytest.raises(NoPrintingSystem):
        send(b"%PDF-x", printer="label", title="slips", paper=Paper.A5)


def test_printers_are_listed_with_the_default_first(cups: Cups) -> None:
    cups.put(
        "lpstat", 'if [ "$1" = -e ]; then printf "a4\\nlabel\\n"; else echo "system default destination: label"; fi'
    )
    assert list_printers() == [Printer("label", True), Printer("a4", False)]


def test_no_default_printer_is_fine(cups: Cups) -> None:
    cups.put("lpstat", 'if [ "$1" = -e ]; then echo a4; else echo "no system default destination"; fi')
    assert list_printers() == [Printer("a4", False)]


def test_a_printing_system_that_does_not_answer_is_said_so(cups: Cups) -> None:
    cups.put("lpstat", "exec sleep 20")
    with pytest.raises(PrintersUnknown):
        list_printers(timeout=0.3)


@pytest.mark.parametrize(
    ("paper", "name"),
    [
        (Paper.A4, "A4"), (Paper.A4_TWO_UP, "A4"), (Paper.A4_THREE_UP, "A4"), (Paper.A5, "A5"),
        (Paper.LABEL_76X130, "Custom.76x130mm"), (Paper.LABEL_100X180, "Custom.100x180mm"),
    ],
)  # fmt: skip
def test_papers_have_names_that_cups_knows(paper: Paper, name: str) -> None:
    assert media(paper) == name
