"""A network between the program and its server that takes its time, counts journeys, and can be cut."""

import asyncio
import threading
from collections import Counter
from contextlib import suppress
from typing import Self


class SlowNetwork:
    """Listens on a port of its own and passes everything on to `port`, each journey from the program `delay` seconds
    late. `with SlowNetwork(server.port) as network:`"""

    def __init__(self, port: int, delay: float = 0.0) -> None:
        self.delay = delay
        self.port = 0
        self.is_cut = False
        """Nothing arrives any more, and nobody is told: a cable that was pulled."""
        self._server_port = port
        self._journeys: Counter[int] = Counter()
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def journeys(self, client_port: int) -> int:
        """How often the connection from this port has asked the server something."""
        return self._journeys[client_port]

    def url(self, database: str) -> str:
        """The address of a database by way of this network."""
        return f"postgresql://postgres@127.0.0.1:{self.port}/{database}"

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._ready.wait(10)
        return self

    def __exit__(self, *_reason: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        listening = self._loop.run_until_complete(asyncio.start_server(self._connect, "127.0.0.1", 0))
        self.port = listening.sockets[0].getsockname()[1]
        self._ready.set()
        self._loop.run_forever()
        listening.close()
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.run_until_complete(asyncio.sleep(0.01))
        self._loop.close()

    async def _connect(self, program: asyncio.StreamReader, to_program: asyncio.StreamWriter) -> None:
        number = to_program.get_extra_info("peername")[1]
        try:
            server, to_server = await asyncio.open_connection("127.0.0.1", self._server_port)
        except OSError:
            to_program.transport.abort()
            return
        with suppress(asyncio.CancelledError):  # it is all over
            await asyncio.gather(
                self._pass_on(program, to_server, number),
                self._pass_on(server, to_program, None),
                return_exceptions=True,
            )
        to_server.transport.abort()
        to_program.transport.abort()

    async def _pass_on(self, source: asyncio.StreamReader, target: asyncio.StreamWriter, counted: int | None) -> None:
        try:
            while data := await source.read(1 << 16):
                if counted is not None:
                    self._journeys[counted] += 1
                    await asyncio.sleep(self.delay)
                while self.is_cut:
                    await asyncio.sleep(0.02)
                target.write(data)
                await target.drain()
        finally:
            target.transport.abort()
