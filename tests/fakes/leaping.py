"""An event loop that does not wait: when nothing comes from a socket and no thread is at work, its clock leaps to what is due next.

What is written into a socket of this machine can be read at once, so that a whole centre with its switch and seats, all on this loop, lives
through an hour in seconds, and each thing happens in the order and at the time at which it would have happened.
"""

import asyncio
import selectors

THREADS_S = 0.05


class LeapingLoop(asyncio.SelectorEventLoop):
    """Leaps while `leaps`; until then its clock is an ordinary one."""

    def __init__(self):
        self._ahead_s = 0.0
        self._at_work = 0
        self.leaps = False
        super().__init__(_Selector(self))

    def time(self):
        return super().time() + self._ahead_s

    def run_in_executor(self, executor, func, *args):  # type: ignore[override]  # without types anything fits
        """A thread's work is waited for as usual."""
        future = super().run_in_executor(executor, func, *args)
        self._at_work += 1
        future.add_done_callback(self._back)
        return future

    def _back(self, _future):
        self._at_work -= 1

    def leap(self, seconds):
        """Whether it was one: with a thread at work nobody knows what comes next."""
        if not self.leaps or self._at_work:
            return False
        self._ahead_s += seconds
        return True


class _Selector(selectors.DefaultSelector):
    def __init__(self, loop):
        super().__init__()
        self._loop = loop

    def select(self, timeout=None):
        if timeout is None or timeout <= 0 or not self._loop.leaps:
            return super().select(timeout)
        if ready := super().select(0):
            return ready
        return [] if self._loop.leap(timeout) else super().select(min(timeout, THREADS_S))
