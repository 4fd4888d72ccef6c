"""Callers of the simulator's library on a single telephone line: they hear what the modem plays, press keys, talk and lose patience.

They know a voice from music by its pauses, and a menu in several languages by its several phrases. Pure.
"""

from __future__ import annotations

from dataclasses import dataclass

from agent_desktop.cti.modem_emulator.line import Line, Party
from agent_desktop.cti.modem_emulator.sound import Sound
from agent_desktop.cti.simulator.callers import Caller, When
from agent_desktop.cti.simulator.life import Deed, HangUp, Life, Press, Say, Stage
from agent_desktop.cti.simulator.model import Heard
from agent_desktop.cti.simulator.traffic import Traffic
from agent_desktop.cti.vocabulary import Language

_CHARACTER_S = {Language.EN: 0.065, Language.ZH_CN: 0.22}
"""A character as people say it."""


@dataclass(frozen=True, slots=True)
class News:
    """A caller has come to another stage, or found the line busy (None)."""

    at: float
    caller: Caller
    stage: Stage | None


class _Person:
    """One of them in one call."""

    def __init__(self, caller: Caller, people: People, now: float) -> None:
        self.life = Life(caller, now)
        name = "" if caller.withheld else caller.shown_name
        self.party = Party(caller.id, caller.number, name, caller.withheld)
        self.party.on_heard, self.party.on_sound = self._heard, self._sounds
        self._people = people
        self._sound = Sound.SILENCE
        self._undecided = bool(caller.acts) and caller.acts[0].when is When.LANGUAGE
        """Whether a menu in several languages is still expected; then the first utterance is judged by its end."""

    def _heard(self, heard: Heard, now: float) -> None:
        before = self.life.stage
        self.life.hear(heard, now)
        if self.life.stage is not before:
            self._people.tell(self, now)

    def _sounds(self, now: float) -> None:
        before, self._sound = self._sound, self.party.ear.sound
        if self._sound is Sound.MUSIC:
            self._heard(Heard.MUSIC, now)
        elif before is Sound.SILENCE and not self._undecided:
            self._heard(Heard.PROMPT_BEGAN, now)
        elif before is Sound.VOICE and self._sound is Sound.SILENCE:
            if self._undecided:
                self._heard(Heard.PROMPTS_BEGAN if self.party.ear.phrases > 1 else Heard.PROMPT_BEGAN, now)
                self._undecided = False
            self._heard(Heard.PROMPT_ENDED, now)


class People:
    """Those who call, and whoever is on the line."""

    def __init__(self, line: Line, traffic: Traffic | None = None) -> None:
        self._line = line
        self._traffic = traffic or Traffic(())
        self._persons: list[_Person] = []
        self._news: list[News] = []

    def begin(self, now: float) -> None:
        """Traffic starts."""
        self._traffic.begin(now)

    def next_deadline(self) -> float | None:
        """When `tick` is wanted."""
        deadlines = [self._traffic.next_deadline(), *(person.life.next_deadline() for person in self._persons)]
        return min((at for at in deadlines if at is not None), default=None)

    def tick(self, now: float) -> None:
        """Do what is due."""
        for person in list(self._persons):
            for deed in person.life.tick(now):
                self._do(person, deed, now)
        while (at := self._traffic.next_deadline()) is not None and at <= now:
            caller = self._traffic.due(now, {person.life.caller.id for person in self._persons})
            if caller is not None:
                self.place(caller, now)

    def place(self, caller: Caller, now: float) -> bool:
        """Somebody calls; False: the line is busy."""
        person = _Person(caller, self, now)
        if not self._line.call(person.party, now):
            self._news.append(News(now, caller, None))
            return False
        self._persons.append(person)
        self.tell(person, now)
        return True

    def tell(self, person: _Person, now: float) -> None:
        """They have come to another stage."""
        self._news.append(News(now, person.life.caller, person.life.stage))
        if person.life.stage is Stage.GONE:
            self._persons.remove(person)

    def take_news(self) -> list[News]:
        """How they have fared since the last time."""
        news, self._news = self._news, []
        return news

    def _do(self, person: _Person, deed: Deed, now: float) -> None:
        match deed:
            case Press(digit):
                self._line.press(person.party, digit, now)
            case Say(text, language):
                self._line.speak(person.party, len(text) * _CHARACTER_S[language], now)
            case HangUp():
                self._line.gone(person.party, now)
