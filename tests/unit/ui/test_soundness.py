"""The binding under us is sound: PySide6 6.12.0 on Python 3.11 aborts after some 570 signals (see pyproject.toml)."""

from __future__ import annotations

import subprocess
import sys

PROGRAM = """
from PySide6.QtCore import QCoreApplication, QObject, Signal

class Bell(QObject):
    rung = Signal(bool, object)

heard = []
application = QCoreApplication([])
bell = Bell()
bell.rung.connect(lambda flag, thing: heard.append(thing))
for _ in range(2000):
    bell.rung.emit(True, None)
print(len(heard))
"""


def test_two_thousand_signals_leave_the_interpreter_alive() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "2000"
