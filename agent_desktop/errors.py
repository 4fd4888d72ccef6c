"""The one tree of errors.

    DeskError
    ├── UserError       the user or the user's files did something that cannot be done; says what to do
    │   ├── Refusal     the centre refuses a request; travels to a seat as id + arguments, never as prose
    │   └── FileMistake a setting, flow or script is wrong at file:line
    └── PeerError       the other end of a connection broke the protocol; ends that connection, nothing else

Whatever is raised outside this tree is our own bug. Must never import anything of the project: everything imports it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path


class DeskError(Exception):
    """Root of the errors that this program foresees."""


class UserError(DeskError):
    """Something a person can mend. `str(error)` is an English sentence for a terminal: what happened, what to do."""


class Refusal(UserError):
    """The centre will not do what was asked; nothing has changed.

    `error_id` is stable and part of the seat protocol (`docs/errors.md` lists them); `arguments` fill the text
    that the window shows in the user's language.
    """

    def __init__(self, error_id: str, **arguments: str) -> None:
        super().__init__(error_id, arguments)
        self.error_id = error_id
        self.arguments = arguments

    def __str__(self) -> str:
        detail = ", ".join(f"{name}={value}" for name, value in self.arguments.items())
        return f"{self.error_id} ({detail})" if detail else self.error_id


class PeerError(DeskError):
    """The peer sent something that the protocol does not allow."""


@dataclass(frozen=True, slots=True, order=True)
class Mistake:
    """One mistake in one file. `line` counts from 1; 0 means the file as a whole."""

    path: Path
    line: int
    message: str

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else str(self.path)
        return f"{place}: {self.message}"


@dataclass
class FileMistake(UserError):
    """One or more mistakes in files; none of the files has been taken."""

    mistakes: list[Mistake] = field(default_factory=list)

    def __str__(self) -> str:
        return "\n".join(str(mistake) for mistake in sorted(self.mistakes))
