"""What a centre has on its own machine: scripts, directory, database, journal, certificates, port, prompts."""

from __future__ import annotations

import errno
import importlib.util
import os
import shutil
import socket
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from agent_desktop.doctor import certificate
from agent_desktop.doctor.checks import Check, Verdict, fault, ok, warning
from agent_desktop.errors import FileMistake, UserError
from agent_desktop.protocol.record import Text
from agent_desktop.scripts.loader import check_directory
from agent_desktop.settings import Settings
from db.engine import Unusable, look_at
from db.migrate import Condition
from ivr import prompts, sound
from ivr.centre import journal as journals
from ivr.centre import plan as plans
from ivr.centre.catalogue import endpoint
from ivr.centre.waking import CURRENT
from ivr.flow.subflows import in_use

FULL_BYTES, TIGHT_BYTES = 100 * 2**20, 2**30
EXPIRES_SOON = timedelta(days=30)
_VOICE = ("pyttsx3", "espeakng_loader")
_OTHERS_ADDRESS = (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT)


@dataclass(frozen=True, slots=True)
class Centre:
    """What the checks of the centre look at."""

    settings: Settings
    file: str
    """The settings file, as it stands in a command."""
    runs: bool = False
    """A centre, in this data directory."""


def _scripts(centre: Centre) -> Iterator[Verdict]:
    settings = centre.settings
    mistakes = len(check_directory(settings.scripts_directory, frozenset(settings.dispositions)))
    try:
        plans.load_flows_of(settings)
    except FileMistake as error:
        mistakes += len(error.mistakes)
    if mistakes:
        yield fault(
            f"Mistakes: {mistakes}. `agent-desktop check --settings {centre.file}` names each by its line.",
            f"有 {mistakes} 处错误。`agent-desktop check --settings {centre.file}` 会逐行指出。",
        )
    else:
        yield ok("Voice menus and scripts are sound.", "语音菜单和脚本没有错误。")


def _directory(centre: Centre) -> Iterator[Verdict]:
    directory = centre.settings.data_directory
    there = _nearest(directory)
    if not there.is_dir():
        yield fault(
            f"{there} is in the way: it is no directory. Move it, or set another `data_directory` under [centre].",
            f"{there} 不是目录，挡住了数据目录。请移走它，或在 [centre] 下另设 `data_directory`。",
        )
    elif not os.access(there, os.W_OK | os.X_OK):
        yield fault(
            f"{there} cannot be written. Give this user the right to, or set another `data_directory` under [centre].",
            f"{there} 不可写。请给当前用户写权限，或在 [centre] 下另设 `data_directory`。",
        )
    elif there == directory:
        running = " A centre is running in it." if centre.runs else ""
        yield ok(
            f"{directory} can be written.{running}", f"{directory} 可写。{'中心正在其中运行。' if centre.runs else ''}"
        )
    else:
        yield ok(f"{directory} will be made at the first start.", f"{directory} 会在首次启动时创建。")


def _nearest(path: Path) -> Path:
    """What is there of a path."""
    return next(each for each in (path, *path.parents) if each.exists())


def _disk(centre: Centre) -> Iterator[Verdict]:
    there = _nearest(centre.settings.data_directory)
    free = shutil.disk_usage(there).free
    room = f"{free / 2**30:.1f} GiB"
    if free < FULL_BYTES:
        yield fault(
            f"The disk of {there} is full ({room} left): calls could not be kept. Make room.",
            f"{there} 所在磁盘已满（剩余 {room}），通话将无法保存。请腾出空间。",
        )
    elif free < TIGHT_BYTES:
        yield warning(
            f"Only {room} left on the disk of {there}. Make room soon.",
            f"{there} 所在磁盘只剩 {room}，请尽快腾出空间。",
        )
    else:
        yield ok(f"{room} left.", f"剩余 {room}。")


def _database(centre: Centre) -> Iterator[Verdict]:
    settings = centre.settings
    if not settings.database.url and not settings.data_directory.is_dir():
        yield _CONDITIONS[Condition.ABSENT]
        return
    try:
        yield _CONDITIONS[look_at(settings.database_url)]
    except Unusable as unusable:
        yield fault(f"{_capital(unusable.said.en)}.", f"{unusable.said.zh_CN}。")


def _journal(centre: Centre) -> Iterator[Verdict]:
    path = centre.settings.journal_directory / CURRENT
    if not path.exists():
        yield ok("It will be begun at the next start.", "会在下次启动时新建。")
        return
    try:
        found = len(journals.read(path).entries)
    except journals.OlderJournal:
        yield warning(
            f"An earlier version of this program wrote it. Calls that stood when it stopped are taken up as new ones at the next start; "
            f"callbacks and messages that waited are in {path} alone: see to them with that version first.",
            f"它由本程序的旧版本写成。停止时未结束的来电会在下次启动时作为新来电接入；排队中的回拨和留言只在 {path} 里，请先用旧版本处理完。",
        )
    except UserError as error:
        yield fault(
            f"{_capital(str(error))}.",
            f"无法使用 {path}：可能已损坏、没有读取权限，或由更新版本写成。请升级程序或改正权限；"
            "也可以把它移走后重新开始，未结束的来电会作为新来电接入。",
        )
    else:
        yield ok(f"It can be read: {found:,} inputs since it began.", f"可以读取，开始以来共 {found:,} 条输入。")


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


