"""Printers on Linux, through CUPS: which there are, and handing them a PDF once, never twice.

A printer's offset in millimetres is drawn into the PDF (`papers.render`), so that preview and paper agree.
"""

import os
import re
import subprocess
from collections.abc import Sequence
from typing import NamedTuple

from shopdesk.domain.documents import Paper
from shopdesk.errors import N_, ShopdeskError
from shopdesk.printing.formats import size_mm

_JOB = re.compile(r"request id is (\S+)")


class PrinterStalled(ShopdeskError):
    """The printing system didn't answer in time: whether the job got through is not known."""

    template = N_(
        "Printer {printer} didn't answer within {seconds} s, so {title} may or may not come out. Look at the printer "
        "and its queue first; print again only if nothing is there."
    )


class PrinterRefused(ShopdeskError):
    """The printing system said no; nothing was printed."""

    template = N_(
        "Printer {printer} didn't take {title}: {reason}. Nothing was printed; check the printer and try again."
    )


class NoPrintingSystem(ShopdeskError):
    """There is no CUPS on this machine."""

    template = N_("This computer has no printing system (CUPS). Save the papers as a PDF and print that instead.")


class PrintersUnknown(ShopdeskError):
    """The printing system didn't say which printers there are."""

    template = N_(
        "The printing system didn't say which printers there are: {reason}. Check it and open this list again."
    )


class Printer(NamedTuple):
    """A printer as CUPS names it."""

    name: str
    is_default: bool


def list_printers(timeout: float = 5.0) -> list[Printer]:
    """The printers CUPS knows, the default one first; none where there is no CUPS. Raises PrintersUnknown."""
    try:
        names = _run(["lpstat", "-e"], b"", timeout)
        default = _run(["lpstat", "-d"], b"", timeout).stdout.decode(errors="replace").rpartition(": ")[2].strip()
    except FileNotFoundError:
        return []
    except subprocess.TimeoutExpired as error:
        raise PrintersUnknown(reason=f"{timeout:g} s") from error
    found = names.stdout.decode(errors="replace").split()
    return sorted((Printer(name, name == default) for name in found), key=lambda p: (not p.is_default, p.name))


def send(pdf: bytes, *, printer: str, title: str, paper: Paper, copies: int = 1, timeout: float = 30.0) -> str:
    """Hand `pdf` to a printer once, at its real size; gives the job's name in the queue.

    Raises PrinterRefused when nothing was printed, PrinterStalled when nobody knows, NoPrintingSystem. It never tries
    a second time by itself: whether to print again is for a person to say.
    """
    options = ["-o", f"media={media(paper)}", "-o", "print-scaling=none"]
    command = ["lp", "-d", printer, "-t", title, "-n", str(copies), *options, "-"]
    try:
        done = _run(command, pdf, timeout)
    except FileNotFoundError as error:
        raise NoPrintingSystem() from error
    except subprocess.TimeoutExpired as error:
        raise PrinterStalled(printer=printer, seconds=f"{timeout:g}", title=title) from error
    if done.returncode != 0:
        reason = done.stderr.decode(errors="replace").strip().removeprefix("lp: ").rstrip(".")
        raise PrinterRefused(printer=printer, title=title, reason=reason or f"lp {done.returncode}")
    job = _JOB.search(done.stdout.decode(errors="replace"))
    return job[1] if job else ""


def media(paper: Paper) -> str:
    """The paper's name for CUPS: A4, A5, or a label's size in millimetres."""
    if paper in (Paper.A4, Paper.A4_TWO_UP, Paper.A4_THREE_UP):
        return "A4"
    if paper is Paper.A5:
        return "A5"
    width, height = size_mm(paper)
    return f"Custom.{width:g}x{height:g}mm"


def _run(command: Sequence[str], given: bytes, timeout: float) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        command, input=given, capture_output=True, timeout=timeout, check=False, env={**os.environ, "LC_ALL": "C"}
    )
