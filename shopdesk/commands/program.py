"""The program itself: which commands there are, and how each run ends."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from itertools import pairwise
from typing import Any, NamedTuple

import click

from shopdesk import __version__
from shopdesk.commands.output import complain, speak_utf8
from shopdesk.commands.session import Session, Windows
from shopdesk.errors import N_, ShopdeskError
from shopdesk.i18n import LANGUAGES, _, sentence, system_language, use_language

DONE, REFUSED, STOPPED = 0, 1, 130
_CANT_WRITE = (errno.EPIPE, errno.ENOSPC, errno.EIO)


class Entry(NamedTuple):
    """Where a command lives; its module is read only when it is used, so that every start is quick."""

    module: str
    name: str
    help: str


COMMANDS = {
    "init": Entry("shops", "init", N_("Make a new shop.")),
    "demo": Entry("demo", "demo", N_("Show a made-up shop; without a screen, write its papers and pictures.")),
    "import": Entry("importing", "take_in", N_("Read the platforms' export files. Reading one again changes nothing.")),
    "today": Entry("today", "today", N_("Tell what is due and late.")),
    "orders": Entry("orders", "orders", N_("List orders.")),
    "register": Entry("registering", "register", N_("Register paid orders under your name.")),
    "order": Entry("manual_orders", "order", N_("Enter orders by hand; note late changes, edit, extend.")),
    "deadlines": Entry("order_changes", "deadlines", N_("List orders that are near the end of a time.")),
    "buyer": Entry("buyers", "buyer", N_("Show buyers and change what is noted about them.")),
    "owed": Entry("buyers", "owed", N_("Say what was promised to buyers, and list it.")),
    "unregister": Entry("registering", "unregister", N_("Take registering back while nothing is printed.")),
    "settle": Entry("settling", "settle", N_("Say which account the money of registered orders came to.")),
    "unsettle": Entry("settling", "unsettle", N_("Take settlements back while nothing is printed.")),
    "settlements": Entry("settling", "settlements", N_("List what came to which account, by day.")),
    "intake": Entry("intake", "intake", N_("Open, match and register what came back; close the day.")),
    "refund": Entry("refunds", "refund", N_("Ask for refunds, approve, pay and list them.")),
    "hold": Entry("registering", "hold", N_("Keep orders from the warehouse until they are released.")),
    "release": Entry("registering", "release", N_("Let orders on hold go on.")),
    "flag": Entry("registering", "flag", N_("Give orders a flag.")),
    "address": Entry("addresses", "address", N_("Compare an order's address with the change its memo asks for.")),
    "print": Entry("papers", "print_", N_("Print papers of orders, boxes and refunds into a PDF file.")),
    "wave": Entry("waves", "wave", N_("Make waves, print them, give them waybills, hand them over.")),
    "slip": Entry("slips", "slip", N_("Ship orders together, split one, stop a parcel, give it a waybill.")),
    "range": Entry("slips", "range_", N_("Keep the number ranges got from carriers.")),
    "evidence": Entry("evidence", "evidence", N_("Keep photos, chat logs and proofs with boxes, cases and refunds.")),
    "products": Entry("products", "products", N_("List products, or take a table of them over: products import FILE.")),
    "pack": Entry("packing", "pack", N_("Pack a parcel: count its pieces, take its weight.")),
    "ship": Entry("packing", "ship", N_("Mark parcels as shipped, or take today's back.")),
    "lists": Entry("packing", "lists", N_("List what went wrong between the packing table and the courier.")),
    "tracking": Entry("tracking", "tracking", N_("Say where parcels are; ask the tracking service.")),
    "claim": Entry("claims", "claim", N_("Keep the register of lost parcels; ask carriers to pay for them.")),
    "intercept": Entry("interceptions", "intercept", N_("Have carriers bring parcels back that are on their way.")),
    "detour": Entry("detours", "detour", N_("Decide about parcels that their carrier can't deliver.")),
    "shortage": Entry("shortages", "shortage", N_("Say whose fault it is that something was missing; make it good.")),
    "weights": Entry("shortages", "weights", N_("List what pieces weigh by packers' parcels; learn it anew.")),
    "shipments": Entry("shipments", "shipments", N_("Say with which numbers a buyer's parcels went out.")),
    "untold": Entry("shipments", "untold", N_("List whose buyer is still to be told that something has left.")),
    "told": Entry("shipments", "told", N_("Mark buyers as told.")),
    "case": Entry("cases", "case", N_("Open after-sales cases, bring them on, call the buyer afterwards.")),
    "review": Entry("reviews", "review", N_("Enter what buyers wrote, follow it up, answer it, close it.")),
    "rating": Entry("own_ratings", "rating", N_("List the buyers we have still to rate, and mark those we have.")),
    "complaint": Entry("complaints", "complaint", N_("Enter complaints; write, approve and send appeals; close them.")),
    "points": Entry("points", "points", N_("Book points for mistakes and merits, dispute, settle and sum them up.")),
    "damage": Entry("damage", "damage", N_("List what can't be sold; send it back to suppliers; sum up the loss.")),
    "repair": Entry("repairs", "repair", N_("Enter repairs, send them to the factory and back to the buyer.")),
    "care": Entry("care_lists", "care", N_("List whom to write to today; note who was; keep the rules.")),
    "scripts": Entry("scripts", "scripts", N_("Find the right words, fill them from an order; keep the library.")),
    "sizes": Entry("sizes", "sizes", N_("Say which size fits and what codes of sizes mean; keep the tables.")),
    "export": Entry("exports", "export", N_("Write a list to a CSV or XLSX file.")),
    "look": Entry("privacy", "look", N_("Show one order's phone and address where they are masked.")),
    "wipe": Entry("privacy", "wipe", N_("Wipe buyers' personal data from old, finished orders.")),
    "user": Entry("users", "user", N_("Say who works here, as what, and with which password.")),
    "backup": Entry("backups", "backup", N_("Copy the shop while others work on it.")),
    "restore": Entry("backups", "restore", N_("Put a backup in the shop's place; what was there is kept beside it.")),
    "copy": Entry("copying", "copy", N_("Copy the whole shop to another file or to a server, and compare every row.")),
    "check": Entry("backups", "check", N_("Look whether the shop's file is sound.")),
    "selftest": Entry("selftest", "selftest", N_("Look whether everything the program needs is there.")),
}


class Text(click.types.StringParamType):
    """A text; bytes that are none, which only names of files may be, are wrong use."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Refuse what Python could not decode."""
        found = super().convert(value, param, ctx)
        if not found.isprintable() and any("\ud800" <= character <= "\udfff" for character in found):
            self.fail(_("{value} is not a text.").format(value=ascii(found)), param, ctx)
        return found


