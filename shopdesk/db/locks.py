"""Locks between programs: a file that one program holds, which lets go of it however it ends."""

import os
import sys
from contextlib import suppress
from pathlib import Path

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


class FileLock:
    """A file with the process's number in it, held until `free`, or until the program is gone, killed or not."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._handle = -1

    def take(self) -> bool:
        """Whether it is ours now; False where another program has it. Raises OSError where there is no such folder."""
        handle = os.open(self.file, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o666)
        try:
            _lock(handle)
        except OSError:
            os.close(handle)
            return False
        self._handle = handle
        with suppress(OSError):  # a full disk: only people read it
            os.ftruncate(handle, 0)
            os.lseek(handle, 0, os.SEEK_SET)
            os.write(handle, str(os.getpid()).encode())
        return True

    def free(self, *, remove: bool = False) -> None:
        """Let go of it."""
        handle, self._handle = self._handle, -1
        if handle < 0:
            return
        if remove and sys.platform != "win32":
            self.file.unlink(missing_ok=True)  # while it is ours, so that nobody else's goes
        os.close(handle)
        if remove and sys.platform == "win32":
            self.file.unlink(missing_ok=True)


def _lock(handle: int) -> None:
    """Raises OSError where it is held."""
    if sys.platform == "win32":
        os.lseek(handle, 1 << 20, os.SEEK_SET)  # beyond what is in it, which stays readable
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
    else:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
