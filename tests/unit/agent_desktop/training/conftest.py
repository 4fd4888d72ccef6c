"""A small scenario whose every beat is there for a reason."""

from __future__ import annotations

import pytest

from agent_desktop.protocol.record import Text
from agent_desktop.training.model import (
    Beat,
    Cast,
    Fact,
    Kind,
    Marks,
    Note,
    Person,
    Saying,
    Scenario,
    Temper,
    Wanted,
    Words,
)


def text(word: str) -> Text:
    return Text(en=word, zh_CN=word)


@pytest.fixture
def small() -> Scenario:
    return Scenario(
        id="small",
        kind=Kind.ENQUIRY,
        title=text("Small"),
        about=text("about"),
        aim=text("aim"),
        cast=Cast(en=Person("Ann"), zh_CN=Person("安")),
        keys="0",
        temper=Temper(start=50, silence_s=20, hold_s=30, step=5, leaves_at=10, parting=text("Enough.")),
        facts=(Fact("number", text("The number")),),
        sayings=(
            Saying("which", text("Which number?"), Words(en=("which number",))),
            Saying("rude", text("Go away."), Words(en=("go away", "number"))),
        ),
        beats=(
            Beat("hello", on=("greeting/welcome",), say=(text("Hello."), text("It's me."))),
            Beat("early", on=("say:which",), unless=("hello",), mood=-1),
            Beat("asked", on=("say:which",), needs=("hello",), tells=("number",), mood=10, say=(text("Seven."),)),
            Beat("rude", on=("say:rude",), again=True, mood=-25, fault=text("Rude")),
            Beat("still", on=("silence:8",), say=(text("Still there?"),)),
            Beat("warm", on=("closing/thank",), mood_from=55, say=(text("Thanks!"),), ends=True),
            Beat("cold", on=("closing/thank",), unless=("warm",), say=(text("Hm."),), ends=True),
        ),
        puzzled=text("What?"),
        solved=("asked",),
        marks=Marks(
            greet_s=10,
            steps=(
                Wanted("hi", text("Greeted"), ("greeting/welcome",)),
                Wanted("ask", text("Asked"), ("say:which",)),
                Wanted("bye", text("Took leave"), ("closing/thank",)),
            ),
            order=("hi", "ask", "bye"),
            hold_s=40,
            dispositions=("enquiry_answered",),
            follow_up=True,
            notes=(Note(text("Seven is noted"), ("seven",)),),
            mood=60,
        ),
    )
