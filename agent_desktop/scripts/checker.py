"""What is wrong between the parts of scripts that are each of the right shape: steps that nothing leads to, ways that lead
nowhere, circles, texts that cannot be filled in, answers that are lost. Each mistake has its file and line.

Finds everything in one go. Must never read a file or change a script.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from agent_desktop.cti.vocabulary import Language
from agent_desktop.errors import Mistake
from agent_desktop.files import Key, Source
from agent_desktop.protocol.record import Text
from agent_desktop.scripts import wording
from agent_desktop.scripts.context import Context, Names, names
from agent_desktop.scripts.graph import distances, exits, passing, reached
from agent_desktop.scripts.model import (
    END,
    FINISH,
    InputKind,
    Script,
    StartRule,
    Starts,
    Step,
    StepKind,
    leaves,
    script_named,
)


@dataclass(frozen=True, slots=True)
class Loaded:
    """One script as read."""

    source: Source
    script: Script
    """Of a file with mistakes: only its sound steps."""
    places: tuple[int, ...]
    """Where each of the steps stands in the file's list."""
    whole: bool = True
    """False: some steps are missing, so what hangs together cannot be judged."""

    def step_ids(self) -> set[str]:
        """The ids of all steps, also of those that could not be read."""
        return {str(step["id"]) for step in self._raw_steps() if "id" in step}

    def fields(self) -> set[str]:
        """The log's fields that the script fills."""
        return {str(step["field"]) for step in self._raw_steps() if step.get("field")}

    def steps(self) -> Iterator[tuple[Key, Step]]:
        """The sound steps with their places."""
        for place, step in zip(self.places, self.script.steps, strict=True):
            yield ("steps", place), step

    def _raw_steps(self) -> list[dict[str, object]]:
        return [step for step in self.source.data["steps"] if isinstance(step, dict)]


@dataclass(frozen=True, slots=True)
class LoadedStarts:
    """One `starts.yaml` as read."""

    source: Source
    starts: Starts


@dataclass(frozen=True, slots=True)
class _Library:
    """What the parts are judged by."""

    loaded: Mapping[str, Loaded]
    complete: bool
    """False: some file could not be read at all, so a name that is not there may be in it."""
    dispositions: frozenset[str] | None
    fields: frozenset[str] | None
    """The answers that scripts record; None: not all are known."""
    samples: tuple[Names, ...]


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
    library = _Library(loaded, complete, dispositions, fields if complete else None, tuple(_samples(fields)))
    found = [mistake for file in loaded.values() for check in _CHECKS for mistake in check(library, file)]
    found += _circles(library)
    found += _openings_twice(library)
    found += [mistake for file in starts for mistake in _starts(library, file)]
    return found


def _samples(fields: Iterable[str]) -> Iterator[Names]:
    """Two calls to try texts on: one of which everything is known, and one of which nothing is."""
    text = Text(en="word", zh_CN="词")
    full = Context("Ann", text, "Brown", "Mr", "1", known=True, record_company="Co", standing="actual", matters=2)
    answered = dict.fromkeys(fields, "7")
    yield names(full, Language.EN, answered, ("next",))
    yield names(Context(), Language.EN, {}, ())


# --- one step --------------------------------------------------------------------------------------------------------


def _step_ids(_library: _Library, file: Loaded) -> Iterator[Mistake]:
    seen: set[str] = set()
    for key, step in file.steps():
        if step.id in {END, FINISH}:
            yield file.source.mistake(f"`{step.id}` has a meaning of its own and can be no step's id", *key, "id")
        if step.id in seen:
            yield file.source.mistake(f"the step `{step.id}` stands twice", *key, "id")
        seen.add(step.id)


def _wording(library: _Library, file: Loaded) -> Iterator[Mistake]:
    for key, text in _texts(file):
        for name, value in (("en", text.en), ("zh_CN", text.zh_CN)):
            if not value.strip():
                yield file.source.mistake(f"the text in `{name}` is empty", *key, name)
    for key, template in _templates(file):
        for wrong in wording.text_mistakes(template, library.fields, library.samples):
            yield file.source.mistake(wrong, *key)
    for key, condition in _conditions(file):
        for wrong in wording.condition_mistakes(condition, library.fields, library.samples):
            yield file.source.mistake(wrong, *key)


