"""What a thing means on the screen, without saying how it looks: presenters choose a role, the theme gives it its colour,
font and drawing. Must never import Qt: presenters are tested without it.
"""

from __future__ import annotations

import enum


class Tone(enum.Enum):
    """The meaning of a coloured thing. Never the only carrier of it: an icon and a word stand beside it."""

    NEUTRAL = "neutral"
    """Nothing to attend to."""
    ACCENT = "accent"
    """What can be done next."""
    READY = "ready"
    """The agent waits for a call; something is well."""
    OFFER = "offer"
    """A call rings."""
    BUSY = "busy"
    """In a conversation."""
    HOLD = "hold"
    """The caller hears music; something waits for the agent."""
    WRAP_UP = "wrap_up"
    """The call is over, the log is not."""
    NOT_READY = "not_ready"
    """The agent takes no calls."""
    ALERT = "alert"
    """Wrong, late or about to be lost."""


class TextStyle(enum.Enum):
    """The one type scale."""

    CAPTION = "caption"
    """Labels of fields, hints, keys."""
    BODY = "body"
    """Everything that is read."""
    STRONG = "strong"
    """A value that matters among others."""
    SPOKEN = "spoken"
    """What is said to a caller: read in passing, while listening."""
    HEADING = "heading"
    """The title of a panel."""
    TITLE = "title"
    """Who is calling."""
    DISPLAY = "display"
    """A figure that is read from a distance."""


class Icon(enum.Enum):
    """The drawings in `icons.py`."""

    ALERT = "alert"
    ANSWER = "answer"
    BELL = "bell"
    BRANCH = "branch"
    BUILDING = "building"
    BUSY = "busy"
    CALENDAR = "calendar"
    CALL_IN = "call_in"
    CALL_OUT = "call_out"
    CHECK = "check"
    CHEVRON_DOWN = "chevron_down"
    CHEVRON_LEFT = "chevron_left"
    CHEVRON_RIGHT = "chevron_right"
    CLOCK = "clock"
    CLOSE = "close"
    DECLINE = "decline"
    EDIT = "edit"
    GLOBE = "globe"
    HANG_UP = "hang_up"
    HOLD = "hold"
    INFO = "info"
    KEYPAD = "keypad"
    RECORD = "record"
    LINK = "link"
    LINK_LOST = "link_lost"
    LOG = "log"
    LOGGED_OFF = "logged_off"
    MAIL = "mail"
    MESSAGE = "message"
    MOON = "moon"
    NOT_READY = "not_ready"
    PHONE = "phone"
    PIN = "pin"
    PLUS = "plus"
    QUESTION = "question"
    QUEUE = "queue"
    READY = "ready"
    REPEAT = "repeat"
    RETRIEVE = "retrieve"
    SCRIPT = "script"
    SEARCH = "search"
    SETTINGS = "settings"
    STAR = "star"
    SUN = "sun"
    TAG = "tag"
    TEXT_SIZE = "text_size"
    TICKET = "ticket"
    TRANSFER = "transfer"
    USER = "user"
    USERS = "users"
    VISIT = "visit"
    WITHHELD = "withheld"
    WRAP_UP = "wrap_up"


class Scheme(enum.Enum):
    """The two palettes."""

    LIGHT = "light"
    DARK = "dark"
