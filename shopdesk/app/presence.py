"""Who works in a shop's window: switching person, locking when nobody is there, rights that change (TEAM-01)."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QKeySequence

from shopdesk.app.look import Look
from shopdesk.i18n import _
from shopdesk.queries.people import is_sign_in_needed
from shopdesk.services.desk import Actor, Desk
from shopdesk.services.sign_in import as_now
from shopdesk.ui.background import Background
from shopdesk.ui.idle import LOCK_AFTER, IdleWatch
from shopdesk.ui.main_window import MainWindow
from shopdesk.ui.messages import Kind

KEY = "Ctrl+Shift+L"
"""Switches person."""


class Presence(QObject):
    """Made with the window; where nobody has a password none of it is seen."""

    sign_in_requested = Signal()
    """Somebody else wants to work here, nobody has touched the PC for long, or this person may not work here any
    more."""
    actor_changed = Signal(object)
    """The `Actor` as they stand now: their role or rights were changed."""

    def __init__(self, look: Look, desk: Desk, window: MainWindow, background: Background, parent: QObject) -> None:
        super().__init__(parent)
        self._look, self._desk, self._window, self._background = look, desk, window, background
        self.idle = IdleWatch(look.app, self)
        self.switch = QAction(self)
        self.switch.setObjectName("main.switch")
        self.switch.setShortcut(QKeySequence(KEY))
        look.theme.icons.put(self.switch, "user")
        self.switch.triggered.connect(lambda *_args: self.ask_to_switch())
        window.add_command(self.switch, in_menu=True)
        window.status.switch_requested.connect(self.ask_to_switch)
        self.idle.idle.connect(self.sign_in_requested)

    def show(self) -> bool:
        """Offer switching where people sign in; whether they do."""
        signs_in = is_sign_in_needed(self._desk.seen)
        self.switch.setText(_("Switch person…"))
        self.switch.setVisible(signs_in)
        return signs_in

    def ask_to_switch(self) -> None:
        """Somebody else wants to work; not while something runs in this person's name."""
        running = self.running_work()
        if running:
            said = _("“{work}” is still running. Switch once it is done.").format(work=running)
            self._window.messages.toast(said, Kind.WARNING)
        else:
            self.sign_in_requested.emit()

    def running_work(self) -> str:
        """What is under way, in words; "" for nothing that a person would wait for."""
        return next((task.title for task in self._background.running if task.title), "")

    def watch_idle(self) -> None:
        """Look out for nobody being there, as this PC's settings say."""
        minutes = self._look.settings.get(LOCK_AFTER, 0)
        is_wanted = isinstance(minutes, int) and is_sign_in_needed(self._desk.seen)
        self.idle.watch(minutes if is_wanted else 0)

    def look_at_actor(self) -> None:
        """Rights hold from the moment they are given; whoever may not work here any more has to leave."""
        self._background.run_task(lambda: as_now(self._desk), self._take_actor, owner=self)

    def _take_actor(self, now: Actor | None) -> None:
        if now is None:
            self.sign_in_requested.emit()
        elif now != self._desk.actor:
            self.actor_changed.emit(now)
