"""Working days: holidays, the weekends worked for them, and years that nobody has announced."""

from datetime import date

from shopdesk.domain.workdays import is_workday, workday_after


def test_holidays_and_the_weekends_worked_for_them() -> None:
    assert not is_workday(date(2024, 10, 1))
    assert is_workday(date(2024, 9, 29)), "a Sunday worked for the holiday"
    assert workday_after(date(2024, 9, 30), 1) == date(2024, 10, 8)
    assert workday_after(date(2024, 9, 30), 0) == date(2024, 9, 30)


def test_an_unknown_year_is_worked_from_monday_to_friday() -> None:
    assert is_workday(date(2090, 1, 6))
    assert not is_workday(date(2090, 1, 7)), "a Saturday"
    assert workday_after(date(2090, 1, 6), 1) == date(2090, 1, 9)
