"""The files of the translation memories, open while they are used."""

import threading
from collections import OrderedDict
from pathlib import Path

from mt.memory.store import Memory
from service.http.errors import UnavailableError

_MOST_OPEN = 32


class Shelf:
    """Opens memories once. Threads can share it."""

    def __init__(self, folder: Path) -> None:
        """Name the folder; it is made with the first memory.

        Args:
            folder: where the files lie.
        """
        self._folder = folder
        self._open: OrderedDict[str, Memory] = OrderedDict()
        self._lock = threading.Lock()

    def create(self, memory_id: str) -> Memory:
        """Make the file of a memory.

        Raises:
            OutputError: it cannot be made.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        return self._get(memory_id, create=True)

    def get(self, memory_id: str) -> Memory:
        """Give a memory.

        Raises:
            UnavailableError: its file lies on another machine.
        """
        return self._get(memory_id, create=False)

    def delete(self, memory_id: str) -> None:
        """Remove the file of a memory, if it is here."""
        with self._lock:
            memory = self._open.pop(memory_id, None)
            if memory is not None:
                memory.close()
            for path in self._folder.glob(f"{memory_id}.sqlite3*"):
                path.unlink()

    def close(self) -> None:
        """Close all of them."""
        with self._lock:
            while self._open:
                self._open.popitem()[1].close()

    def _get(self, memory_id: str, *, create: bool) -> Memory:
        path = self._folder / f"{memory_id}.sqlite3"
        with self._lock:
            found = self._open.pop(memory_id, None)
            if found is None:
                if not create and not path.is_file():
                    raise UnavailableError(
                        f"the memory {memory_id} lies on another machine; ask the server that made it"
                    )
                found = Memory(path, create=create)
            self._open[memory_id] = found
            # One that is dropped here closes when the last request is done with it.
            while len(self._open) > _MOST_OPEN:
                self._open.popitem(last=False)
            return found
