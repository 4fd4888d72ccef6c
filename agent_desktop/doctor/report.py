"""The listing: a word, what was looked at, a sentence, in aligned columns. Must never judge."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text as Line

from agent_desktop.cti.vocabulary import Language
from agent_desktop.doctor.checks import Level, Section
from agent_desktop.protocol.record import Text

_LEVELS = {
    Level.OK: (Text("ok", "正常"), "green"),
    Level.NOTE: (Text("note", "提示"), "dim"),
    Level.WARNING: (Text("warning", "警告"), "yellow"),
    Level.FAULT: (Text("fault", "故障"), "bold red"),
}
_PASSED_OVER = Text("not looked at before the above is mended: {titles}", "上面的问题解决之后再检查：{titles}")
_ALL_WELL = Text("All is well.", "一切正常。")
_FAULTS = Text("{count} faults", "故障 {count} 项"), Text("1 fault", "故障 1 项")
_WARNINGS = Text("{count} warnings", "警告 {count} 项"), Text("1 warning", "警告 1 项")
_COMMA = Text(", ", "、")
_STOP = Text(".", "。")
_GAP, _NARROWEST = 2, 24


def show(console: Console, sections: Sequence[Section], language: Language) -> None:
    """Print what was found, and the sum of it."""
    titles = [title.of(language) for section in sections for title, _ in section.found]
    widths = max(cell_len(word.of(language)) for word, _ in _LEVELS.values()), max(map(cell_len, titles))
    for section in sections:
        console.print(Line(section.title.of(language), style="bold"))
        for word, title, said in _rows(section, language):
            _show_row(console, _padded(word, widths[0]) + _padded(title, widths[1]), said)
    console.print(Line(_sum(sections, language)))


def _rows(section: Section, language: Language) -> Iterator[tuple[Line, Line, Line]]:
    for title, verdict in section.found:
        word, style = _LEVELS[verdict.level]
        yield Line(word.of(language), style), Line(title.of(language)), Line(verdict.said.of(language))
    if section.passed_over:
        titles = _COMMA.of(language).join(title.of(language) for title in section.passed_over)
        yield Line("–", "dim"), Line(""), Line(_PASSED_OVER.of(language).format(titles=titles), "dim")


def _padded(cell: Line, width: int) -> Line:
    return cell + Line(" " * (width - cell.cell_len + _GAP))


def _show_row(console: Console, head: Line, said: Line) -> None:
    room = max(_NARROWEST, console.width - _GAP - head.cell_len)
    for number, part in enumerate(said.wrap(console, room)):
        before = Line(" " * (head.cell_len + _GAP)) if number else Line(" " * _GAP) + head
        part.rstrip()
        console.print(before + part, soft_wrap=True)


def _sum(sections: Sequence[Section], language: Language) -> str:
    levels = [verdict.level for section in sections for _, verdict in section.found]
    counts = []
    for level, (many, one) in ((Level.FAULT, _FAULTS), (Level.WARNING, _WARNINGS)):
        count = levels.count(level)
        if count:
            counts.append((one if count == 1 else many).of(language).format(count=count))
    return f"{_COMMA.of(language).join(counts)}{_STOP.of(language)}" if counts else _ALL_WELL.of(language)
