"""Long work as a generator, which can be stopped wherever it yields the share of it that is done."""

from collections.abc import Generator
from typing import TypeVar

Answer = TypeVar("Answer")


def finished(work: Generator[float, None, Answer]) -> Answer:
    """The answer of work that is done to its end."""
    while True:
        try:
            next(work)
        except StopIteration as end:
            answer: Answer = end.value
            return answer