TEXT = Text()
LARGEST = 2**63 - 1
"""The largest number that the database holds."""


def _read_texts(command: click.Command) -> None:
    """Texts and numbers of a command and of those below it are checked."""
    for param in command.params:
        param.type = TEXT if isinstance(param.type, click.types.StringParamType) else param.type
        if isinstance(param.type, click.IntRange) and param.type.max is None:
            param.type = click.IntRange(param.type.min, LARGEST)
    for below in command.commands.values() if isinstance(command, click.Group) else ():
        _read_texts(below)


class Program(click.Group):
    """A group whose commands are read when they are used."""

    session: Session | None = None
    """Which shop it works on, once that is known."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """In the order of a day's work."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, with its help in the language in use."""
        entry = COMMANDS.get(cmd_name)
        if entry is None:
            return None
        command: click.Command = getattr(import_module(f"shopdesk.commands.{entry.module}"), entry.name)
        command.help = _(entry.help)
        _read_texts(command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of `--help`, without reading any command."""
        with formatter.section(_("Commands")):
            formatter.write_dl([(name, _(entry.help)) for name, entry in COMMANDS.items()])


def make_program(windows: Windows) -> Program:
    """The command line, with the ways into the window that it may use."""

    def start(ctx: click.Context, /, database: str, person: str, language: str | None) -> int | None:
        ctx.obj = program.session = Session(database, windows, person.strip())
        return windows.open(database, language or "") if ctx.invoked_subcommand is None else None

    program = Program(
        "shopdesk",
        callback=click.pass_context(start),
        invoke_without_command=True,
        help=_("The desk that a small online shop runs on. Without a command it opens the window."),
        params=_options(),
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    )
    return program


def _options() -> list[click.Parameter]:
    where = _("The shop's file, or its address on a server. The usual one is what the window opens.")
    return [
        click.Option(["--database"], envvar="SHOPDESK_DATABASE", metavar="PATH|URL", default="", help=where),
        click.Option(
            ["--person"],
            type=TEXT,
            envvar="SHOPDESK_PERSON",
            metavar="NAME",
            default="",
            help=_("Who works, where people sign in. The password is asked for, or read from SHOPDESK_PASSWORD."),
        ),
        click.Option(
            ["--language"],
            type=click.Choice(list(LANGUAGES)),
            is_eager=True,
            callback=_speak,
            help=_("The language of texts; the machine's own if left out."),
        ),
        click.Option(
            ["--version"], is_flag=True, is_eager=True, expose_value=False, callback=_say_version, help=_("Say which.")
        ),
    ]


def _speak(_ctx: click.Context, _param: click.Parameter, language: str | None) -> str | None:
    if language:
        use_language(language)
    return language


def _say_version(ctx: click.Context, _param: click.Parameter, wanted: bool) -> None:
    if wanted:
        click.echo(f"shopdesk {__version__}")
        ctx.exit()


def run(arguments: Sequence[str], windows: Windows) -> int:
    """One run of the command line; returns its exit status and never raises."""
    speak_utf8()
    use_language(_asked_language(arguments) or system_language())
    program = make_program(windows)
    try:
        status = program.main(list(arguments), prog_name="shopdesk", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        complain(_("Stopped. Nothing half done was kept."))
        return STOPPED
    except ShopdeskError as error:
        complain(sentence(error))
        return REFUSED
    except OSError as error:
        return _unwritten(error)
    except Exception as error:  # a fault of ours: a report instead of a page of Python
        return _say_damage(program.session) or _report(error)
    return status if isinstance(status, int) else DONE


def _unwritten(error: OSError) -> int:
    """What becomes of a run whose answer can't be written, because nobody reads on or the disk is full."""
    if error.errno not in _CANT_WRITE:
        return _report(error)
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or Python complains once more at its end
    if error.errno != errno.EPIPE:
        complain(_("The answer could not be written: {reason}.").format(reason=error.strerror))
    return REFUSED


def _asked_language(arguments: Sequence[str]) -> str:
    """The language asked for, known before anything is read so that help speaks it as well; "" for none."""
    joined = " ".join(arguments[:4]).replace("=", " ").split()
    return next((code for option, code in pairwise(joined) if option == "--language" and code in LANGUAGES), "")


def _say_damage(session: Session | None) -> int:
    """Where a shop's file is damaged, its values are of kinds that no program expects, and that is what to say."""
    from shopdesk.services.damage import find_damage

    damage = find_damage(session.where) if session is not None else None
    if damage is None:
        return DONE
    complain(sentence(damage))
    return REFUSED


def _report(error: Exception) -> int:
    from shopdesk.commands.fault_reports import write_report

    complain(
        _("shopdesk met a fault of its own ({error}). Nothing half done was kept.").format(error=type(error).__name__)
    )
    file = write_report(error)
    if file is not None:
        complain(_("Please send this report to its makers; phone numbers are masked: {file}").format(file=file))
    return REFUSED
