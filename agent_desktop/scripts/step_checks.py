"""What is wrong within single steps: ids, texts that are empty or cannot be filled in, answers that are lost or double."""

from __future__ import annotations

from collections.abc import Iterator

from agent_desktop.errors import Mistake
from agent_desktop.files import Key
from agent_desktop.protocol.record import Text
from agent_desktop.scripts import wording
from agent_desktop.scripts.loaded import Library, Loaded, near
from agent_desktop.scripts.model import END, FINISH, InputKind, Step, StepKind

MOST_CHOICES = 9


def step_mistakes(library: Library, file: Loaded) -> Iterator[Mistake]:
    """All of them, of one script."""
    yield from _ids(file)
    yield from _wording(library, file)
    yield from _answers(file)
    yield from _disposition_codes(library, file)


def _ids(file: Loaded) -> Iterator[Mistake]:
    seen: set[str] = set()
    for key, step in file.steps():
        if step.id in {END, FINISH}:
            yield file.source.mistake(f"`{step.id}` has a meaning of its own and can be no step's id", *key, "id")
        if step.id in seen:
            yield file.source.mistake(f"the step `{step.id}` stands twice", *key, "id")
        seen.add(step.id)


def _wording(library: Library, file: Loaded) -> Iterator[Mistake]:
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


def _answers(file: Loaded) -> Iterator[Mistake]:
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
    if len(step.choices) > MOST_CHOICES:
        yield ("choices", MOST_CHOICES), f"more than {MOST_CHOICES} choices: each has a number key"
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


def _disposition_codes(library: Library, file: Loaded) -> Iterator[Mistake]:
    """Only of a centre's own scripts: those that come with the program may suggest what a centre has dropped."""
    if library.dispositions is None or not file.own:
        return
    for key, step in file.steps():
        codes: list[tuple[Key, str]] = [(("disposition",), step.disposition)]
        codes += [(("choices", index, "disposition"), choice.disposition) for index, choice in enumerate(step.choices)]
        for place, code in codes:
            if code and code not in library.dispositions:
                hint = near(code, library.dispositions)
                yield file.source.mistake(f"no log has the disposition `{code}`{hint}", *key, *place)
