"""The particulars of each kind of node: what is counted, kept, looked for, and where to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby

from agent_desktop.cti.vocabulary import Cause, Language, QueueId
from agent_desktop.flowchart import words
from ivr.flow import opening
from ivr.flow.model import (
    AnnounceNode,
    AnswerNode,
    BranchNode,
    CallbackNode,
    CollectNode,
    FlowNode,
    HangUpNode,
    HoursNode,
    IdentifyNode,
    LookUpNode,
    MenuNode,
    Node,
    QueueNode,
    SetNode,
    Spans,
    Speech,
    TransferNode,
    VoicemailNode,
    WaitNode,
)


def of(node: Node, language: Language) -> Iterator[str]:
    """A line for each thing worth knowing of a node, besides its texts and its ways."""
    yield from _hearing(node, language)
    yield from _waiting(node, language)
    match node:
        case MenuNode(skip_if_known=True):
            yield words.SKIPPED.of(language)
        case CollectNode():
            yield from _collect(node, language)
        case IdentifyNode():
            yield words.DIGITS_EXACTLY.of(language).format(longest=node.length)
        case LookUpNode():
            yield words.BY[node.by].of(language).format(name=subject(node.value, language))
        case AnswerNode():
            yield _answer(node, language)
        case SetNode():
            yield from (f"{name} = {value}" for name, value in node.values.items())
        case HoursNode():
            yield from _hours(node, language)
        case BranchNode() if node.on:
            yield words.LOOKS_AT.of(language).format(subject=subject(node.on, language))
        case _:
            yield from _leaving(node, language)


def _leaving(node: Node, language: Language) -> Iterator[str]:
    """Of those with which a flow lets a call go."""
    match node:
        case QueueNode():
            yield from _queue(node.queue, language, node.priority, node.skills)
        case CallbackNode():
            yield from _queue(node.queue, language, node.priority, node.skills)
            yield from _callback(node, language)
        case TransferNode():
            yield f"{node.number} · {words.RINGS.of(language).format(seconds=f'{node.ring_s:g}')}"
        case VoicemailNode():
            yield from _queue(node.queue, language)
            yield words.LONGEST.of(language).format(seconds=f"{node.longest_s:g}")
        case FlowNode():
            yield words.FLOW.of(language).format(flow=node.flow)
        case HangUpNode():
            if node.outcome in words.ENDINGS:
                yield words.ENDINGS[node.outcome].of(language)
            if node.cause is not Cause.NORMAL:
                yield words.CAUSE.of(language).format(cause=node.cause.value)


def subject(name: str, language: Language) -> str:
    """What a condition looks at, in words; a name of the flow's own stays as it is."""
    kind, dot, of_what = name.partition(".")
    text = words.FIGURES.get(kind) if dot else words.SUBJECTS.get(name)
    return text.of(language).format(of=of_what) if text else name


def _hearing(node: Node, language: Language) -> Iterator[str]:
    speech = getattr(node, "say", None)
    if isinstance(speech, Speech):
        if speech.file:
            yield words.RECORDING.of(language).format(name=speech.file)
        if speech.in_each:
            known = words.VALUES["language"]
            each = words.THEN.of(language).join(known[one].of(language) for one in speech.in_each)
            yield words.IN_EACH.of(language).format(languages=each)
    if getattr(node, "barge_in", True) is False:
        yield words.NO_BARGE_IN.of(language)


def _waiting(node: Node, language: Language) -> Iterator[str]:
    match node:
        case WaitNode():
            yield words.MUSIC.of(language).format(seconds=f"{node.seconds:g}")
        case AnnounceNode():
            told = ((node.position, words.POSITION), (node.expected_wait, words.EXPECTED_WAIT))
            yield from (text.of(language) for wanted, text in told if wanted)


def _collect(node: CollectNode, language: Language) -> Iterator[str]:
    digits = words.DIGITS_EXACTLY if node.shortest == node.longest else words.DIGITS
    parts = [digits.of(language).format(shortest=node.shortest, longest=node.longest)]
    if node.end and node.shortest != node.longest:
        parts.append(words.END_KEY.of(language).format(key=node.end))
    yield " · ".join(parts)
    if node.check is not None:
        yield words.CHECKED.of(language).format(rule=node.check.value)
    if node.confirm:
        yield words.CONFIRMED.of(language)
    yield f"→ {node.into}"


def _answer(node: AnswerNode, language: Language) -> str:
    about = words.ABOUT[node.about].of(language)
    if node.number:
        return words.OF_NUMBER.of(language).format(about=about, name=node.number)
    latest = node.about.value in ("order", "ticket")
    return words.LATEST.of(language).format(about=about) if latest else about


def _hours(node: HoursNode, language: Language) -> Iterator[str]:
    yield from _week(node.weekly, language)
    if count := len(node.exceptions):
        yield (words.EXCEPTION if count == 1 else words.EXCEPTIONS).of(language).format(count=count)
    yield node.timezone


def _week(weekly: Mapping[str, Spans], language: Language) -> Iterator[str]:
    """Days in a row with the same hours in one line."""
    for spans, same in groupby(opening.WEEKDAYS, lambda day: weekly.get(day, ())):
        days = [words.DAYS[day].of(language) for day in same]
        if spans:
            yield f"{days[0] if len(days) == 1 else f'{days[0]}–{days[-1]}'} {', '.join(spans).replace('-', '–')}"


def _queue(
    queue: QueueId, language: Language, priority: int = 0, skills: frozenset[str] = frozenset()
) -> Iterator[str]:
    said = words.QUEUE.of(language).format(queue=queue) if queue else words.SAME_QUEUE.of(language)
    yield f"{said} · {words.PRIORITY.of(language).format(priority=priority)}" if priority else said
    if skills:
        yield words.SKILLS.of(language).format(skills=", ".join(sorted(skills)))


def _callback(node: CallbackNode, language: Language) -> Iterator[str]:
    yield words.NUMBER_FROM.of(language).format(name=node.number) if node.number else words.CALLERS_OWN.of(language)
    if node.at:
        yield words.AT.of(language).format(name=node.at)
