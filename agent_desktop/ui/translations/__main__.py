"""`python -m agent_desktop.ui.translations [--check]`: see the package."""

from __future__ import annotations

import sys

from agent_desktop.ui.translations import CATALOGUE, COMPILED, compile_to, extract, outdated, unfinished


def main() -> int:
    if "--check" in sys.argv[1:]:
        found = outdated()
    else:
        extract(CATALOGUE)
        found = [f"not translated: {text}" for text in unfinished(CATALOGUE)]
        if not found:
            compile_to(CATALOGUE, COMPILED)
    for line in found:
        print(line)  # noqa: T201 - this tool's output
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
