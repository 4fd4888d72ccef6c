"""The settings in the words of seats and of the centre's parts: reasons, dispositions, where to listen, how to slow guessers."""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec

from agent_desktop.protocol.messages import Reason, ScriptLibrary
from agent_desktop.scripts.loader import load_scripts
from agent_desktop.settings import Settings
from ivr.centre.auth import Limits
from ivr.centre.desks import Catalogue
from ivr.centre.listening import Endpoint


def dispositions(settings: Settings) -> tuple[Reason, ...]:
    """How a call may end, in the settings' order."""
    return tuple(
        Reason(code, each.label, each.needs_follow_up, each.group) for code, each in settings.dispositions.items()
    )


def catalogue(settings: Settings) -> Catalogue:
    """What every seat is told at log-in."""
    return Catalogue(
        not_ready_reasons=tuple(Reason(code, each.label) for code, each in settings.not_ready_reasons.items()),
        decline_reasons=tuple(Reason(code, each.label) for code, each in settings.decline_reasons.items()),
        dispositions=dispositions(settings),
        extension_reasons=tuple(Reason(code, each.label) for code, each in settings.wrap_up.reasons.items()),
        company=settings.centre.company,
        scripts=script_library(settings),
        recording_notice=settings.scripts.recording_notice,
        agent_is_told=settings.supervision.agent_is_told,
    )


def script_library(settings: Settings) -> ScriptLibrary | None:
    """The centre's own scripts together with the shipped ones; None when it has none of its own.

    Raises:
        FileMistake: all that is wrong with them.

    """
    if not settings.scripts.directory:
        return None
    scripts = load_scripts(settings.scripts_directory)
    fingerprint = hashlib.sha256(msgspec.json.encode(scripts, order="sorted")).hexdigest()
    return ScriptLibrary(fingerprint[:16], scripts)


def endpoint(settings: Settings) -> Endpoint:
    """Where seats connect."""
    centre = settings.centre
    certificate, key = centre.tls_certificate, centre.tls_key
    return Endpoint(centre.host, centre.port, Path(certificate) if certificate else None, Path(key) if key else None)


def login_limits(settings: Settings) -> Limits:
    """What slows down somebody who tries passwords."""
    login = settings.login
    return Limits(login.attempts, login.window_s, login.lock_s)
