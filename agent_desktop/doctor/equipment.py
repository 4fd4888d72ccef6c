"""What the switch has of what a centre uses: modules, telephones, a trunk, music, prompts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from agent_desktop.cti.vocabulary import Language
from agent_desktop.doctor.checks import Check, Verdict, fault, note, ok, warning
from agent_desktop.doctor.link import USER, Switch
from agent_desktop.errors import FileMistake
from agent_desktop.protocol.loopback import is_loopback
from agent_desktop.protocol.record import Text
from ivr import prompts, sound
from ivr.centre import plan as plans

MODULES: dict[str, Text] = {
    "res_ari_applications": Text("choosing events", "筛选事件"),
    "res_ari_bridges": Text("joining calls", "接通双方"),
    "res_ari_channels": Text("controlling calls", "控制通话"),
    "res_ari_events": Text("hearing of calls", "接收通话事件"),
    "res_ari_playbacks": Text("stopping prompts", "停止提示音"),
    "res_ari_recordings": Text("pausing a recording", "暂停录音"),
    "res_stasis": Text("every call", "一切通话"),
    "res_stasis_answer": Text("answering", "应答"),
    "res_stasis_playback": Text("prompts", "提示音"),
    "res_stasis_recording": Text("recording", "录音"),
    "res_stasis_snoop": Text("listening in", "监听"),
    "res_musiconhold": Text("music for those who wait", "等待音乐"),
    "app_stasis": Text("calls from the dialplan", "从拨号方案接入通话"),
    "pbx_config": Text("extensions.conf", "extensions.conf"),
    "bridge_simple": Text("talks of two", "双方通话"),
    "bridge_softmix": Text("conferences", "三方通话"),
    "chan_bridge_media": Text("tones and recording of talks", "通话中的提示音和录音"),
    "codec_alaw": Text("A-law telephones", "A 律话机"),
    "codec_ulaw": Text("µ-law telephones", "µ 律话机"),
    "format_pcm": Text("prompts in the telephones' codecs", "话机编码的提示音"),
    "format_wav": Text("prompts and recordings", "提示音和录音文件"),
}
"""What a centre asks of Asterisk (`cti/ari/requests.py`) and asterisk-config writes for it, and which module does it."""
SIP_MODULES: dict[str, Text] = {
    "chan_pjsip": Text("SIP telephones", "SIP 话机"),
    "res_pjsip": Text("SIP telephones", "SIP 话机"),
    "res_pjsip_session": Text("SIP calls", "SIP 通话"),
    "res_pjsip_sdp_rtp": Text("sound of SIP calls", "SIP 通话的声音"),
    "res_rtp_asterisk": Text("sound of SIP calls", "SIP 通话的声音"),
    "res_pjsip_registrar": Text("telephones that register", "话机注册"),
    "res_pjsip_authenticator_digest": Text("telephones' passwords", "话机密码"),
    "res_pjsip_endpoint_identifier_user": Text("knowing a telephone", "识别话机"),
    "res_pjsip_endpoint_identifier_ip": Text("knowing the provider", "识别运营商"),
}
_NAMED = 8
"""So many are named one by one."""
_DATA = "/usr/share/asterisk"
"""Debian's place for sounds, where the switch doesn't tell its own."""


class _Module(msgspec.Struct):
    name: str
    status: str = ""


class _Endpoint(msgspec.Struct):
    technology: str
    resource: str
    state: str = ""


class _Format(msgspec.Struct):
    language: str


class _Sound(msgspec.Struct):
    id: str
    formats: tuple[_Format, ...] = ()


class _Variable(msgspec.Struct):
    value: str = ""


def _modules(switch: Switch) -> Iterator[Verdict]:
    yield from _running(switch, MODULES)


def _sip(switch: Switch) -> Iterator[Verdict]:
    dialled = switch.settings.switch
    if any(name.casefold().startswith("pjsip/") for name in (dialled.station, dialled.outside)):
        yield from _running(switch, SIP_MODULES)
    else:
        yield note("The settings dial nothing by PJSIP.", "设置里没有用 PJSIP 拨号。")


def _running(switch: Switch, wanted: dict[str, Text]) -> Iterator[Verdict]:
    found: tuple[_Module, ...] = switch.ari.get("asterisk/modules", tuple[_Module, ...]) or ()
    running = {each.name.removesuffix(".so") for each in found if each.status == "Running"}
    missing = {name: use for name, use in wanted.items() if name not in running}
    if not missing:
        yield ok(f"All {len(wanted)} that a centre uses are running.", f"中心用到的 {len(wanted)} 个都在运行。")
        return
    en = ", ".join(f"{name}.so ({use.en})" for name, use in missing.items())
    zh_cn = "、".join(f"{name}.so（{use.zh_CN}）" for name, use in missing.items())
    yield fault(
        f"These modules do not run: {en}. Take their `noload` out of modules.conf and start Asterisk again; one that does not start then says"
        " why in Asterisk's log.",
        f"这些模块没有运行：{zh_cn}。请从 modules.conf 里去掉它们的 `noload`，重新启动 Asterisk；如果仍不运行，原因在 Asterisk 的日志里。",
    )


def endpoint_of(template: str, device: str) -> tuple[str, str]:
    """Technology and name of the endpoint that is dialled: `PJSIP/{device}@trunk` goes by `trunk`."""
    technology, _, rest = template.replace("{device}", device).partition("/")
    return technology.casefold(), rest.partition("/")[0].rpartition("@")[2]


def _endpoints(switch: Switch) -> dict[tuple[str, str], str]:
    """The state of each endpoint."""
    found: tuple[_Endpoint, ...] = switch.ari.get("endpoints", tuple[_Endpoint, ...]) or ()
    return {(each.technology.casefold(), each.resource): each.state for each in found}


def _telephones(switch: Switch) -> Iterator[Verdict]:
    stations = [agent.station for agent in switch.settings.agents.values() if agent.station]
    known = _endpoints(switch)
    template = switch.settings.switch.station
    states = {station: known.get(endpoint_of(template, station)) for station in stations}
    unknown = [station for station, state in states.items() if state is None]
    offline = [station for station, state in states.items() if state == "offline"]
    if unknown and _is_simulator(switch):
        yield fault(
            f"The simulated switch does not have {_listed(unknown, ', ')}. Start it with these telephones: `--stations {','.join(stations)}`",
            f"模拟交换机没有 {_listed(unknown, '、')}。请这样启动它，使它有这些话机：`--stations {','.join(stations)}`",
        )
    elif unknown:
        yield fault(
            f"The switch does not know {_listed(unknown, ', ')} (dialled as {template}). `agent-desktop asterisk-config --settings {switch.file}`"
            " prints what pjsip.conf needs for them; then: asterisk -rx 'core reload'",
            f"交换机不认识 {_listed(unknown, '、')}（拨号方式 {template}）。`agent-desktop asterisk-config --settings {switch.file}`"
            " 会打印 pjsip.conf 所需的内容；写入后执行：asterisk -rx 'core reload'",
        )
    if offline:
        yield warning(
            f"Not registered: {_listed(offline, ', ')}. Switch these telephones on; each registers with its number as user and the password"
            " that stands in pjsip.conf.",
            f"未注册：{_listed(offline, '、')}。请打开这些话机；注册时用户名是号码，密码见 pjsip.conf。",
        )
    if not stations:
        yield note("No agent has a `station` in the settings.", "设置里没有坐席填写 `station`。")
    elif not unknown and not offline:
        count = len(stations)
        yield ok(f"Known and registered: all {count}.", f"共 {count} 部，都已登记并注册。")


def _listed(names: list[str], comma: str) -> str:
    rest = len(names) - _NAMED
    return comma.join(names[:_NAMED]) + (f"{comma}+{rest}" if rest > 0 else "")


def _trunk(switch: Switch) -> Iterator[Verdict]:
    template = switch.settings.switch.outside
    technology, name = endpoint_of(template, "0")
    state = _endpoints(switch).get((technology, name))
    if state is None:
        yield fault(
            f"The switch does not know {name}, by which outside numbers are dialled ({template}). Correct `outside` under [switch], or set it up:"
            f" `agent-desktop asterisk-config --settings {switch.file} --provider HOST:PORT`",
            f"交换机不认识拨打外线所用的 {name}（{template}）。请改正 [switch] 下的 `outside`，或进行配置："
            f"`agent-desktop asterisk-config --settings {switch.file} --provider 主机:端口`",
        )
    elif state == "offline":
        yield warning(
            f"The provider behind {name} does not answer. Compare `contact` in pjsip.conf with what the provider gave you, and see to the network.",
            f"{name} 对面的运营商没有应答。请核对 pjsip.conf 里的 `contact` 与运营商给的地址，并检查网络。",
        )
    else:
        yield ok(f"{name} is known and can be reached.", f"{name} 已登记，可以连通。")


def _music(switch: Switch) -> Iterator[Verdict]:
    """ARI tells nothing of classes, but where Asterisk's files are."""
    if _is_simulator(switch):
        yield ok("The simulated switch has music of its own.", "模拟交换机自带等待音乐。")
        return
    folder = _variable(switch, "ASTETCDIR")
    text = _text(Path(folder) / "musiconhold.conf") if folder and _is_near(switch) else None
    if text is None:
        yield note(
            "ARI doesn't tell of music, and musiconhold.conf can't be read from here. On the switch: asterisk -rx 'moh show classes'"
            " should show `default`.",
            "ARI 不提供音乐的信息，这里也读不到 musiconhold.conf。请在交换机上执行 asterisk -rx 'moh show classes'，应能看到 `default`。",
        )
        return
    stated = class_of(text, "default")
    if stated is None:
        yield warning(
            f"musiconhold.conf has no class [default]: callers who wait hear nothing. `agent-desktop asterisk-config --settings {switch.file}`"
            " prints it; then: asterisk -rx 'moh reload'",
            f"musiconhold.conf 里没有 [default] 类：等待的来电人什么也听不到。`agent-desktop asterisk-config --settings {switch.file}`"
            " 会打印所需内容；写入后执行：asterisk -rx 'moh reload'",
        )
        return
    yield from _music_files(switch, stated)


