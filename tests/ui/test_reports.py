"""Reports: the way to the mistake, and nothing about buyers."""

from pathlib import Path

from shopdesk import __version__
from shopdesk.ui.reports import report_of


def test_the_users_own_folder_is_left_out() -> None:
    error = ValueError(f"no file {Path.home() / 'shop.db'}")
    assert f"no file {Path('~') / 'shop.db'}" in report_of(error)


def test_a_report_says_what_and_where() -> None:
    try:
        raise ValueError("receiver 李雷 13812345678 has no address")
    except ValueError as error:
        report = report_of(error)
    assert report.startswith(f"shopdesk {__version__}, Python 3")
    assert "test_reports.py" in report
    assert "ValueError: receiver … 138****5678 has no address" in report
    assert "李雷" not in report
    assert "13812345678" not in report


def test_causes_are_told_too() -> None:
    try:
        try:
            raise KeyError("陈女士")
        except KeyError as error:
            raise RuntimeError("failed") from error
    except RuntimeError as error:
        report = report_of(error)
    assert "KeyError: '…'" in report
    assert "RuntimeError: failed" in report
