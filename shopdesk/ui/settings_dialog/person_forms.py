"""The forms of one person: name and role, password, PIN. What is wrong is said in the form, which stays open then."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from shopdesk.domain.permissions import GRANTABLE, RIGHT_NAMES, ROLE_NAMES, Right, Role
from shopdesk.errors import N_
from shopdesk.i18n import _
from shopdesk.queries.people import PersonRow, is_sign_in_needed
from shopdesk.services import people
from shopdesk.services.desk import Desk
from shopdesk.services.sign_in import change_own_password, change_own_pin
from shopdesk.ui.clash_dialog import Opened
from shopdesk.ui.form_dialog import Field, FieldKind, FormDialog, Values
from shopdesk.ui.recovery_code import RecoveryCode, check_same
from shopdesk.ui.settings_dialog.case_limit import case_limit_field


class PersonForms:
    """`on_done` is called after each change."""

    def __init__(self, desk: Desk, parent: QWidget, on_done: Callable[[], object]) -> None:
        self._desk, self._parent, self._on_done = desk, parent, on_done

    def add(self) -> FormDialog:
        """Somebody new."""

        def save(values: Values) -> None:
            people.add_person(self._desk, name=str(values["name"]), role=str(values["role"]))

        return self._open("person", N_("Add somebody"), (_name(""), _role(Role.AGENT)), save)

    def edit(self, person: PersonRow) -> FormDialog:
        """Name, role and the rights given by name; nothing is kept where one of them is refused."""
        opened = Opened(people.person_base(person))
        fields = [_name(person.name), _role(person.role, N_("Beyond the role, this person may:"))]
        fields.insert(1, case_limit_field(person.case_limit))
        for right in GRANTABLE:
            text = RIGHT_NAMES[right]
            fields.append(Field(right.value, text, FieldKind.CHECK, right in person.extra))

        def save(values: Values) -> None:
            people.edit_person(
                self._desk,
                person_id=person.id,
                name=str(values["name"]),
                role=str(values["role"]),
                extra=[right for right in GRANTABLE if values[right.value]],
                case_limit=int(str(values["case_limit"])),
                base=opened.base,
            )

        return self._open("person", N_("Edit person"), fields, save, opened)

    def password(self, person: PersonRow) -> FormDialog:
        """A new password: anybody's by an owner, one's own by everybody, who shows the old one."""
        hint = N_("At least 8 characters, not only digits. It can't be shown again, only set anew.")
        if not is_sign_in_needed(self._desk.seen):
            hint = N_("At least 8 characters, not only digits. From then on everybody here signs in.")
        fields = [_secret("new", N_("New password"), hint), _secret("again", N_("The same again"))]
        is_own = self._is_own(person)
        if is_own:
            fields.insert(0, _secret("old", N_("Password until now")))

        def save(values: Values) -> None:
            check_same(values)
            new = str(values["new"])
            if is_own:
                code = change_own_password(self._desk, old=str(values["old"]), new=new)
            else:
                code = people.set_password(self._desk, person_id=person.id, password=new)
            self.show_code(code)

        return self._open("password", N_("Password"), fields, save)

    def show_code(self, code: str) -> None:
        """A recovery code to write down; "" for none."""
        if code:
            RecoveryCode(code, self._parent).open()

    def pin(self, person: PersonRow) -> FormDialog:
        """A new PIN; left empty it is taken away."""
        hint = N_("4 to 8 digits. Leave both empty to take the PIN away.")
        fields = [
            _secret("new", N_("New PIN"), hint, required=False),
            _secret("again", N_("The same again"), required=False),
        ]
        is_own = self._is_own(person)
        if is_own:
            fields.insert(0, _secret("old", N_("Password")))

        def save(values: Values) -> None:
            check_same(values)
            if is_own:
                change_own_pin(self._desk, password=str(values["old"]), pin=str(values["new"]))
            else:
                people.set_pin(self._desk, person_id=person.id, pin=str(values["new"]))

        return self._open("pin", N_("PIN"), fields, save)

    def _is_own(self, person: PersonRow) -> bool:
        """One's own secrets ask for the old password; an owner may set anybody's without."""
        return person.id == self._desk.actor.id and not self._desk.actor.may(Right.PEOPLE)

    def _open(
        self,
        name: str,
        title: str,
        fields: Sequence[Field],
        save: Callable[[Values], None],
        opened: Opened | None = None,
    ) -> FormDialog:
        def save_and_tell(values: Values) -> None:
            save(values)
            self._on_done()

        dialog = FormDialog(name, title, fields, save_and_tell, opened=opened, parent=self._parent)
        dialog.open()
        return dialog


def _name(value: str) -> Field:
    return Field("name", N_("Name"), value=value, required=True)


def _role(value: str, hint: str = "") -> Field:
    choices = tuple((role.value, _(ROLE_NAMES[role])) for role in Role)
    return Field("role", N_("Role"), FieldKind.CHOICE, value, choices=choices, hint=hint)


def _secret(key: str, text: str, hint: str = "", *, required: bool = True) -> Field:
    return Field(key, text, FieldKind.PASSWORD, "", required=required, hint=hint)
