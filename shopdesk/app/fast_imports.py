"""Loads Qt, and keeps PySide from reading the program's source.

PySide reads the whole source of every module that is imported after it, only to see whether it might want functions in
snake case: a tenth of the time until the window is there. No module here wants that, and there is no setting against
it.
"""

import sys
from typing import Any

import PySide6.QtCore  # noqa: F401

_feature: Any = sys.modules.get("shibokensupport.feature")
if hasattr(_feature, "_mod_uses_pyside"):
    _feature._mod_uses_pyside = lambda module: False