def _texts(file: Loaded) -> Iterator[tuple[Key, Text]]:
    if file.whole:
        yield ("title",), file.script.title
    for index, opening in enumerate(file.script.openings):
        yield ("openings", index, "label"), opening.label
    for key, step in file.steps():
        yield (*key, "title"), step.title
        for index, point in enumerate(step.points):
            yield (*key, "points", index), point.text
        for index, choice in enumerate(step.choices):
            yield (*key, "choices", index, "label"), choice.label
        if step.hint:
            yield (*key, "hint"), step.hint


def _templates(file: Loaded) -> Iterator[tuple[Key, str]]:
    for key, step in file.steps():
        texts: list[tuple[Key, Text]] = [
            ((*key, "points", index), point.text) for index, point in enumerate(step.points)
        ]
        if step.hint:
            texts.append(((*key, "hint"), step.hint))
        for place, text in texts:
            yield (*place, "en"), text.en
            yield (*place, "zh_CN"), text.zh_CN


def _conditions(file: Loaded) -> Iterator[tuple[Key, str]]:
    for key, step in file.steps():
        if step.when:
            yield (*key, "when"), step.when
        for index, point in enumerate(step.points):
            if point.when:
                yield (*key, "points", index, "when"), point.when


def _answers(_library: _Library, file: Loaded) -> Iterator[Mistake]:
    for key, step in file.steps():
        messages = _asking(step) if step.kind.takes_answer else _telling(step)
        yield from (file.source.mistake(message, *key, *place) for place, message in messages)
        if not step.points and step.kind is not StepKind.RECORD:
            yield file.source.mistake(f"there is nothing to {step.kind.value}: `points` is empty", *key)


def _asking(step: Step) -> Iterator[tuple[Key, str]]:
    kind = step.answer_kind
    if kind is None:
        yield (), f"`{step.kind.value}` needs an answer: `choices`, or `input` text, number, date or yes_no"
    if not step.field:
        yield (), "the answer goes nowhere: `field` is missing"
    if kind is InputKind.CHOICE and not step.choices:
        yield ("input",), "there is nothing to choose from: `choices` is missing"
    if kind is not InputKind.CHOICE and step.choices:
        yield ("choices",), f"`choices` does not go with `input: {kind}`"
    if kind is not InputKind.YES_NO:
        yield from (((name,), f"`{name}` goes with `input: yes_no` only") for name in _branches(step))
    yield from _doubles(step)


def _telling(step: Step) -> Iterator[tuple[Key, str]]:
    given = {"input": step.input, "choices": step.choices, "field": step.field}
    for name in [*(name for name, value in given.items() if value), *_branches(step)]:
        yield (name,), f"`{name}` needs an answer, and `{step.kind.value}` takes none: use ask or record"


def _branches(step: Step) -> list[str]:
    return [name for name, target in (("if_yes", step.if_yes), ("if_no", step.if_no)) if target]


def _doubles(step: Step) -> Iterator[tuple[Key, str]]:
    seen: set[str] = set()
    for index, choice in enumerate(step.choices):
        marks = {"value": choice.value, "label": f"en {choice.label.en}", "zh_CN": f"zh_CN {choice.label.zh_CN}"}
        for place, mark in marks.items():
            if f"{place}:{mark}" in seen:
                at: Key = ("value",) if place == "value" else ("label",)
                yield ("choices", index, *at), f"two choices have the same {at[0]}: {mark}"
            seen.add(f"{place}:{mark}")


def _disposition_codes(library: _Library, file: Loaded) -> Iterator[Mistake]:
    for key, step in file.steps():
        codes: list[tuple[Key, str]] = [(("disposition",), step.disposition)]
        codes += [(("choices", index, "disposition"), choice.disposition) for index, choice in enumerate(step.choices)]
        for place, code in codes:
            if code and library.dispositions is not None and code not in library.dispositions:
                near = _near(code, library.dispositions)
                yield file.source.mistake(f"no log has the disposition `{code}`{near}", *key, *place)


# --- ways ------------------------------------------------------------------------------------------------------------


def _ways(library: _Library, file: Loaded) -> Iterator[Mistake]:
    for key, step in file.steps():
        for way in exits(step):
            yield from _target(library, file, way.target, *key, *way.place)
            if way.visit and _no_script(library, way.visit):
                place = (*way.place[:2], "visit") if way.place[:1] == ("choices",) else ("visit",)
                yield file.source.mistake(
                    f"there is no script `{way.visit}`{_near(way.visit, library.loaded)}", *key, *place
                )
        if step.when and not step.next:
            yield file.source.mistake(
                "a step with `when` needs `next`: where to go when it is passed over", *key, "when"
            )
    for index, opening in enumerate(file.script.openings):
        yield from _target(library, file, opening.next, "openings", index, "next")
        if leaves(opening.next):
            yield file.source.mistake("an opening begins with a step of its own script", "openings", index, "next")