def _music_files(switch: Switch, stated: dict[str, str]) -> Iterator[Verdict]:
    directory = Path(_variable(switch, "ASTDATADIR") or _DATA) / stated.get("directory", "")
    ours = switch.settings.prompts_directory / "music"
    if stated.get("mode") != "files" or _has_files(directory):
        yield ok("The class [default] is there.", "有 [default] 类。")
    elif directory == ours.absolute():
        yield note(
            f"The class [default] plays what is in {directory}. The centre puts it there when it starts; then: asterisk -rx 'moh reload'",
            f"[default] 类播放 {directory} 里的文件，中心启动时会放进去；之后执行：asterisk -rx 'moh reload'",
        )
    else:
        yield warning(
            f"The class [default] plays what is in {directory}, and nothing is there. In musiconhold.conf set `directory = {ours}`; then:"
            " asterisk -rx 'moh reload'",
            f"[default] 类播放 {directory} 里的文件，但那里什么也没有。请在 musiconhold.conf 里设置 `directory = {ours}`，"
            "然后执行：asterisk -rx 'moh reload'",
        )


def class_of(text: str, name: str) -> dict[str, str] | None:
    """A section of an Asterisk configuration; None where it isn't there. Its comments begin with `;`."""
    found: dict[str, str] | None = None
    inside = False
    for line in (re.sub(r"(?<!\\);.*", "", raw).strip() for raw in text.splitlines()):
        if head := re.match(r"\[([^\]]+)\]", line):
            inside = head[1] == name
            found = {} if inside and found is None else found
        elif inside and found is not None and "=" in line:
            key, _, value = line.partition("=")
            found[key.strip()] = value.lstrip(">").strip()
    return found


