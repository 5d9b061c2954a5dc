"""Long work as a generator, which can be stopped wherever it yields how far it is."""

from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from typing import Any, NamedTuple, TypeVar

Result = TypeVar("Result")
Event = TypeVar("Event")
Other = TypeVar("Other")


class Progress(NamedTuple):
    """How much of a task is done, from 0 to 1, and what is known already: something that no longer changes."""

    done: float = 0.0
    partial: Any = None


def chunks(n: int, size: int) -> Iterator[slice]:
    """Slices of at most `size` that cover n rows: work done chunk by chunk can be stopped, and needs little memory."""
    return (slice(start, min(start + size, n)) for start in range(0, n, size))


# Yields its progress wherever it may be stopped, and returns its result.
Task = Generator[Progress, None, Result]


def converted(work: Generator[Event, None, Result], change: Callable[[Event], Other]) -> Generator[Other, None, Result]:
    """The same work, which yields what `change` makes of all that it yields."""
    while True:
        try:
            event = next(work)
        except StopIteration as end:
            result: Result = end.value
            return result
        yield change(event)


def reported(task: Task[Result], event: Callable[[float], Event]) -> Generator[Event, None, Result]:
    """The same task, which yields an event made of the share that is done each time."""
    return converted(task, lambda progress: event(progress.done))


def unless(given_up: Callable[[], bool], work: Generator[Event, None, Result]) -> Generator[Event, None, Result | None]:
    """The same work, which is closed as soon as it is given up, and then comes to None."""
    with closing(work):
        while not given_up():
            try:
                event = next(work)
            except StopIteration as end:
                result: Result = end.value
                return result
            yield event
    return None


def run_to_completion(
    work: Generator[Event, None, Result], tell: Callable[[Event], object] = lambda _event: None
) -> Result:
    """The result of a task, or other work, that is done to its end; `tell` is told all that it yields."""
    while True:
        try:
            tell(next(work))
        except StopIteration as end:
            result: Result = end.value
            return result


def part_of_task(
    task: Task[Result], start: float, stop: float, partial: Callable[[Any], Any] = lambda _partial: None
) -> Task[Result]:
    """Do a task as a part of another, whose progress goes from `start` to `stop` meanwhile.

    `partial` makes a partial result of the whole from one of the part.
    """
    return converted(task, lambda each: Progress(start + (stop - start) * each.done, partial(each.partial)))
