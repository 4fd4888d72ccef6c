"""The settings in the words of seats and of the centre's parts: reasons, dispositions, where to listen, how to slow guessers."""

from __future__ import annotations

from pathlib import Path

from agent_desktop.cti.vocabulary import Capability
from agent_desktop.protocol.messages import Reason
from agent_desktop.settings import Settings
from ivr.centre.auth import Limits
from ivr.centre.desks import Catalogue
from ivr.centre.listening import Endpoint


def dispositions(settings: Settings) -> tuple[Reason, ...]:
    """How a call may end, in the settings' order."""
    return tuple(
        Reason(code, each.label, each.needs_follow_up, each.group) for code, each in settings.dispositions.items()
    )


def catalogue(settings: Settings, line: frozenset[Capability]) -> Catalogue:
    """What every seat is told at log-in."""
    return Catalogue(
        not_ready_reasons=tuple(Reason(code, each.label) for code, each in settings.not_ready_reasons.items()),
        decline_reasons=tuple(Reason(code, each.label) for code, each in settings.decline_reasons.items()),
        dispositions=dispositions(settings),
        line=line,
        company=settings.centre.company,
    )


def endpoint(settings: Settings) -> Endpoint:
    """Where seats connect."""
    centre = settings.centre
    certificate, key = centre.tls_certificate, centre.tls_key
    return Endpoint(centre.host, centre.port, Path(certificate) if certificate else None, Path(key) if key else None)


def login_limits(settings: Settings) -> Limits:
    """What slows down somebody who tries passwords."""
    login = settings.login
    return Limits(login.attempts, login.window_s, login.lock_s)
