"""From a text to the sound that says it: names only, computed from the text, so that a flow runs without any sound.

A sound's name comes from its words and their language, so a changed text is a new sound and an unchanged one is kept. A text with
values in it (`ivr.flow.spoken`) is several sounds. Must never look at a file: `ivr.prompts` makes the sounds.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterator, Mapping
from types import MappingProxyType

import msgspec

from agent_desktop.cti.switch import Prompt
from agent_desktop.cti.vocabulary import Language
from ivr.flow import spoken, wording
from ivr.flow.model import Flow, Node, Speech

FOLDER = "agent-desktop"
NOTHING_KNOWN: Mapping[str, str] = MappingProxyType({})


class Sound(msgspec.Struct, frozen=True):
    """One file of speech."""

    media: str
    """As in `Prompt.media`."""
    language: Language
    """The language of the call: the folder that the switch looks into."""
    spoken: Language
    """The language of the words."""
    text: str
    """Empty: there is nothing but a recording."""
    name: str
    """Where it is said, such as `main.welcome` or `main.language.invalid-1`; a recording is given under this name."""


def prompt(text: str, spoken: Language, file: str = "") -> Prompt:
    """The prompt that says a text, or plays a recording that shows it."""
    words = f"recording\n{file}" if file else text
    digest = hashlib.sha256(f"{spoken}\n{words}".encode()).hexdigest()
    return Prompt(f"{FOLDER}/{digest[:16]}", text)


def prompts_of(speech: Speech, language: Language, values: Mapping[str, str] = NOTHING_KNOWN) -> tuple[Prompt, ...]:
    """What to play to a call in this language."""
    if spoken.PLACEHOLDER.search(speech.of(language)) is None:
        return _unchanging(speech, language)
    each = speech.in_each or (language,)
    return tuple(prompt(piece.text, one) for one in each for piece in spoken.pieces(speech.of(one), one, values))


@functools.lru_cache(maxsize=4096)
def _unchanging(speech: Speech, language: Language) -> tuple[Prompt, ...]:
    return tuple(prompt(speech.of(each), each, speech.file) for each in speech.in_each or (language,))


def sounds_of(flow: Flow) -> Iterator[Sound]:
    """Every sound that the flow may play."""
    said: set[tuple[Language, Language]] = set()
    for node_id, node in flow.nodes.items():
        for suffix, speech in speeches(node):
            said |= _with_values(speech)
            yield from _sounds(speech, speech.file or f"{flow.flow}.{node_id}{suffix}")
        for name, speech in wording.sentences(node).items():
            said |= _with_values(speech)
            yield from _sounds(speech, name)
    for language, each in sorted(said):
        for word in spoken.vocabulary(each):
            yield Sound(prompt(word, each).media, language, each, word, f"word.{word}")


def _with_values(speech: Speech) -> set[tuple[Language, Language]]:
    """Languages of calls, and those of the words that they may hear values in."""
    if not variables(speech):
        return set()
    return {(language, each) for language in Language for each in speech.in_each or (language,)}


def speeches(node: Node) -> Iterator[tuple[str, Speech]]:
    """What a node may say, each with the ending of its name."""
    say = getattr(node, "say", None)
    if isinstance(say, Speech):
        yield "", say
    yield from ((f".invalid-{count}", each) for count, each in enumerate(getattr(node, "invalid", ()), 1))
    yield from ((f".no-input-{count}", each) for count, each in enumerate(getattr(node, "no_input", ()), 1))


def variables(speech: Speech) -> frozenset[tuple[str, str]]:
    """The values in a text, each with its format."""
    texts = [speech.of(language) for language in Language]
    return frozenset((found[1], found[2] or "number") for text in texts for found in spoken.PLACEHOLDER.finditer(text))


def _sounds(speech: Speech, name: str) -> Iterator[Sound]:
    for language in Language:
        for each in speech.in_each or (language,):
            parts = (speech.of(each),) if not variables(speech) else spoken.still(speech.of(each))
            for count, text in enumerate(parts, 1):
                said = prompt(text, each, speech.file)
                yield Sound(said.media, language, each, text, f"{name}.part-{count}" if variables(speech) else name)
