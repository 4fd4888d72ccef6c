"""Logs: structured events with ids, on standard error. No names or numbers of callers ever go in."""

from __future__ import annotations

import logging
import sys

import structlog

WARNING = logging.WARNING


def configure(*, json: bool = False, level: int = logging.INFO) -> None:
    """Send log events to standard error, for a person or, as JSON lines, for a machine."""
    renderer: structlog.typing.Processor
    if json:
        renderer = structlog.processors.JSONRenderer(ensure_ascii=False)
    else:
        renderer = structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info if json else structlog.processors.StackInfoRenderer(),
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
