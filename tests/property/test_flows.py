"""Any flow that the checker lets pass, any caller, any line noise: the call always waits for something or is over."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agent_desktop.cti.vocabulary import Language, QueueId
from agent_desktop.errors import FileMistake, Mistake
from agent_desktop.protocol.record import Text
from ivr.flow import interpreter
from ivr.flow.checker import check
from ivr.flow.loader import load_flow
from ivr.flow.model import (
    BranchNode,
    Choice,
    Flow,
    HangUpNode,
    HoursNode,
    MenuNode,
    Node,
    QueueNode,
    SayNode,
    Speech,
)
from ivr.flow.state import FlowState, Phase, Walk
from ivr.flow.steps import (
    Caller,
    ChooseLanguage,
    DigitPressed,
    EnterQueue,
    FlowEvent,
    HangUp,
    Identified,
    PromptsEnded,
    Say,
    TimedOut,
)
from ivr.flow.ways import exits

SPEECH = Speech("words", "话")
languages = st.sampled_from(Language)
maybe_language = st.none() | languages


IDS = [f"n{number}" for number in range(7)]
excuses = st.lists(st.just(SPEECH), max_size=2).map(tuple)
choices = st.builds(Choice, st.just(Text("a", "甲")), st.sampled_from(IDS), maybe_language)
spans = st.just(("08:00-20:00",))
endings: st.SearchStrategy[Node] = st.one_of(
    st.builds(QueueNode, st.just(QueueId("q"))), st.builds(HangUpNode, st.none() | st.just(SPEECH))
)


def asks_for_a_language(menu: MenuNode) -> MenuNode:
    languages_to_choose = any(choice.language for choice in menu.keys.values())
    return msgspec.structs.replace(menu, skip_if_known=menu.skip_if_known and languages_to_choose)


def node_at(index: int) -> st.SearchStrategy[Node]:
    """Keys lead anywhere, everything else onwards, or nearly every flow would be one that goes round by itself."""
    onwards = st.sampled_from(IDS[index + 1 :])
    menus = st.builds(
        MenuNode,
        say=st.just(SPEECH),
        keys=st.dictionaries(st.sampled_from(["1", "2", "0", "*", "12", "123"]), choices, min_size=1, max_size=4),
        otherwise=onwards,
        invalid=excuses,
        no_input=excuses,
        tries=st.integers(1, 3),
        timeout_s=st.floats(0.5, 10),
        barge_in=st.booleans(),
        skip_if_known=st.booleans(),
    ).map(asks_for_a_language)
    weekly = st.dictionaries(st.sampled_from(["mon", "tue", "sun"]), spans, min_size=1)
    cases = st.dictionaries(st.sampled_from(["en", "zh_CN"]), onwards, min_size=1)
    return st.one_of(
        menus,
        st.builds(SayNode, st.just(SPEECH), onwards, st.booleans()),
        st.builds(HoursNode, timezone=st.just("Asia/Shanghai"), weekly=weekly, open=onwards, closed=onwards),
        st.builds(BranchNode, onwards, st.just("language"), cases),
    )


def reachable(flow: Flow) -> Flow:
    """Without the nodes that no call reaches: they do no harm, but the checker stops at them."""
    kept, fresh = {flow.start}, [flow.start]
    while fresh:
        found = {way.target for way in exits(flow.nodes[fresh.pop()])} - kept
        kept |= found
        fresh += found
    return msgspec.structs.replace(flow, nodes={name: node for name, node in flow.nodes.items() if name in kept})


flows = st.builds(
    lambda drawn, language: reachable(Flow("f", "n0", dict(zip(IDS, drawn, strict=True)), language)),
    st.tuples(*(node_at(index) for index in range(len(IDS) - 2)), endings, endings),
    languages,
)
sound_flows = flows.filter(lambda flow: not check(flow))
callers = st.builds(
    Caller, st.text(max_size=5), st.booleans(), st.text(max_size=5), maybe_language, st.text(max_size=5)
)
events = st.one_of(
    st.just(PromptsEnded()),
    st.just(TimedOut()),
    st.builds(DigitPressed, st.sampled_from([*"0123456789*#", "A", "", "77"])),
    st.builds(Identified, maybe_language, st.text(max_size=5)),
)
histories = st.lists(st.tuples(events, st.floats(0, 20)), max_size=40)


def holds(walk: Walk, before: FlowState | None, now: float) -> None:
    over = [action for action in walk.actions if isinstance(action, EnterQueue | HangUp)]
    assert len(over) == (walk.state.phase is Phase.OVER and (before is None or before.phase is not Phase.OVER))
    assert all(action is walk.actions[-1] for action in over)
    assert walk.deadline == walk.state.deadline
    assert (walk.deadline is None) == (walk.state.phase is Phase.OVER)
    if walk.deadline is not None and (before is None or before.deadline != walk.deadline):
        assert walk.deadline > now
    assert all(action.prompts for action in walk.actions if isinstance(action, Say))
    chosen = [action.language for action in walk.actions if isinstance(action, ChooseLanguage)]
    if before is not None:
        assert walk.state.language is (chosen[-1] if chosen else before.language)
    assert msgspec.json.decode(msgspec.json.encode(walk.state), type=FlowState) == walk.state


@given(sound_flows, callers, histories)
@settings(suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow], deadline=None)
def test_whatever_comes_the_call_waits_or_is_over(
    flow: Flow, caller: Caller, history: list[tuple[FlowEvent, float]]
) -> None:
    now = 1_770_000_000.0
    walk = interpreter.begin(flow, caller, now)
    holds(walk, None, now)
    for event, seconds in history:
        now += seconds
        before = walk.state
        walk = interpreter.advance(flow, before, event, now)
        holds(walk, before, now)
    ends_by_itself(flow, walk, now)


def ends_by_itself(flow: Flow, walk: Walk, now: float) -> None:
    """A line that fell silent is not kept for ever, wherever it was left."""
    for _ in range(len(flow.nodes) * 8 + 8):
        if walk.state.phase is Phase.OVER:
            return
        if walk.state.phase is Phase.SPEAKING:
            walk = interpreter.advance(flow, walk.state, PromptsEnded(), now)
        else:
            assert walk.deadline is not None
            now = max(now, walk.deadline)
            walk = interpreter.advance(flow, walk.state, TimedOut(), now)
    pytest.fail("a silent caller is still in the flow")


LEAVES = (
    st.none()
    | st.booleans()
    | st.integers(-3, 30)
    | st.sampled_from(
        ["a", "b", "say", "menu", "hours", "branch", "queue", "hang_up", "en", "zh_CN", "09:00-18:00", "mon", ""]
    )
)
SCALAR_KEYS = ("type", "next", "otherwise", "start", "language", "en", "zh_CN", "timezone", "open", "closed", "queue")
NESTED_KEYS = (
    "say",
    "keys",
    "nodes",
    "in_each",
    "a",
    "1",
    "label",
    "weekly",
    "exceptions",
    "mon",
    "2027-01-01",
    "cases",
)
KEYS = st.sampled_from(SCALAR_KEYS + NESTED_KEYS)
documents = st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=6))


@given(
    st.dictionaries(KEYS, documents, max_size=3), st.dictionaries(st.sampled_from(["a", "b"]), documents, max_size=2)
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_yaml_is_a_flow_or_a_list_of_mistakes(
    tmp_path: Path, top: dict[str, Any], given_nodes: dict[str, Any]
) -> None:
    path = tmp_path / "f.yaml"
    path.write_text(yaml.safe_dump(top | {"start": "a", "nodes": given_nodes}), encoding="utf-8")
    found: list[Mistake] = []
    try:
        flow = load_flow(path, ["a"])
        assert flow.start in flow.nodes
    except FileMistake as error:
        found = error.mistakes
    assert all(mistake.line >= 1 and mistake.message for mistake in found)