def _target(library: _Library, file: Loaded, target: str, *key: str | int) -> Iterator[Mistake]:
    script = script_named(target)
    if not target:
        yield file.source.mistake("this leads nowhere: `next` is missing", *key)
    elif script is not None and _no_script(library, script):
        yield file.source.mistake(f"there is no script `{script}`{_near(script, library.loaded)}", *key)
    elif not leaves(target) and target not in file.step_ids():
        yield file.source.mistake(f"there is no step `{target}`{_near(target, file.step_ids())}", *key)


def _whole(library: _Library, file: Loaded) -> Iterator[Mistake]:
    """What can be judged only where every step is there and every way leads somewhere."""
    if not file.whole or any(_ways(library, file)):
        return
    script = file.script
    main = reached(script, [script.first.id])
    aside = {opening.id: reached(script, [opening.next]) for opening in script.openings}
    places = {step.id: key for key, step in file.steps()}
    for step_id in places.keys() - main.union(*aside.values()):
        yield file.source.mistake(f"nothing leads to the step `{step_id}`", *places[step_id])
    for opening, steps in aside.items():
        for step_id in steps & main:
            message = f"`{step_id}` belongs to the script's main way and to the opening `{opening}`, which should `end` before it"
            yield file.source.mistake(message, *places[step_id])
    if trapped := [step.id for step in script.steps if step.id not in distances(script)]:
        yield file.source.mistake(f"no way leads out of the script from: {', '.join(trapped)}", *places[trapped[0]])


def _circles(library: _Library) -> Iterator[Mistake]:
    """Steps that pass the call on in a circle when none of their conditions holds: each has one way on."""
    ways = dict(passing({name: file.script for name, file in library.loaded.items()}))
    done: set[tuple[str, str]] = set()
    for start in ways:
        trail: list[tuple[str, str]] = []
        here: tuple[str, str] | None = start
        while here in ways and here not in done:
            done.add(here)
            trail.append(here)
            here = ways[here]
        if here in trail:
            yield _circle(library, trail[trail.index(here) :])


def _circle(library: _Library, steps: list[tuple[str, str]]) -> Mistake:
    script, step_id = steps[0]
    file = library.loaded[script]
    key = next(key for key, step in file.steps() if step.id == step_id)
    ring = " → ".join(f"{name}/{step}" for name, step in [*steps, steps[0]])
    return file.source.mistake(f"when no condition holds, the script goes round without the agent: {ring}", *key)


def _openings_twice(library: _Library) -> Iterator[Mistake]:
    seen: dict[str, str] = {}
    for file in library.loaded.values():
        for index, opening in enumerate(file.script.openings):
            if opening.id in seen:
                message = f"the opening `{opening.id}` stands twice, also in the script `{seen[opening.id]}`"
                yield file.source.mistake(message, "openings", index, "id")
            seen[opening.id] = file.script.id


# --- starts ----------------------------------------------------------------------------------------------------------


def _starts(library: _Library, file: LoadedStarts) -> Iterator[Mistake]:
    lists: list[tuple[Key, tuple[str, ...]]] = [(("default",), file.starts.default)]
    lists += [(("rules", index, "scripts"), rule.scripts) for index, rule in enumerate(file.starts.rules)]
    for key, scripts in lists:
        for index, script in enumerate(scripts):
            if _no_script(library, script):
                near = _near(script, library.loaded)
                yield file.source.mistake(f"there is no script `{script}`{near}", *key, index)
    for index, rule in enumerate(file.starts.rules):
        if not rule.scripts:
            yield file.source.mistake("`scripts` is empty", "rules", index, "scripts")
        if any(_covers(earlier, rule) for earlier in file.starts.rules[:index]):
            yield file.source.mistake("an earlier rule takes every call that this one would", "rules", index)


def _covers(earlier: StartRule, later: StartRule) -> bool:
    return earlier.matches(later.queue, tuple(later.path.split("/")) if later.path else (), later.dnis)


def _no_script(library: _Library, script: str) -> bool:
    return library.complete and script not in library.loaded


def _near(name: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(name, sorted(known), n=1)
    return f"; did you mean `{near[0]}`?" if near else ""


_CHECKS = (_step_ids, _wording, _answers, _disposition_codes, _ways, _whole)
