"""From a text to the sound that says it: names only, computed from the text, so that a flow runs without any sound.

A sound's name comes from its words and their language, so a changed text is a new sound and an unchanged one is kept.
Must never look at a file: `ivr.prompts` makes the sounds.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterator

import msgspec

from agent_desktop.cti.switch import Prompt
from agent_desktop.cti.vocabulary import Language
from ivr.flow.model import CallbackNode, Flow, HangUpNode, MenuNode, Node, SayNode, Speech

FOLDER = "agent-desktop"


class Sound(msgspec.Struct, frozen=True):
    """One file of speech."""

    media: str
    """As in `Prompt.media`."""
    language: Language
    """The language of the call: the folder that the switch looks into."""
    spoken: Language
    """The language of the words."""
    text: str
    name: str
    """Where it is said, such as `main.welcome` or `main.language.invalid-1`; a recording is given under this name."""


def prompt(text: str, spoken: Language) -> Prompt:
    """The prompt that says a text."""
    digest = hashlib.sha256(f"{spoken}\n{text}".encode()).hexdigest()
    return Prompt(f"{FOLDER}/{digest[:16]}", text)


@functools.lru_cache(maxsize=4096)
def prompts_of(speech: Speech, language: Language) -> tuple[Prompt, ...]:
    """What to play to a call in this language."""
    return tuple(prompt(speech.of(spoken), spoken) for spoken in speech.in_each or (language,))


def sounds_of(flow: Flow) -> Iterator[Sound]:
    """Every sound that the flow may play."""
    for node_id, node in flow.nodes.items():
        for suffix, speech in speeches(node):
            yield from _sounds(speech, f"{flow.flow}.{node_id}{suffix}")


def speeches(node: Node) -> Iterator[tuple[str, Speech]]:
    """What a node may say, each with the ending of its name."""
    match node:
        case SayNode(say=say) | CallbackNode(say=Speech() as say) | HangUpNode(say=Speech() as say):
            yield "", say
        case MenuNode():
            yield "", node.say
            yield from ((f".invalid-{count}", speech) for count, speech in enumerate(node.invalid, 1))
            yield from ((f".no-input-{count}", speech) for count, speech in enumerate(node.no_input, 1))
        case _:
            pass


def _sounds(speech: Speech, name: str) -> Iterator[Sound]:
    for language in Language:
        for spoken in speech.in_each or (language,):
            said = prompt(speech.of(spoken), spoken)
            yield Sound(said.media, language, spoken, said.text, name)
