"""The way in for an owner who forgot the password: the recovery code and a new password (TEAM-01)."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from shopdesk.errors import N_
from shopdesk.services.desk import Actor, Desk
from shopdesk.services.sign_in import recover
from shopdesk.ui.form_dialog import Field, FieldKind, FormDialog, Values
from shopdesk.ui.recovery_code import RecoveryCode, check_same


def open_recovery(desk: Desk, name: str, on_done: Callable[[Actor], None], *, parent: QWidget) -> FormDialog:
    """Ask an owner for code and new password; `on_done` gets who came in, once the next code was shown."""

    def save(values: Values) -> None:
        check_same(values)
        code, new = str(values["code"]), str(values["new"])
        actor, next_code = recover(desk, name=str(values["name"]), code=code, new=new)
        shown = RecoveryCode(next_code, parent)
        shown.finished.connect(lambda _result: on_done(actor))
        shown.open()

    dialog = FormDialog("recovery", N_("Password forgotten"), _fields(name), save, parent=parent)
    if name:
        dialog.focus_on("code")
    dialog.open()
    return dialog


def _fields(name: str) -> tuple[Field, ...]:
    others = N_("Not an owner? Then ask an owner to set a new password: Settings, People.")
    where = N_("20 letters and digits, written down when the first password was set. Dashes and blanks don't matter.")
    strong = N_("At least 8 characters, not only digits.")
    return (
        Field("name", N_("Owner's name"), value=name, required=True, hint=others),
        Field("code", N_("Recovery code"), required=True, hint=where),
        Field("new", N_("New password"), FieldKind.PASSWORD, "", required=True, hint=strong),
        Field("again", N_("The same again"), FieldKind.PASSWORD, "", required=True),
    )
