"""Which checks, on what, in which order: settings, centre, switch. The wiring of `agent-desktop doctor`."""

from __future__ import annotations

import shlex
from pathlib import Path

from agent_desktop.cti.ari.place import Place
from agent_desktop.doctor import centre, equipment, link, modem
from agent_desktop.doctor.ari import TIMEOUT_S, Ari
from agent_desktop.doctor.checks import Check, Section, Verdict, fault, note, ok, run
from agent_desktop.errors import FileMistake, UserError
from agent_desktop.protocol.record import Text
from agent_desktop.settings import SAMPLE, Settings, load_settings, switch_password
from agent_desktop.settings.model import SwitchKind
from ivr.centre.lock import is_held

_SETTINGS, _FILE = Text("Settings", "设置"), Text("file", "文件")
_CENTRE, _SWITCH, _MODEM = Text("Centre", "中心"), Text("Switch", "交换机"), Text("Modem", "调制解调器")
_SWITCH_CHECKS: tuple[Check[link.Switch], ...] = (*link.CHECKS, *equipment.CHECKS)


def examine(path: Path | None, timeout_s: float = TIMEOUT_S) -> tuple[Section, ...]:
    """Look at everything that these settings speak of. Changes nothing."""
    place = path or SAMPLE
    file = shlex.quote(str(place))
    try:
        settings = load_settings(place)
    except FileMistake as error:
        return (_unsound(file, place, len(error.mistakes)),)
    runs = is_held(settings.data_directory)
    here = run(_CENTRE, centre.CHECKS, centre.Centre(settings, file, runs))
    said = ok(f"{place} is sound.", f"{place} 没有错误。")
    return Section(_SETTINGS, ((_FILE, said),)), here, _switch(settings, file, runs, timeout_s)


def _unsound(file: str, place: Path, mistakes: int) -> Section:
    if not place.is_file():
        said = fault(
            f"There is no file {place}. Name another by --settings.", f"没有文件 {place}。请用 --settings 指定。"
        )
    else:
        said = fault(
            f"Mistakes: {mistakes}. `agent-desktop check --settings {file}` names each by its line.",
            f"有 {mistakes} 处错误。`agent-desktop check --settings {file}` 会逐行指出。",
        )
    return Section(_SETTINGS, ((_FILE, said),), (_CENTRE, _SWITCH))


def _switch(settings: Settings, file: str, runs: bool, timeout_s: float) -> Section:
    if settings.simulator.embedded:
        return _alone(
            note(
                "The built-in simulator is used; [switch] is not looked at. For an Asterisk set `embedded = false` under [simulator].",
                "使用内置的模拟交换机，不检查 [switch]。要接 Asterisk，请在 [simulator] 下设置 `embedded = false`。",
            )
        )
    if settings.switch.kind is SwitchKind.MODEM:
        return run(_MODEM, modem.CHECKS, settings)
    password, unread = _password(settings)
    stated = settings.switch
    try:
        where = Place(stated.url, stated.app, stated.user, password, stated.station, stated.outside)
    except UserError as error:
        return _alone(fault(f"[switch] cannot stand so. {error}", f"[switch] 填写有误：{error}"))
    looked_at = link.Switch(settings, Ari(where, timeout_s), file, unread, runs)
    return run(_SWITCH, _SWITCH_CHECKS, looked_at)


def _alone(verdict: Verdict) -> Section:
    return Section(_SWITCH, ((Text("address", "地址"), verdict),))


def _password(settings: Settings) -> tuple[str, str]:
    """The password, and why it cannot be read."""
    try:
        return switch_password(settings), ""
    except FileMistake as error:
        return "", str(error)
