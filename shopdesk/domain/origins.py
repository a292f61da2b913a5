"""Where an order came from: a platform's file, or entered by hand with its memo prefix (ORD-09 to ORD-11)."""

from enum import IntEnum


class Origin(IntEnum):
    """The number is what the database keeps; `code` is the command line's word."""

    PLATFORM = 0
    BANK = 1
    WHOLESALE = 2
    PHONE = 3
    EXCHANGE = 4
    REISSUE = 5

    @property
    def code(self) -> str:
        """The word of the command line and of exports."""
        return self.name.lower()
