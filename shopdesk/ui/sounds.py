"""Right and wrong, heard across the room. Qt's own player isn't among our parts, so the system's plays the file; where
there is none the bell rings, and where there is no bell the colours must do."""

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, QTimer
from PySide6.QtWidgets import QApplication

from shopdesk.paths import resources
from shopdesk.ui.side_panel import SettingsStore

MUTED = "packing.muted"
BETWEEN_BEEPS = 180
"""Milliseconds between the beeps that stand in for the sound of wrong."""
_PLAYERS = (("pw-play",), ("paplay",), ("aplay", "-q"), ("afplay",))


def play_file(file: Path) -> bool:
    """Begin to play a sound; False where nothing here plays one. What the player complains about is nobody's."""
    if sys.platform == "win32":
        import winsound

        try:
            winsound.PlaySound(str(file), winsound.SND_FILENAME | winsound.SND_ASYNC | winsound.SND_NODEFAULT)
        except RuntimeError:
            return False
        return True
    player = next((found for found in _PLAYERS if shutil.which(found[0])), None)
    if player is None or not file.is_file():
        return False
    process = QProcess()
    process.setProgram(player[0])
    process.setArguments([*player[1:], str(file)])
    process.setStandardOutputFile(QProcess.nullDevice())
    process.setStandardErrorFile(QProcess.nullDevice())
    began: object = process.startDetached()
    return began is True or (isinstance(began, tuple) and bool(began[0]))  # as the PySide6 release has it


class Sounds(QObject):
    """The two sounds; muted on this PC if wanted."""

    def __init__(
        self, settings: SettingsStore, parent: QObject | None = None, play: Callable[[Path], bool] = play_file
    ) -> None:
        super().__init__(parent)
        self._settings, self._play = settings, play

    @property
    def muted(self) -> bool:
        """Whether this PC is to be quiet."""
        return bool(self._settings.get(MUTED, False))

    def mute(self, muted: bool) -> None:
        """Be quiet from now on, or no longer; raises OutputFailed."""
        self._settings.set(MUTED, muted)

    def right(self) -> None:
        """Short and high."""
        if not self.muted and not self._play(resources() / "sounds" / "right.wav"):
            QApplication.beep()

    def wrong(self) -> None:
        """Long and low, or three beeps."""
        if self.muted or self._play(resources() / "sounds" / "wrong.wav"):
            return
        for number in range(3):
            QTimer.singleShot(number * BETWEEN_BEEPS, self, QApplication.beep)
