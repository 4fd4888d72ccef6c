"""Getting to know modems: which profile, which abilities, and what is no modem. Their answers are from manuals and users' logs."""

from __future__ import annotations

import re

import pytest

from agent_desktop.cti.modem.profile import SHIPPED, Flash, named, recognise, shipped
from agent_desktop.cti.modem.samples import Coding, Format, choose
from agent_desktop.cti.modem.trouble import Trouble
from agent_desktop.cti.vocabulary import Capability
from agent_desktop.errors import FileMistake, UserError
from tests.fakes.modems import CONEXANT, HAYES, USR, VSM_CONEXANT, Desk, Table

LUCENT: Table = {
    "ATI": ("LT V.90 Data+Fax Modem Version 6.00",),
    "AT+GMI": ("Lucent Technologies",),
    "AT+FCLASS=?": ("0,1,2,8",),
    "AT+VLS=?": ("(0,5,7)",),
}
UNKNOWN: Table = {
    "ATI": ("V92-ACME",),
    "AT+FCLASS=?": ("0,1,8",),
    "AT+VLS=?": ('0,"",', '1,"T",', '3,"LT",'),
    "AT+VSM=?": ('132,"A-Law",8,0,(8000),(0),(0)', '128,"8-BIT LINEAR",8,0,(7200-11025),(0),(0)'),
}
VOICE = {Capability.PROMPTS, Capability.RECEIVE_DIGITS, Capability.SEND_DIGITS}


@pytest.mark.parametrize(
    ("table", "name", "coding", "can", "cannot"),
    [
        (CONEXANT, "Conexant (Zoom 3095)", Coding(Format.UNSIGNED, 1), VOICE | {Capability.HOLD, Capability.RECORD}, set()),
        (USR, "U.S. Robotics USR5637", Coding(Format.UNSIGNED, 128), VOICE | {Capability.RECORD}, {Capability.HOLD}),
        (LUCENT, "Lucent / Agere", Coding(Format.ULAW, 131), VOICE | {Capability.HOLD}, {Capability.RECORD}),
        (UNKNOWN, "ITU-T V.253 voice", Coding(Format.ALAW, 132), VOICE | {Capability.HOLD}, set()),
        (HAYES, "Generic Hayes", None, {Capability.ANSWER, Capability.DIAL}, VOICE | {Capability.HOLD}),
        (CONEXANT | {"AT+FCLASS=?": ("0,1",)}, "Conexant (Zoom 3095)", None, {Capability.DIAL}, VOICE),
        (CONEXANT | {"AT+VLS=?": ('1,"T"',)}, "Conexant (Zoom 3095)", Coding(Format.UNSIGNED, 1), VOICE, {Capability.HOLD}),
        (UNKNOWN | {"AT+VLS=?": None}, "ITU-T V.253 voice", Coding(Format.ALAW, 132), VOICE, {Capability.HOLD}),
        (UNKNOWN | {"AT+VSM=?": ('0,"IMA ADPCM",4',)}, "ITU-T V.253 voice", None, {Capability.DIAL}, VOICE),
        (CONEXANT | {"AT+VSM=1,8000": None}, "Conexant (Zoom 3095)", None, {Capability.DIAL}, VOICE),
        (CONEXANT | {"AT+FCLASS=8": None}, "Conexant (Zoom 3095)", None, {Capability.DIAL}, VOICE),
    ],
)  # fmt: skip
def test_what_a_modem_can_do(
    table: Table, name: str, coding: Coding | None, can: set[Capability], cannot: set[Capability]
) -> None:
    abilities = Desk(table).modem.abilities
    assert abilities is not None
    assert (abilities.profile.name, abilities.coding) == (name, coding)
    assert abilities.capabilities >= can
    assert not abilities.capabilities & cannot


@pytest.mark.parametrize(
    ("flash", "can"),
    [
        (Flash.NONE, set()),
        (Flash.TOGGLE, {Capability.HOLD, Capability.CONSULT, Capability.TRANSFER}),
        (Flash.THREE_WAY, {Capability.HOLD, Capability.CONSULT, Capability.TRANSFER, Capability.CONFERENCE}),
    ],
)
def test_what_the_line_adds(flash: Flash, can: set[Capability]) -> None:
    abilities = Desk(HAYES, flash=flash).modem.abilities
    assert abilities is not None
    assert abilities.capabilities == {Capability.ANSWER, Capability.DIAL} | can


