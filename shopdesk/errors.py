"""The family of errors that a user can meet.

An error carries data, not prose: its class holds one English template, its instance the named values. `i18n.sentence`
turns it into a sentence in the user's language that says what happened, to what, and what to do about it. Anything
that is not a `ShopdeskError` is a bug of ours and ends in a report to copy.
"""

from typing import ClassVar


def N_(text: str) -> str:
    """Mark a text for translation without translating it yet."""
    return text


class Word(str):
    """A value of an error that is a word of ours and not of the user's: it is translated with the sentence."""

    __slots__ = ()


class ShopdeskError(Exception):
    """Something the user can do something about; nothing was changed."""

    template: ClassVar[str] = N_("Something was refused.")
    is_quiet: ClassVar[bool] = False
    """Whether the window says it by a banner that stays while it is so: no dialog at each attempt."""

    def __init__(self, **values: object) -> None:
        super().__init__(values)
        self.values = values

    def __str__(self) -> str:
        return self.template.format_map(self.values)

    def __reduce__(self) -> tuple[object, ...]:
        """Errors travel between processes with all that they carry."""
        return _revived, (type(self), self.__dict__)


def _revived(kind: type[ShopdeskError], carried: dict[str, object]) -> ShopdeskError:
    error = kind.__new__(kind, carried["values"])
    error.__dict__.update(carried)
    return error


class Refused(ShopdeskError):
    """A rule of the shop says no."""


class BadInput(ShopdeskError):
    """What was given can't be read: the message names file, row, column and value as far as they are known."""


class NotFound(ShopdeskError):
    """What was asked for isn't there."""


class StorageError(ShopdeskError):
    """The database or a folder can't be used as it is."""


class OutputFailed(StorageError):
    """A file could not be written."""

    template = N_("{path} could not be written: {reason}. Choose another folder or free some space, then try again.")
