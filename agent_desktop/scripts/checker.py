"""What is wrong between the parts of scripts that are each of the right shape: steps that nothing leads to, ways that lead
nowhere, circles, texts that cannot be filled in, answers that are lost. Each mistake has its file and line.

Finds everything in one go. Must never read a file or change a script.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from agent_desktop.cti.vocabulary import Language
from agent_desktop.errors import Mistake
from agent_desktop.files import Key
from agent_desktop.protocol.record import Text
from agent_desktop.scripts.context import Context, Names, names
from agent_desktop.scripts.loaded import Library, Loaded, LoadedStarts, near
from agent_desktop.scripts.model import StartRule
from agent_desktop.scripts.step_checks import step_mistakes
from agent_desktop.scripts.way_checks import circles, openings_twice, way_mistakes


def mistakes_between(
    loaded: Mapping[str, Loaded],
    starts: Iterable[LoadedStarts],
    *,
    complete: bool,
    dispositions: frozenset[str] | None,
) -> list[Mistake]:
    """All mistakes, in no order.

    `complete` is False where a file could not be read at all: what would follow from that alone is not named.
    `dispositions` are the codes that logs know; None: not looked at.
    """
    fields = frozenset(name for file in loaded.values() for name in file.fields())
    library = Library(loaded, complete, dispositions, fields if complete else None, tuple(_samples(fields)))
    found = [
        mistake
        for file in loaded.values()
        for check in (step_mistakes, way_mistakes)
        for mistake in check(library, file)
    ]
    found += circles(library)
    found += openings_twice(library)
    found += [mistake for file in starts for mistake in _starts(library, file)]
    return found


def _samples(fields: Iterable[str]) -> Iterator[Names]:
    """Two calls to try texts on: one of which everything is known, and one of which nothing is."""
    text = Text(en="word", zh_CN="词")
    full = Context("Ann", text, "Brown", "Mr", "1", known=True, record_company="Co", standing="actual", matters=2)
    answered = dict.fromkeys(fields, "7")
    yield names(full, Language.EN, answered, ("next",))
    yield names(Context(), Language.EN, {}, ())


def _starts(library: Library, file: LoadedStarts) -> Iterator[Mistake]:
    lists: list[tuple[Key, tuple[str, ...]]] = [(("default",), file.starts.default)]
    lists += [(("rules", index, "scripts"), rule.scripts) for index, rule in enumerate(file.starts.rules)]
    for key, scripts in lists:
        for index, script in enumerate(scripts):
            if library.lacks(script):
                hint = near(script, library.loaded)
                yield file.source.mistake(f"there is no script `{script}`{hint}", *key, index)
    for index, rule in enumerate(file.starts.rules):
        if not rule.scripts:
            yield file.source.mistake("`scripts` is empty", "rules", index, "scripts")
        if any(_covers(earlier, rule) for earlier in file.starts.rules[:index]):
            yield file.source.mistake("an earlier rule takes every call that this one would", "rules", index)


def _covers(earlier: StartRule, later: StartRule) -> bool:
    return earlier.matches(later.queue, tuple(later.path.split("/")) if later.path else (), later.dnis)
