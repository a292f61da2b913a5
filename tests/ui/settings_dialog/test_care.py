"""The settings of kind words (CRM-05)."""

from typing import Any

from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton, QSpinBox, QTableWidget

from shopdesk.domain.care_kinds import CareKind
from shopdesk.domain.permissions import Role
from shopdesk.queries.care_lists import get_care_rule, list_care_rules
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.care_lists import care_rule_base, pause_care_rule, save_care_rule
from shopdesk.services.desk import Desk
from shopdesk.services.people import add_person
from shopdesk.settings import CARE_GAP_DAYS, CARE_UNPAID_MINUTES
from shopdesk.ui.clash_dialog import ClashDialog
from shopdesk.ui.form_dialog import FormDialog
from shopdesk.ui.settings_dialog.care import Care
from shopdesk.ui.settings_dialog.dialog import SettingsDialog


def section_of(dialog: SettingsDialog) -> Any:
    return next(section for section in dialog.sections if section.key == "care")


def press(section: Care, name: str) -> None:
    made = section.findChild(QPushButton, f"settings.care.{name}")
    assert made is not None and made.isEnabled(), made and made.toolTip()
    made.click()


def form_of(section: Care) -> FormDialog:
    (form,) = (each for each in section.findChildren(FormDialog) if each.isVisible())
    return form


def write(form: FormDialog, **values: str) -> None:
    for key, value in values.items():
        line = form.findChild(QLineEdit, f"form.care-rule.{key}")
        if line is not None:
            line.setText(value)
            continue
        choice = form.findChild(QComboBox, f"form.care-rule.{key}")
        assert choice is not None, key
        choice.setCurrentIndex(choice.findData(value))
    form.save()


def test_the_two_numbers_wait_for_save(dialog: SettingsDialog, desk: Desk) -> None:
    section = section_of(dialog)
    section.findChild(QSpinBox, "settings.care.gap").setValue(30)
    section.findChild(QSpinBox, "settings.care.unpaid").setValue(15)
    assert get_setting(desk.seen, CARE_GAP_DAYS) == 14
    section.save()
    assert (get_setting(desk.seen, CARE_GAP_DAYS), get_setting(desk.seen, CARE_UNPAID_MINUTES)) == (30, 15)


def test_a_rule_that_says_too_little_is_refused_in_its_form(dialog: SettingsDialog, desk: Desk) -> None:
    section = section_of(dialog)
    press(section, "add")
    form = form_of(section)
    write(form, title="节日", kind=CareKind.HOLIDAY.value, days="99")
    assert list_care_rules(desk.seen) == [] and form.isVisible()
    write(form, days="2")
    refusal = form.findChild(QLabel, "form.care-rule.refusal")
    assert refusal is not None and refusal.text(), "a holiday needs its day"
    write(form, day="1月1日", tag="老客户")
    (rule,) = list_care_rules(desk.seen)
    assert (rule.title, rule.day, rule.tag, rule.days) == ("节日", "01-01", "老客户", 2)
    table = section.findChild(QTableWidget, "settings.care.table")
    assert table.rowCount() == 1 and table.currentRow() == 0


def test_two_who_change_one_rule_choose(dialog: SettingsDialog, desk: Desk) -> None:
    number = save_care_rule(desk, kind=CareKind.UNPAID, title="催付", days=3)
    section = section_of(dialog)
    section.retranslate()
    press(section, "edit")
    form = form_of(section)
    base = care_rule_base(get_care_rule(desk.seen, number))
    save_care_rule(desk, rule_id=number, base=base, kind=CareKind.UNPAID, title="催付", days=5)
    write(form, days="7")
    (clash,) = form.findChildren(ClashDialog)
    clash.reject()
    assert get_care_rule(desk.seen, number).days == 5 and form.isVisible()
    form.reject()


def test_a_rule_that_somebody_paused_meanwhile_is_told(dialog: SettingsDialog, desk: Desk) -> None:
    number = save_care_rule(desk, kind=CareKind.UNPAID, title="催付")
    section = section_of(dialog)
    section.retranslate()
    other = Desk(desk.database, add_person(desk, name="林客服", role=Role.OWNER.value), desk.clock)
    pause_care_rule(other, rule_id=number)
    press(section, "pause")
    refusal = section.findChild(QLabel, "settings.care.refusal")
    assert "林客服" in refusal.text()
    press(section, "pause")
    assert get_care_rule(desk.seen, number).paused_at is None