def test_caller_id_by_the_first_command_that_is_accepted() -> None:
    desk = Desk(CONEXANT | {"AT+VCID=1": None})
    assert "AT#CID=1" in desk.asked()
    abilities = desk.modem.abilities
    assert abilities is not None
    assert abilities.caller_id


def test_a_profile_by_name_wins() -> None:
    abilities = Desk(CONEXANT, known=named("hayes")).modem.abilities
    assert abilities is not None
    assert abilities.profile.name == "Generic Hayes"


def test_a_modem_that_speaks_in_numbers_at_first() -> None:
    desk = Desk(CONEXANT, change=lambda peer: setattr(peer, "words", False))
    assert desk.modem.up


def test_a_modem_whose_own_settings_are_broken() -> None:
    desk = Desk(
        CONEXANT | {"ATZ": None, "ATE0V1Q0": None},
        change=lambda peer: peer.results.update({"ATE0V1Q0": ["ERROR"] * 2 + ["OK"]}),
    )
    assert "AT&F" in desk.asked()
    assert desk.modem.up


def test_a_rotary_telephone_is_no_modem() -> None:
    with pytest.raises(Trouble, match="does not answer: no modem") as caught:
        Desk(HAYES, change=lambda peer: setattr(peer, "dead", True))
    assert caught.value.arguments == {"port": "/dev/modem"}


def test_one_that_refuses_everything_is_of_no_use() -> None:
    with pytest.raises(Trouble, match="answers every command with ERROR") as caught:
        Desk(HAYES, change=lambda peer: peer.results.update({"A": ["ERROR"] * 99}))
    assert caught.value.error_id == "modem_refuses"


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.yaml")), ids=lambda path: path.stem)
def test_shipped_profiles_hold_together(path) -> None:
    profile = shipped()[path.stem]
    assert all(re.compile(pattern) for pattern in profile.recognised)
    assert "{digits}" in profile.dial
    assert profile.voice is None or "{digits}" in profile.voice.digits


def test_what_nobody_knows() -> None:
    assert recognise(shipped(), ["ACME"], ["0,1,8"]).name == "ITU-T V.253 voice"
    assert recognise(shipped(), ["ACME"], ["0,1,1.0,2.8"]).name == "Generic Hayes"


def test_profiles_by_name_and_by_file(tmp_path) -> None:
    with pytest.raises(UserError, match="There are conexant, hayes"):
        named("acme")
    mine = tmp_path / "mine.yaml"
    mine.write_text(
        (SHIPPED / "hayes.yaml").read_text(encoding="utf-8").replace("Generic Hayes", "Mine"), encoding="utf-8"
    )
    assert named(str(mine)).name == "Mine"
    mine.write_text("name: X\ncolour: red\n", encoding="utf-8")
    with pytest.raises(FileMistake, match="colour"):
        named(str(mine))


@pytest.mark.parametrize(
    ("offers", "found"),
    [
        (VSM_CONEXANT, Coding(Format.ULAW, 131)),
        (['128,"8-BIT LINEAR",(7200,8000,11025)'], Coding(Format.UNSIGNED, 128)),
        (['128,"8-BIT LINEAR",8,0,(7200-11025),(0),(0)'], Coding(Format.UNSIGNED, 128)),
        (['0,"SIGNED PCM",8,0,8000,0,0'], Coding(Format.SIGNED, 0)),
        (['130,"8-BIT ALAW",(8000)'], Coding(Format.ALAW, 130)),
        (['4,"G711U",8,0,(8000),(0),(0)'], Coding(Format.ULAW, 4)),
        (['128,"8-BIT LINEAR",(7200,11025)'], None),
        (["nonsense", ""], None),
    ],
)
def test_the_best_of_what_is_offered(offers: list[str], found: Coding | None) -> None:
    assert choose(offers) == found
