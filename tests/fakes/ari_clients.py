"""Where `.ci/clients` has put the independent ARI clients, or what kept them away."""

import os
from pathlib import Path

ROOT = Path(os.environ.get("ARI_CLIENTS_ROOT", Path(__file__).parents[2] / ".clients"))
_PLACES = {"python": "python/installed", "node": "node_modules/ari-client"}


def why_not(kind):
    """What keeps the clients of this kind away, or an empty string."""
    told = ROOT / f"why-not-{kind}"
    if told.exists():
        return told.read_text(encoding="utf-8").strip()
    return "" if (ROOT / _PLACES[kind]).exists() else "run .ci/clients first"
