"""The ways into a shop on a server: a gate while it lets nobody in, the dialog from an address to a shop (DATA-02)."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from shopdesk.app.look import Look
from shopdesk.db.addresses import Address
from shopdesk.errors import ShopdeskError
from shopdesk.ui.background import Background

if TYPE_CHECKING:
    # Loaded with the server's driver when a server is asked for: a shop in a file starts sooner.
    from shopdesk.ui.servers.dialog import ServerDialog
    from shopdesk.ui.servers.gate import ServerGate


class ServerWays(QObject):
    """Holds the window that is shown in place of a shop on a server."""

    chosen = Signal(object)
    """The `Address` of a shop that can be opened now."""
    begun = Signal(object)
    """The `Address` of an empty database in which a new shop is wanted."""
    file_requested = Signal(object)
    """The `Path` of a shop on this PC."""
    given_up = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._background = Background(self)
        self.gate: ServerGate | None = None
        self.dialog: ServerDialog | None = None

    def wait(self, address: Address, error: ShopdeskError) -> None:
        """Say why nobody gets in, until somebody does."""
        if self.gate is not None:
            self.gate.show_refusal(error)
            return
        from shopdesk.ui.servers.gate import ServerGate

        gate = self.gate = ServerGate(address, error)
        gate.answered.connect(self.chosen)
        gate.file_requested.connect(self._ask_for_file)
        gate.correct_requested.connect(lambda: self.ask(gate, address))
        gate.given_up.connect(self._give_up)
        gate.show()
        gate.activateWindow()

    def ask(self, parent: QWidget, address: Address | None = None) -> None:
        """The dialog, filled in with an address that is to be corrected."""
        from shopdesk.ui.servers.dialog import ServerDialog

        dialog = self.dialog = ServerDialog(
            background=self._background, icons=self._look.theme.icons, address=address, parent=parent
        )
        dialog.chosen.connect(self.chosen)
        dialog.begun.connect(self.begun)
        dialog.open()

    def end(self) -> None:
        """A shop is open, or the program ends."""
        gate, self.gate = self.gate, None
        if gate is not None:
            gate.finish()

    def close(self) -> None:
        """Nothing is asked of a server from here any more."""
        self.end()
        self._background.close()

    def _ask_for_file(self, file: Path) -> None:
        self.file_requested.emit(file)

    def _give_up(self) -> None:
        self.gate = None
        self.given_up.emit()
