"""What is wrong inside a scenario of the right shape: names that lead nowhere, facts that nobody tells, steps that no script has. Each
mistake has its file and line. Must never read a file.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator

from agent_desktop.errors import Mistake
from agent_desktop.files import Key, Source
from agent_desktop.scripts.model import NO, YES, InputKind, Scripts
from agent_desktop.training.matching import plain
from agent_desktop.training.model import Beat, Scenario


def mistakes_in(
    source: Source, scenario: Scenario, scripts: Scripts, dispositions: frozenset[str] | None
) -> list[Mistake]:
    """All mistakes of one file, in no order. `scenario` has the common parts in it already, behind its own."""
    return [
        *_twice(source, scenario),
        *_names(source, scenario),
        *_cues(source, scenario, scripts),
        *_beats(source, scenario),
        *_words(source, scenario),
        *_codes(source, scenario, dispositions),
    ]


def _twice(source: Source, scenario: Scenario) -> Iterator[Mistake]:
    lists = {
        "facts": [fact.id for fact in scenario.facts],
        "sayings": [saying.id for saying in scenario.sayings],
        "beats": [beat.id for beat in scenario.beats],
    }
    for name, ids in lists.items():
        for place, one in enumerate(ids):
            if one in ids[:place]:
                yield source.mistake(f"`{one}` stands twice", name, place, "id")
    steps = [wanted.id for wanted in scenario.marks.steps]
    for place, one in enumerate(steps):
        if one in steps[:place]:
            yield source.mistake(f"`{one}` stands twice", "marks", "steps", place, "id")


def _names(source: Source, scenario: Scenario) -> Iterator[Mistake]:
    beats = [beat.id for beat in scenario.beats]
    facts = [fact.id for fact in scenario.facts]
    steps = [wanted.id for wanted in scenario.marks.steps]
    places: list[tuple[Key, Collection[str], Collection[str], str]] = [
        (("solved",), scenario.solved, beats, "beat"),
        (("marks", "order"), scenario.marks.order, steps, "step of the marks"),
    ]
    for place, beat in _own(source, scenario):
        places += [
            (("beats", place, "needs"), beat.needs, beats, "beat"),
            (("beats", place, "unless"), beat.unless, beats, "beat"),
            (("beats", place, "tells"), beat.tells, facts, "fact"),
        ]
    for key, named, known, what in places:
        for name in named:
            if name not in known:
                yield source.mistake(f"there is no {what} `{name}`{_near(name, known)}", *key)
    told = {fact for beat in scenario.beats for fact in beat.tells}
    for place, fact in enumerate(facts):
        if fact not in told:
            yield source.mistake(f"no beat tells the fact `{fact}`", "facts", place)


def _cues(source: Source, scenario: Scenario, scripts: Scripts) -> Iterator[Mistake]:
    for place, beat in _own(source, scenario):
        for at, cue in enumerate(beat.on):
            if wrong := _wrong_cue(cue, scenario, scripts):
                yield source.mistake(wrong, "beats", place, "on", at)
    for place, wanted in enumerate(scenario.marks.steps):
        for at, cue in enumerate(wanted.by):
            if wrong := _wrong_cue(cue, scenario, scripts):
                yield source.mistake(wrong, "marks", "steps", place, "by", at)


def _wrong_cue(cue: str, scenario: Scenario, scripts: Scripts) -> str:
    kind, colon, name = cue.partition(":")
    if kind == "opening" and scripts.opening(name) is None:
        return f"no script has an opening `{name}`"
    if kind == "say" and scenario.saying(name) is None:
        return f"there is no saying `{name}`{_near(name, [saying.id for saying in scenario.sayings])}"
    if colon or "/" not in cue:
        return ""
    position, _, value = cue.partition("=")
    script, _, step = position.partition("/")
    found = scripts.step(script, step)
    if found is None:
        known = [one.id for one in scripts.scripts[script].steps] if script in scripts.scripts else scripts.scripts
        return f"there is no step `{position}`{_near(step if script in scripts.scripts else script, known)}"
    allowed = {YES, NO} if found.answer_kind is InputKind.YES_NO else {choice.value for choice in found.choices}
    if value and allowed and value not in allowed:
        return f"`{position}` has no answer `{value}`{_near(value, allowed)}"
    return ""


def _beats(source: Source, scenario: Scenario) -> Iterator[Mistake]:
    for place, beat in _own(source, scenario):
        if not (beat.say or beat.mood or beat.tells or beat.fault or beat.ends):
            yield source.mistake(f"nothing comes of `{beat.id}`", "beats", place)
        unheard = [cue for cue in beat.on if cue == "hold" or cue.startswith("holding:")]
        if beat.say and unheard:
            yield source.mistake(f"nobody hears what is said on `{unheard[0]}`", "beats", place, "say")


def _words(source: Source, scenario: Scenario) -> Iterator[Mistake]:
    for place, saying in enumerate(scenario.sayings[: _count(source, "sayings")]):
        for word in (*saying.words.en, *saying.words.zh_CN):
            if plain(word) != word:
                yield source.mistake(f"`{word}` is never found: write `{plain(word)}`", "sayings", place, "words")
    for place, note in enumerate(scenario.marks.notes):
        for word in note.words:
            if plain(word) != word:
                yield source.mistake(
                    f"`{word}` is never found: write `{plain(word)}`", "marks", "notes", place, "words"
                )


def _codes(source: Source, scenario: Scenario, dispositions: frozenset[str] | None) -> Iterator[Mistake]:
    for place, code in enumerate(scenario.marks.dispositions if dispositions is not None else ()):
        if code not in (dispositions or ()):
            hint = _near(code, dispositions or ())
            yield source.mistake(f"no log has the disposition `{code}`{hint}", "marks", "dispositions", place)


def _own(source: Source, scenario: Scenario) -> Iterator[tuple[int, Beat]]:
    """The beats that stand in this file, with their places."""
    return enumerate(scenario.beats[: _count(source, "beats")])


def _count(source: Source, name: str) -> int:
    return len(source.data.get(name, ()))


def _near(name: str, known: Collection[str]) -> str:
    near = difflib.get_close_matches(name, list(known), n=1)
    return f"; did you mean `{near[0]}`?" if near else ""
