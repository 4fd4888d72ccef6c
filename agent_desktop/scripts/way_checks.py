"""What is wrong between steps: ways that lead nowhere, steps that nothing leads to, circles that never end."""

from __future__ import annotations

from collections.abc import Iterator

from agent_desktop.errors import Mistake
from agent_desktop.files import Key
from agent_desktop.scripts.graph import distances, exits, passing, reached
from agent_desktop.scripts.loaded import Library, Loaded, near
from agent_desktop.scripts.model import Step, leaves, script_named


def way_mistakes(library: Library, file: Loaded) -> Iterator[Mistake]:
    """All of them, of one script."""
    wrong = list(_ways(library, file))
    yield from wrong
    if file.whole and not wrong:
        yield from _whole(file)


def _ways(library: Library, file: Loaded) -> Iterator[Mistake]:
    for key, step in file.steps():
        for way in exits(step):
            yield from _target(library, file, way.target, *key, *way.place)
        for place, visit in _visits(step):
            if visit and library.lacks(visit):
                hint = near(visit, library.loaded)
                yield file.source.mistake(f"there is no script `{visit}`{hint}", *key, *place)
        if step.when and not step.next:
            yield file.source.mistake(
                "a step with `when` needs `next`: where to go when it is passed over", *key, "when"
            )
    for index, opening in enumerate(file.script.openings):
        yield from _target(library, file, opening.next, "openings", index, "next")
        if leaves(opening.next):
            yield file.source.mistake("an opening begins with a step of its own script", "openings", index, "next")


def _visits(step: Step) -> Iterator[tuple[Key, str]]:
    yield ("visit",), step.visit
    for index, choice in enumerate(step.choices):
        yield ("choices", index, "visit"), choice.visit


def _target(library: Library, file: Loaded, target: str, *key: str | int) -> Iterator[Mistake]:
    script = script_named(target)
    if not target:
        yield file.source.mistake("this leads nowhere: `next` is missing", *key)
    elif script is not None and library.lacks(script):
        yield file.source.mistake(f"there is no script `{script}`{near(script, library.loaded)}", *key)
    elif not leaves(target) and target not in file.step_ids():
        yield file.source.mistake(f"there is no step `{target}`{near(target, file.step_ids())}", *key)


def _whole(file: Loaded) -> Iterator[Mistake]:
    """What can be judged only where every step is there and every way leads somewhere."""
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


def circles(library: Library) -> Iterator[Mistake]:
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


def _circle(library: Library, steps: list[tuple[str, str]]) -> Mistake:
    script, step_id = steps[0]
    file = library.loaded[script]
    key = next(key for key, step in file.steps() if step.id == step_id)
    ring = " → ".join(f"{name}/{step}" for name, step in [*steps, steps[0]])
    return file.source.mistake(f"when no condition holds, the script goes round without the agent: {ring}", *key)


def openings_twice(library: Library) -> Iterator[Mistake]:
    seen: dict[str, str] = {}
    for file in library.loaded.values():
        for index, opening in enumerate(file.script.openings):
            if opening.id in seen:
                message = f"the opening `{opening.id}` stands twice, also in the script `{seen[opening.id]}`"
                yield file.source.mistake(message, "openings", index, "id")
            seen[opening.id] = file.script.id
