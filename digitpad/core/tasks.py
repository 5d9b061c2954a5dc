"""Long work as a generator, which can be stopped wherever it yields the share of it that is done."""

from collections.abc import Generator
from typing import TypeVar

Result = TypeVar("Result")


def run_to_completion(work: Generator[float, None, Result]) -> Result:
    """The answer of work that is done to its end."""
    while True:
        try:
            next(work)
        except StopIteration as end:
            answer: Result = end.value
            return answer
