"""Whether there is a screen to draw on. Qt itself would abort the process where there is none."""

from __future__ import annotations

import os
import sys


def has_display() -> bool:
    """A desktop session is there."""
    if sys.platform in {"win32", "darwin"}:
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
