"""Reading a table to its end before anything is done with it."""

import pickle
from collections.abc import Callable, Iterator
from tempfile import TemporaryFile

from shopdesk.importing.reader import Reader
from shopdesk.importing.records import Batch


class ReadAside:
    """A table whose records wait in a temporary file without name, so that nobody waits for their reading; stands in
    for its Reader. Call `read`, then take the `batches`; `close` when done."""

    def __init__(self, reader: Reader) -> None:
        self.source = reader.source
        self.fraction = 0.0
        """How much was handed on, 0 to 1."""
        self._reader = reader
        self._file = TemporaryFile()  # noqa: SIM115
        self._count = 0

    def read(self, on_batch: Callable[[Reader], None]) -> None:
        """Read to the end; `on_batch` is told of each batch and may raise to give up. Raises what reading raises."""
        for batch in self._reader.batches():
            pickle.dump(batch, self._file, pickle.HIGHEST_PROTOCOL)
            self._count += 1
            on_batch(self._reader)

    def batches(self) -> Iterator[Batch]:
        """The records, as the reader gave them."""
        self._file.seek(0)
        for number in range(1, self._count + 1):
            batch: Batch = pickle.load(self._file)  # our own, just written
            self.fraction = number / self._count
            yield batch

    def close(self) -> None:
        """The records are gone."""
        self._file.close()
