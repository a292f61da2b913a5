"""A disk that is full: a small file system of the calling process's own, gone with it.

Where the system allows none, files can't grow beyond a limit, which programs meet as a full disk by another name.
"""

import ctypes
import os
import resource
from pathlib import Path

_NEW_MOUNTS, _NEW_USER = 0x00020000, 0x10000000
_READ_ONLY, _REMOUNT, _BIND, _PRIVATE = 1, 32, 1 << 12, (1 << 18) | (1 << 14)
_KB = 1024
WIDE = 512 << 20


class SmallDisk:
    """The folder of a disk in which only so much fits. For a child process: the whole process sees it."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(exist_ok=True)
        self.folder = folder
        self.is_real = _own_mounts() and _mount(folder, WIDE)

    def leave(self, room: int) -> None:
        """Leave so many bytes free."""
        if self.is_real:
            found = os.statvfs(self.folder)
            used = (found.f_blocks - found.f_bfree) * found.f_frsize
            assert _mount(self.folder, used + room, again=True)
        else:
            largest = max((file.stat().st_size for file in self.folder.rglob("*") if file.is_file()), default=0)
            _limit(largest // 2 + room)

    def free(self) -> None:
        """Make room again."""
        if self.is_real:
            assert _mount(self.folder, WIDE, again=True)
        else:
            _limit(resource.RLIM_INFINITY)


def _limit(size: int) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


def _mount(folder: Path, size: int, *, again: bool = False) -> bool:
    libc = ctypes.CDLL(None, use_errno=True)
    options = f"size={max(size, 4 * _KB) // _KB}k".encode()
    return bool(libc.mount(b"none", os.fsencode(folder), b"tmpfs", _REMOUNT if again else 0, options) == 0)


def _own_mounts() -> bool:
    """Whether this process can have file systems that nobody else sees."""
    libc = ctypes.CDLL(None, use_errno=True)
    user, group = os.getuid(), os.getgid()
    if libc.unshare(_NEW_MOUNTS) != 0:
        if libc.unshare(_NEW_USER | _NEW_MOUNTS) != 0:
            return False
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"0 {user} 1")
        Path("/proc/self/gid_map").write_text(f"0 {group} 1")
    return bool(libc.mount(b"none", b"/", None, _PRIVATE, None) == 0)


def make_read_only(folder: Path) -> bool:
    """Let this process see a folder as a drive that can't be written; False where the system doesn't allow it."""
    if not _own_mounts():
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    path = os.fsencode(folder)
    bound = libc.mount(path, path, None, _BIND, None) == 0
    return bool(bound and libc.mount(None, path, None, _BIND | _REMOUNT | _READ_ONLY, None) == 0)
