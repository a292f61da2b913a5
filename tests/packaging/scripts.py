"""The scripts of packaging/ as modules: they are no part of the program, so they are loaded from their files."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

HOUSE = Path(__file__).parent.parent.parent


def load(name: str) -> ModuleType:
    """packaging/NAME.py, fresh."""
    spec = importlib.util.spec_from_file_location(f"packaging_{name}", HOUSE / "packaging" / f"{name}.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module
