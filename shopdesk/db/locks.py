"""Locks between programs: a file that one program holds, which lets go of it however it ends."""

import os
import sys
from pathlib import Path
from typing import IO

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


class FileLock:
    """A file with the process's number in it, held until `free`, or until the program is gone, killed or not."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._held: IO[bytes] | None = None

    def take(self) -> bool:
        """Whether it is ours now; False where another program has it. Raises OSError where there is no such folder."""
        held = self.file.open("ab+")
        try:
            _lock(held.fileno())
        except OSError:
            held.close()
            return False
        held.seek(0)
        held.truncate()
        held.write(str(os.getpid()).encode())
        held.flush()
        self._held = held
        return True

    def free(self, *, remove: bool = False) -> None:
        """Let go of it."""
        held, self._held = self._held, None
        if held is None:
            return
        if remove and sys.platform != "win32":
            self.file.unlink(missing_ok=True)  # while it is ours, so that nobody else's goes
        held.close()
        if remove and sys.platform == "win32":
            self.file.unlink(missing_ok=True)


def _lock(handle: int) -> None:
    """Raises OSError where it is held."""
    if sys.platform == "win32":
        os.lseek(handle, 1 << 20, os.SEEK_SET)  # beyond what is in it, which stays readable
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
    else:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
