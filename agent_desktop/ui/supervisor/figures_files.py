"""The figures of a day as files: the user is asked where, a thread makes the file, the window goes on. A day of a thousand agents takes
seconds.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from agent_desktop.ui.roles import Icon, Tone
from agent_desktop.ui.saving import save, why_not
from agent_desktop.ui.supervisor import export
from agent_desktop.ui.supervisor.figures_presenter import Sheet
from agent_desktop.ui.widgets.banner import Toast


class FigureFiles(QObject):
    """One file at a time. `shown` gives the table under the user's eyes, `sheets` all of the day, `manner` how they are written."""

    busy_changed = Signal()
    _made = Signal(str, str)

    def __init__(
        self,
        window: QWidget,
        toast: Toast,
        shown: Callable[[], Sheet | None],
        sheets: Callable[[], Iterable[Sheet]],
        manner: Callable[[], export.Manner],
    ) -> None:
        super().__init__(window)
        self._window, self._toast = window, toast
        self._shown, self._sheets, self._manner = shown, sheets, manner
        self.busy = False
        """A file is being made."""
        self._made.connect(self._tell)

    def ask_for_csv(self) -> None:
        self._ask_where(self.tr("Save the table by interval"), "csv", "CSV (*.csv)", self.write_csv)

    def ask_for_workbook(self) -> None:
        self._ask_where(self.tr("Save the day as a workbook"), "xlsx", "Excel (*.xlsx)", self.write_workbook)

    def write_csv(self, name: str) -> None:
        """The kind that is shown, by interval."""
        sheet, manner = self._shown(), self._manner()
        if sheet is not None:
            self._write(name, lambda: export.as_csv(sheet, manner))

    def write_workbook(self, name: str) -> None:
        """Everything."""
        sheets, manner = tuple(self._sheets()), self._manner()
        self._write(name, lambda: export.as_workbook(sheets, manner))

    def _ask_where(self, title: str, suffix: str, filters: str, then: Callable[[str], None]) -> None:
        sheet = self._shown()
        if sheet is None:
            return
        name = self.tr("figures-{day}").format(day=sheet.day)
        dialog = QFileDialog(self._window, title, f"{name}.{suffix}", filters)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(suffix)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(then)
        dialog.open()

    def _write(self, name: str, make: Callable[[], bytes]) -> None:
        if self.busy:
            return
        self._set_busy(True)
        self._toast.say(lambda: self.tr("Writing {file} …").format(file=name))
        threading.Thread(target=self._make, args=(name, make), name="figures' file").start()

    def _make(self, name: str, make: Callable[[], bytes]) -> None:
        """The thread; it finishes its file also when the window closes."""
        trouble = ""
        try:
            save(Path(name), make())
        except OSError as error:
            trouble = why_not(error)
        with contextlib.suppress(RuntimeError):  # the window is gone
            self._made.emit(name, trouble)

    def _tell(self, name: str, trouble: str) -> None:
        self._set_busy(False)
        if trouble:
            self._toast.say(
                lambda: self.tr("{file} can't be written: {reason}. Choose another folder, or make room.").format(
                    file=name, reason=trouble
                ),
                Tone.ALERT,
            )
        else:
            self._toast.say(lambda: self.tr("Saved: {file}").format(file=name), Tone.READY, Icon.CHECK)

    def _set_busy(self, busy: bool) -> None:
        self.busy = busy
        self.busy_changed.emit()