def _has_files(directory: Path) -> bool:
    try:
        return any(directory.iterdir())
    except OSError:
        return False


def _text(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None


def _is_simulator(switch: Switch) -> bool:
    """Ours, which is set up by its options."""
    return switch.ari.first.server.endswith("-simulator")


def _is_near(switch: Switch) -> bool:
    """Whether the switch's files are this machine's."""
    return is_loopback(urlsplit(switch.settings.switch.url).hostname or "")


def _variable(switch: Switch, name: str) -> str:
    found: _Variable | None = switch.ari.get(f"asterisk/variable?variable={name}", _Variable)
    return found.value if found else ""


def _prompts(switch: Switch) -> Iterator[Verdict]:
    made = set(_made(switch))
    if not made:
        yield note(
            "No prompts are made yet, so that none can be asked for. Start the centre once, and look again.",
            "还没有生成提示音，无从查起。请先启动一次中心，再来检查。",
        )
        return
    heard = set(_heard(switch))
    if unheard := made - heard:
        yield warning(*_unheard(switch, unheard))
    else:
        yield ok(f"The switch finds all {len(made)}.", f"共 {len(made)} 段，交换机都找得到。")


def _made(switch: Switch) -> Iterator[tuple[Language, str]]:
    try:
        flows = plans.load_flows_of(switch.settings)
    except FileMistake:
        return
    for each in prompts.sounds(flows):
        if sound.is_kept(switch.settings.prompts_directory / each.language.value / f"{each.media}.wav"):
            yield each.language, each.media


def _heard(switch: Switch) -> Iterator[tuple[Language, str]]:
    found: tuple[_Sound, ...] = switch.ari.get("sounds", tuple[_Sound, ...]) or ()
    for each in found:
        for one in each.formats:
            if one.language in set(Language):
                yield Language(one.language), each.id


def _unheard(switch: Switch, unheard: Iterable[tuple[Language, str]]) -> tuple[str, str]:
    """By the links that make them heard, one for each language."""
    unheard = tuple(unheard)
    if _is_simulator(switch):
        option = f"`--sounds {switch.settings.prompts_directory.absolute()}`"
        return (
            f"The simulated switch does not find {len(unheard)} of the prompts: each lasts two seconds there. Start it with {option}",
            f"模拟交换机找不到其中 {len(unheard)} 段提示音，每段按两秒计。请这样启动它：{option}",
        )
    sounds = f"{_variable(switch, 'ASTDATADIR') or _DATA}/sounds"
    ours = switch.settings.prompts_directory.absolute()
    languages = sorted({language.value for language, _ in unheard})
    links = "; ".join(
        f"mkdir -p {sounds}/{each} && ln -s {ours / each / 'agent-desktop'} {sounds}/{each}/" for each in languages
    )
    count, near = len(unheard), _is_near(switch)
    reach = Text("", "") if near else _reach(ours)
    return (
        f"The switch does not find {count} of the prompts: callers would hear nothing there.{reach.en} On the switch: {links}",
        f"有 {count} 段提示音交换机找不到：来电人在那里什么也听不到。{reach.zh_CN}请在交换机上执行：{links}",
    )


def _reach(folder: Path) -> Text:
    return Text(
        f" Let its machine reach {folder} of this one, by a share or a copy.",
        f"请先用共享或复制的办法，让那台机器能读到这里的 {folder}。",
    )


SIP = Check(Text("SIP modules", "SIP 模块"), _sip, (USER,))
CHECKS = (
    Check(Text("modules", "模块"), _modules, (USER,)),
    SIP,
    Check(Text("telephones", "话机"), _telephones, (USER, SIP)),
    Check(Text("trunk", "中继"), _trunk, (USER, SIP)),
    Check(Text("music", "等待音乐"), _music, (USER,)),
    Check(Text("prompts", "提示音"), _prompts, (USER,)),
)
