"""A window as a picture: for the demonstration, for the README, and for whoever wants to look at what they make."""

from __future__ import annotations

import contextlib
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QWidget

from agent_desktop.errors import UserError

_NESTING = 4
"""A changed text moves its row, the row its bar, the bar the window: each is a request posted by the one before."""


def save(window: QWidget, path: Path) -> Path:
    """Write the window as it is now, as PNG; makes the folder.

    Raises:
        UserError: the picture cannot be written there.

    """
    for _ in range(_NESTING):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
    with contextlib.suppress(OSError):  # then the picture cannot be written either, and that is said
        path.parent.mkdir(parents=True, exist_ok=True)
    if not window.grab().save(str(path), "PNG"):
        raise UserError(f"{path}: the picture can't be written; is the folder writable, and the disk not full?")
    return path
