"""Recordings that flows name with `file`: whether each is there, in every language in which it may be heard, and a sound.

A centre runs without them and speaks the texts instead, so their absence is named by `agent-desktop check` and stops nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from agent_desktop.cti.vocabulary import Language
from agent_desktop.errors import Mistake
from agent_desktop.files import read_yaml
from ivr import sound
from ivr.flow.checker import Finding, places_of_speech
from ivr.flow.model import Flow


def missing(directory: Path, flows: Mapping[str, Flow], recordings: Path) -> list[Mistake]:
    """What is wrong with them, at the line that names each. `recordings` holds a folder for each language."""
    mistakes: list[Mistake] = []
    for name, flow in flows.items():
        findings = list(_findings(flow, recordings))
        if findings:
            source = read_yaml(directory / f"{name}.yaml")
            mistakes += [source.mistake(finding.message, *finding.key) for finding in findings]
    return mistakes


def _findings(flow: Flow, recordings: Path) -> Iterator[Finding]:
    for node_id, node in flow.nodes.items():
        for place, speech in places_of_speech(node):
            for language in speech.in_each or Language if speech.file else ():
                if said := _wrong(recordings / language.value / f"{speech.file}.wav"):
                    yield Finding(
                        ("nodes", node_id, *place, "file"), f"`{'.'.join(map(str, (node_id, *place)))}`: {said}"
                    )


def _wrong(recording: Path) -> str | None:
    if not recording.is_file():
        return f"there is no recording {recording}"
    try:
        sound.examine(recording)
    except sound.UnusableSound as error:
        return f"{recording} {error}"
    return None
