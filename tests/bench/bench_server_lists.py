"""Lists, counts and searches on a large shop on a PostgreSQL server, against hand-written SQL, GROUP BY and scans."""

from shopdesk.db.database import open_database
from tests.bench.bench_lists import counts, lists, searches
from tests.bench.big_server import fill_big_server
from tests.bench.results import Result, at_most, orders
from tests.postgres_server import Server


def run() -> list[Result]:
    """All measurements in one run."""
    with Server.make(quick=False, on_disk=True, options={"shared_buffers": "256MB"}) as server:
        url = server.create_database("big")
        with server.connect("big") as connection:
            fill_big_server(url, connection, orders())
        database = open_database(url)
        try:
            results = [*lists(database), *counts(database), *searches(database)]
        finally:
            database.close()
    limits = {"the slowest of them": 10.0, "flag x stage counts": 1 / 100}  # a journey and planning are in it
    return [
        at_most(f"server: {result.work}", result.measured, limits[result.work], result.unit, result.floor)
        if result.work in limits
        else result._replace(work=f"server: {result.work}")
        for result in results
    ]
