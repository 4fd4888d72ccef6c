"""Whatever bytes come, they are a message or a named mistake."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_desktop.protocol import codec, messages
from agent_desktop.protocol.codec import BadMessage
from agent_desktop.protocol.errors import ErrorId

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=20,
)
KINDS = st.sampled_from(["hello", "request", "event", "welcome", "AnswerCall", "SetAgentState", "CompleteLog"])
SHAPED = st.fixed_dictionaries(
    {"type": KINDS},
    optional={
        "id": st.text(max_size=70) | st.integers(),
        "version": st.integers() | st.text(max_size=3),
        "user": JSON,
        "body": st.fixed_dictionaries({"type": KINDS}, optional={"call": JSON, "state": JSON, "log": JSON}) | JSON,
    },
)


def decoded(decoder, data):
    try:
        return decoder.decode(data)
    except BadMessage as bad:
        return bad


@pytest.mark.parametrize("decoder", [codec.from_seat, codec.from_centre], ids=["seat", "centre"])
@given(data=st.binary(max_size=200))
def test_bytes_of_any_kind(decoder, data):
    assert isinstance(decoded(decoder, data), BadMessage)


@given(data=SHAPED)
def test_almost_messages(data):
    outcome = decoded(codec.from_seat, msgspec.json.encode(_finite(data)))
    if isinstance(outcome, BadMessage):
        assert set(outcome.arguments) == set(outcome.error.arguments)
        assert outcome.request in {"", data.get("id")}
        assert all(len(argument) < 200 for argument in outcome.arguments.values())
    else:
        assert codec.from_seat.decode(codec.encode(outcome)) == outcome


def _finite(value):
    """JSON has no numbers beyond 64 bits in msgspec's encoder."""
    match value:
        case dict():
            return {name: _finite(each) for name, each in value.items()}
        case list():
            return [_finite(each) for each in value]
        case int():
            return value % 2**63
        case _:
            return value


@pytest.mark.parametrize(
    ("data", "error", "argument"),
    [
        (b'{"type":"halo"}', ErrorId.UNKNOWN_TYPE, "halo"),
        (b'{"type":"request","id":"1","body":{"type":"Tea"}}', ErrorId.UNKNOWN_REQUEST, "Tea"),
        (b'{"type":"hello"}', ErrorId.MALFORMED, "Object missing required field `version`"),
        (b'{"type":"hello","version":1,"x":' + b"[" * 10**5, ErrorId.MALFORMED, "nested too deeply"),
        (b'{"type":"hello","version":1,"user":"\xff"}', ErrorId.MALFORMED, "not UTF-8"),
        (b"{" + b" " * messages.MAX_MESSAGE_BYTES, ErrorId.TOO_LARGE, str(messages.MAX_MESSAGE_BYTES)),
    ],
    ids=lambda value: str(value)[:20],
)
def test_each_mistake_has_its_name(data, error, argument):
    bad = decoded(codec.from_seat, data)
    assert (bad.error, *bad.arguments.values()) == (error, argument)


def test_a_name_of_any_length_makes_a_short_refusal():
    bad = decoded(codec.from_seat, msgspec.json.encode({"type": "x" * 1000}))
    assert len(bad.arguments["type"]) < 200


def test_what_stood_in_a_field_is_not_repeated():
    bad = decoded(codec.from_seat, b'{"type":"hello","version":1,"password":13812345678}')
    assert "1381" not in str(bad)


def test_unknown_fields_are_ignored():
    assert codec.from_seat.decode(b'{"type":"hello","version":1,"mood":"fine"}') == messages.Hello(1)
