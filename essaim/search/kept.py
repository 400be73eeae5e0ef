"""Something read from the database and kept in the process, until it is said to be old."""

from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Kept(Generic[T]):
    """What `load` returns, read when first asked for and again after each `expire`."""

    def __init__(self, load: Callable[[], T]) -> None:
        self._load = load
        self._value: T | None = None
        self._turn = 0

    def current(self) -> T:
        """Return what is kept, reading it when there is nothing."""
        value = self._value
        if value is None:
            turn = self._turn
            value = self._load()
            if turn == self._turn:  # nothing has changed while it was being read
                self._value = value
        return value

    def expire(self) -> None:
        """Have it read again at its next use."""
        self._turn += 1
        self._value = None
