"""How much bad luck a run has: the short form for every change, the long one by `dev.py faults --long`."""

import os
from collections.abc import Callable

import pytest

from tests.engines import POSTGRES, SQLITE

LONG = os.environ.get("SHOPDESK_FAULTS", "") == "long"
SEED = int(os.environ.get("SHOPDESK_FAULTS_SEED") or "1")
Count = Callable[..., None]
"""Adds to the figures that are told at the end: `count(kills=1, corrupt=0)`. Of one that begins with `most` only the
largest is told."""

ON_SQLITE = pytest.param(SQLITE, marks=pytest.mark.sqlite_only)
ON_POSTGRES = pytest.param(POSTGRES, marks=pytest.mark.postgres)


def times(short: int, long: int) -> int:
    """How often something is done in this run."""
    return long if LONG else short
