"""A time that runs: up from a moment, or down to one. Has no clock; whoever owns it calls `tick` with the centre's time."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QWidget

from agent_desktop.ui.durations import remaining, stopwatch
from agent_desktop.ui.roles import TextStyle, Tone
from agent_desktop.ui.widgets.label import Label


class TimerLabel(Label):
    """Minutes and seconds in figures of one width, right-aligned; empty while nothing runs."""

    def __init__(
        self,
        style: TextStyle = TextStyle.BODY,
        *,
        tone: Tone | None = None,
        muted: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(style=style, tone=tone, muted=muted, parent=parent)
        self._since_ms: int | None = None
        self._until_ms: int | None = None
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def count_up(self, since_ms: int, now_ms: int) -> None:
        self._since_ms, self._until_ms = since_ms, None
        self.tick(now_ms)

    def count_down(self, until_ms: int, now_ms: int) -> None:
        self._since_ms, self._until_ms = None, until_ms
        self.tick(now_ms)

    def stop(self) -> None:
        """Nothing runs."""
        self._since_ms = self._until_ms = None
        self.setText("")

    def tick(self, now_ms: int) -> None:
        """Show what it is at this moment; costs nothing when the figures stay."""
        if self._since_ms is not None:
            shown = stopwatch(now_ms - self._since_ms)
        elif self._until_ms is not None:
            shown = remaining(self._until_ms - now_ms)
        else:
            return
        if shown != self.text():
            self.setText(shown)

    def minimumSizeHint(self) -> QSize:
        """Wide enough for an hour's figures less one, so that nothing moves while it counts."""
        hint = super().minimumSizeHint()
        return QSize(max(hint.width(), QFontMetrics(self.font()).horizontalAdvance("00:00")), hint.height())

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()
