"""The desk that a small online shop runs on."""

__version__ = "0.1.0"
