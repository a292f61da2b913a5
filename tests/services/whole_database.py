"""Everything in a shop's database, to show that something changed nothing."""

from shopdesk.services.desk import Desk
from tests.schemas.dump import dump


def everything(desk: Desk) -> list[str]:
    """All tables and rows as text, and the full text."""
    found = desk.database.execute_sql("SELECT count(*) FROM order_text").fetchone()
    return [*dump(desk.database), f"{found[0]} texts"]
