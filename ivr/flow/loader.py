"""Flows from YAML files; every mistake is named by file and line, and a file with a mistake is not taken at all.

A file:

    language: zh_CN             # in force until the caller's own is known
    start: welcome
    nodes:
      welcome: {type: say, say: {en: …, zh_CN: …}, next: …}

The flow's id is the file's name. The fields of each node are those of `ivr.flow.model`. Must never judge what a flow does:
that is `ivr.flow.checker`.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta

from agent_desktop.cti.vocabulary import Language
from agent_desktop.errors import FileMistake, Mistake
from agent_desktop.files import Source, read_yaml
from agent_desktop.fit import fit, misfits
from ivr.flow import opening
from ivr.flow.checker import Finding, check, check_nodes, misdirected
from ivr.flow.model import Flow, HoursNode, Node, NodeId
from ivr.flow.subflows import NO_ENTRIES, Entries, Stray, check_together


class _File(msgspec.Struct, frozen=True):
    """A flow file; its nodes are taken one by one, so that one wrong node hides no mistake of another."""

    start: NodeId
    nodes: Annotated[dict[str, object], Meta(min_length=1)]
    language: Language = Language.ZH_CN
    blocked: NodeId | None = None


def load_flow(path: Path, queues: Collection[str] | None = None) -> Flow:
    """Read and check one flow. `queues` are those that exist; None: don't check.

    Raises:
        FileMistake: all that is wrong with it.

    """
    source = read_yaml(path)
    mistakes = [source.mistake(misfit.message, *misfit.key) for misfit in misfits(source, _File)]
    nodes = _nodes(source, mistakes)
    if mistakes:
        raise FileMistake(sorted(mistakes + _placed(source, _partly(source, nodes, queues))))
    file = fit(source, _File)
    flow = Flow(path.stem, file.start, nodes, file.language, file.blocked)
    if findings := check(flow, queues):
        raise FileMistake(sorted(_placed(source, findings)))
    return msgspec.structs.replace(flow, nodes={node_id: _expanded(node) for node_id, node in nodes.items()})


def load_flows(
    directory: Path, queues: Collection[str] | None = None, entries: Entries = NO_ENTRIES
) -> dict[str, Flow]:
    """Read and check every flow of a directory. `entries` are those in which calls begin.

    Raises:
        FileMistake: all that is wrong with any of them.

    """
    flows: dict[str, Flow] = {}
    mistakes: list[Mistake] = []
    for path in sorted(directory.glob("*.yaml")):
        try:
            flows[path.stem] = load_flow(path, queues)
        except FileMistake as error:
            mistakes += error.mistakes
    if mistakes:
        raise FileMistake(mistakes)
    if not flows:
        raise FileMistake([Mistake(directory, 0, "holds no flow (a file such as main.yaml)")])
    if missing := sorted(entries.all - set(flows)):
        raise FileMistake(
            [Mistake(directory, 0, f"lacks the flow `{name}`, which the settings name") for name in missing]
        )
    if strays := check_together(flows, entries):
        raise FileMistake(sorted(_strayed(directory, stray) for stray in strays))
    return flows


def _strayed(directory: Path, stray: Stray) -> Mistake:
    return _placed(read_yaml(directory / f"{stray.flow}.yaml"), [stray.finding])[0]


def _nodes(source: Source, mistakes: list[Mistake]) -> dict[NodeId, Node]:
    """The nodes that fit; the mistakes of the others."""
    nodes: dict[NodeId, Node] = {}
    for node_id in _stated(source):
        try:
            nodes[node_id] = fit(source, Node, "nodes", node_id)  # type: ignore[arg-type]  # a union is no type to mypy
        except FileMistake as error:
            mistakes += error.mistakes
    return nodes


def _stated(source: Source) -> dict[NodeId, object]:
    """The nodes as they stand in the file."""
    nodes = source.data.get("nodes") if isinstance(source.data, dict) else None
    return nodes if isinstance(nodes, dict) else {}


def _partly(source: Source, nodes: dict[NodeId, Node], queues: Collection[str] | None) -> list[Finding]:
    """What is wrong with the nodes that fit, in a flow where others do not."""
    findings = [*check_nodes(nodes, queues)]
    for node_id, node in nodes.items():
        findings += misdirected(node_id, node, _stated(source))
    return findings


def _placed(source: Source, findings: list[Finding]) -> list[Mistake]:
    return [source.mistake(_said(finding), *finding.key) for finding in findings]


def _said(finding: Finding) -> str:
    """The message, with the place where a line alone does not tell it."""
    return f"`{'.'.join(str(step) for step in finding.key)}`: {finding.message}"


def _expanded(node: Node) -> Node:
    """Ranges of days and dates written out, so that opening hours are one look-up."""
    if not isinstance(node, HoursNode):
        return node
    weekly = {day: spans for key, spans in node.weekly.items() for day in opening.weekdays(key)}
    exceptions = {day: spans for key, spans in node.exceptions.items() for day in opening.dates(key)}
    return msgspec.structs.replace(node, weekly=weekly, exceptions=exceptions)
