"""Processes of a bench, each with one end of a pipe."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from typing import Any, TypeVar

from bench.ringing import marks

M = TypeVar("M")
LEAVING_S = 10.0


@contextmanager
def process(target: Any, *arguments: object) -> Iterator[Connection]:
    """A process of its own, which gets one end of a pipe; the other one is given."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    child = context.Process(target=target, args=(theirs, *arguments), daemon=True)
    child.start()
    theirs.close()
    try:
        yield ours
        ours.send(marks.Stop())
        child.join(LEAVING_S)
    finally:
        if child.is_alive():
            child.kill()
        child.join()


def receive(pipe: Connection, kind: type[M], seconds: float = 60.0) -> M:
    """The next message, which must be of this kind."""
    if not pipe.poll(seconds):
        raise TimeoutError(f"no {kind.__name__} within {seconds:.0f} s")
    said = pipe.recv()
    if not isinstance(said, kind):
        raise TypeError(f"expected {kind.__name__}, got {said}")
    return said
