"""Processes that work aside."""

import subprocess
import sys

import pytest

from ivr.aside import AsideFailed, run_aside

WORK = "import time; from ivr.aside import end_with_parent; end_with_parent(); print('at work', flush=True); time.sleep(600)"
WAITER = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {WORK!r}])"


def test_who_works_for_somebody_that_was_killed_ends_too():
    with subprocess.Popen([sys.executable, "-c", WAITER], stdout=subprocess.PIPE) as waiter:
        assert waiter.stdout is not None
        assert waiter.stdout.readline() == b"at work\n"
        waiter.kill()
        assert waiter.stdout.read() == b"", "the end of what both of them write to"


async def test_a_module_that_fails_says_why_in_one_line():
    with pytest.raises(AsideFailed, match="No module named"):
        await run_aside("ivr.nowhere", given=b"")
