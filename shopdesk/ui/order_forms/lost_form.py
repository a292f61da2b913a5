"""What a buyer who lost the return form is told to write, copied for one order (RET-14)."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from shopdesk.i18n import _
from shopdesk.queries.lost_forms import get_lost_form_text
from shopdesk.services.desk import Desk
from shopdesk.ui.background import Background
from shopdesk.ui.messages import Kind, Messages


def copy_lost_form(order_id: int, *, desk: Desk, background: Background, messages: Messages, owner: QObject) -> None:
    """The text goes to the clipboard, ready to be sent as a message."""

    def take(text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        messages.toast(_("Copied: what to write without the return form"), Kind.INFO)

    background.run_task(lambda: get_lost_form_text(desk.seen, order_id=order_id), take, messages.error, owner=owner)
