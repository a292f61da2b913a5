"""Repairs in the window."""
