"""Messages to bytes and back, with every way in which bytes can be wrong named by an error id.

What comes in is from another program and may be anything; nothing but `BadMessage` leaves `decode`. Details name fields
and types, never what stood in a field, so they may be logged. Must never do I/O.
"""

from __future__ import annotations

import re
from typing import Annotated, Generic, TypeVar

import msgspec
from msgspec import Meta

from agent_desktop.errors import PeerError
from agent_desktop.protocol import messages
from agent_desktop.protocol.errors import ErrorId

M = TypeVar("M")

_UNKNOWN_TAG = re.compile(r"Invalid value '(?P<tag>.*)' - at `\$(?P<place>\.body|\.result|)\.type`", re.DOTALL)
_LONGEST_DETAIL = 120


class BadMessage(PeerError):
    """A message that cannot be taken. `request` is the id of the request it would have been, as far as one can see."""

    def __init__(self, error: ErrorId, request: str, **arguments: str) -> None:
        super().__init__(error, request, arguments)
        self.error = error
        self.request = request
        self.arguments = arguments

    def __str__(self) -> str:
        detail = ", ".join(f"{name}={value}" for name, value in self.arguments.items())
        return f"{self.error} ({detail})" if detail else str(self.error)


class _Envelope(msgspec.Struct):
    id: Annotated[str, Meta(max_length=64)] = ""


_encoder = msgspec.json.Encoder()
_envelope = msgspec.json.Decoder(_Envelope)


class Decoder(Generic[M]):
    """Takes one direction's messages."""

    def __init__(self, types: type[M], limit: int) -> None:
        self._decoder: msgspec.json.Decoder[M] = msgspec.json.Decoder(types)
        self._limit = limit

    def decode(self, data: bytes | str) -> M:
        """One message.

        Raises:
            BadMessage: it is too large, no JSON, or nothing that this direction knows.

        """
        if len(data) > self._limit:
            raise BadMessage(ErrorId.TOO_LARGE, "", limit=str(self._limit))
        try:
            return self._decoder.decode(data)
        except msgspec.ValidationError as error:
            raise _misfit(str(error), _request_id(data)) from None
        except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
            raise BadMessage(ErrorId.MALFORMED, "", detail=_shorten(_plain_words(error))) from None


from_seat: Decoder[messages.AnyFromSeat] = Decoder(
    messages.AnyFromSeat,  # type: ignore[arg-type]  # a union is no type
    messages.MAX_MESSAGE_BYTES,
)
from_centre: Decoder[messages.AnyFromCentre] = Decoder(
    messages.AnyFromCentre,  # type: ignore[arg-type]  # a union is no type
    messages.MAX_SNAPSHOT_BYTES,
)


def encode(message: messages.FromSeat | messages.FromCentre) -> bytes:
    """One message as it travels."""
    return _encoder.encode(message)


def encode_body(body: messages.AnyEventBody) -> bytes:
    """The part of an event that is the same for every seat that gets it."""
    return _encoder.encode(body)


def encode_event(number: int, body: bytes) -> bytes:
    """An event around a body that is encoded already."""
    return b'{"type":"event","number":%d,"body":%b}' % (number, body)


def _misfit(message: str, request: str) -> BadMessage:
    tag = _UNKNOWN_TAG.fullmatch(message)
    if tag is None:
        return BadMessage(ErrorId.MALFORMED, request, detail=_shorten(message))
    error = ErrorId.UNKNOWN_REQUEST if tag["place"] == ".body" else ErrorId.UNKNOWN_TYPE
    return BadMessage(error, request, type=_shorten(tag["tag"]))


def _request_id(data: bytes | str) -> str:
    try:
        return _envelope.decode(data).id
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return ""


def _plain_words(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "nested too deeply"
    return "not UTF-8" if isinstance(error, UnicodeError) else str(error)


def _shorten(text: str) -> str:
    return text if len(text) <= _LONGEST_DETAIL else text[:_LONGEST_DETAIL] + "…"