_CONDITIONS = {
    Condition.ABSENT: ok("It will be made at the first start.", "会在首次启动时创建。"),
    Condition.EMPTY: ok(
        "It answers, and is empty: its tables are made at the first start.",
        "可以连接，还是空的：数据表会在首次启动时创建。",
    ),
    Condition.OLDER: warning(
        "It was last used by an earlier version of this program. The next start brings its tables up to date: make a back-up first.",
        "上次使用它的是本程序的旧版本。下次启动会升级数据表，请先做好备份。",
    ),
    Condition.CURRENT: ok("It answers, and its tables are up to date.", "可以连接，数据表是最新的。"),
    Condition.NEWER: fault(
        "It was written by a newer version of this program. Update the program, or name another database under [database].",
        "它由本程序的更新版本写过。请升级程序，或在 [database] 下另设数据库。",
    ),
    Condition.FOREIGN: fault(
        "It has tables of another program that are named as ours are. Name a database of its own under [database].",
        "里面有别的程序的数据表，与我们的重名。请在 [database] 下另设一个专用的数据库。",
    ),
}


def _certificate(centre: Centre) -> Iterator[Verdict]:
    where = endpoint(centre.settings)
    if where.certificate is None:
        yield ok(
            f"None needed: seats connect on this machine only ({where.host}).",
            f"不需要：坐席只在本机连接（{where.host}）。",
        )
        return
    try:
        known = certificate.read(where.certificate, where.key)
    except certificate.Unfit as unfit:
        yield fault(unfit.said.en, unfit.said.zh_CN)
        return
    left = known.until - datetime.now(UTC)
    names, day = ", ".join(known.names) or "?", f"{known.until:%Y-%m-%d}"
    if left < EXPIRES_SOON:
        yield warning(
            f"The certificate for {names} expires on {day}. Put a new one in its place, and start the centre again.",
            f"{names} 的证书将于 {day} 到期。请换上新证书，并重新启动中心。",
        )
    else:
        yield ok(f"For {names}, until {day}.", f"用于 {names}，有效期至 {day}。")


def _port(centre: Centre) -> Iterator[Verdict]:
    where = endpoint(centre.settings)
    place = f"{where.host}:{where.port}"
    error = _cannot_open(where.host, where.port)
    if error is None:
        yield ok(f"{place} is free.", f"{place} 空闲。")
    elif error.errno == errno.EADDRINUSE and centre.runs:
        yield ok(f"{place} is in use by the centre that is running.", f"{place} 由正在运行的中心使用。")
    elif error.errno == errno.EADDRINUSE:
        yield fault(
            f"{place} is in use by another program. Stop that one, or set another `port` under [centre].",
            f"{place} 被别的程序占用。请停止那个程序，或在 [centre] 下另设 `port`。",
        )
    elif error.errno == errno.EACCES:
        yield fault(
            f"{place} may not be opened by this user. Set a `port` above 1023 under [centre].",
            f"当前用户不能使用 {place}。请在 [centre] 下设置 1023 以上的 `port`。",
        )
    elif isinstance(error, socket.gaierror) or error.errno in _OTHERS_ADDRESS:
        yield fault(
            f"{where.host} is no address of this machine. Set another `host` under [centre]; 0.0.0.0 stands for all of them.",
            f"{where.host} 不是本机的地址。请在 [centre] 下另设 `host`；0.0.0.0 表示本机的所有地址。",
        )
    else:
        yield fault(
            f"{place} cannot be opened: {error.strerror or error}.", f"{place} 无法使用：{error.strerror or error}。"
        )


def _cannot_open(host: str, port: int) -> OSError | None:
    """Why a centre could not listen there; nobody can connect while this looks."""
    try:
        for family, kind, protocol, _, address in socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        ):
            with socket.socket(family, kind, protocol) as tried:
                if sys.platform != "win32":  # as asyncio does it
                    tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                tried.bind(address)
    except OSError as error:
        return error
    return None


def _prompts(centre: Centre) -> Iterator[Verdict]:
    folder = centre.settings.prompts_directory
    flows = plans.load_flows_of(centre.settings)
    wanted = prompts.sounds(in_use(flows, centre.settings.first_flows))
    missing = [each for each in wanted if not sound.is_kept(folder / each.language.value / f"{each.media}.wav")]
    unrecorded = [each for each in missing if not _recording(folder, each.spoken.value, each.name).is_file()]
    if not missing:
        yield ok(f"All {len(wanted)} are there.", f"共 {len(wanted)} 段，已齐全。")
    elif not unrecorded or all(importlib.util.find_spec(module) for module in _VOICE):
        count = len(missing)
        yield ok(
            f"{count} of {len(wanted)} will be made at the next start.",
            f"共 {len(wanted)} 段，其中 {count} 段会在下次启动时生成。",
        )
    else:
        example = unrecorded[0]
        place = _recording(folder, example.spoken.value, example.name)
        yield warning(
            f"{len(unrecorded)} are missing, and nothing here can speak them: callers would hear nothing there. Install the voice:"
            f" pip install 'agent-desktop[desktop]'; or record them, the first as {place}",
            f"缺少 {len(unrecorded)} 段，这里也没有能朗读它们的语音库：来电人在那里什么也听不到。请安装语音库："
            f"pip install 'agent-desktop[desktop]'；或自己录音，第一段存为 {place}",
        )


def _recording(folder: Path, language: str, name: str) -> Path:
    return folder / prompts.RECORDINGS / language / f"{name}.wav"


SCRIPTS = Check(Text("scripts", "脚本"), _scripts)
DIRECTORY = Check(Text("directory", "数据目录"), _directory)
CHECKS = (
    SCRIPTS,
    DIRECTORY,
    Check(Text("disk", "磁盘"), _disk),
    Check(Text("database", "数据库"), _database, (DIRECTORY,)),
    Check(Text("journal", "事件日志"), _journal, (DIRECTORY,)),
    Check(Text("certificate", "证书"), _certificate),
    Check(Text("port", "端口"), _port),
    Check(Text("prompts", "提示音"), _prompts, (SCRIPTS,)),
)
