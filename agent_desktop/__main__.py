"""`agent-desktop`, `python -m agent_desktop`."""

from __future__ import annotations

import sys

from agent_desktop.cli import app
from agent_desktop.errors import UserError


def main() -> None:
    """Run a command; what the user can mend is said in one sentence, without a traceback."""
    try:
        app()
    except UserError as error:
        print(f"agent-desktop: {error}", file=sys.stderr)  # noqa: T201 - this is the terminal's door
        sys.exit(2)


if __name__ == "__main__":
    main()
