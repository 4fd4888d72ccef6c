"""The settings of a centre: one TOML file with comments, read into one typed value."""

from __future__ import annotations

from agent_desktop.settings.loader import SAMPLE, load_settings, switch_password
from agent_desktop.settings.model import Settings

__all__ = ["SAMPLE", "Settings", "load_settings", "switch_password"]
