"""`agent-desktop doctor`, as an administrator at a terminal meets it."""

import os
import re

import pytest
from typer.testing import CliRunner

from agent_desktop.cli import app
from agent_desktop.cli.doctor import system_language
from agent_desktop.cti.vocabulary import Language
from agent_desktop.settings import SAMPLE

SPEAKING = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")


@pytest.fixture
def settings(tmp_path):
    text = SAMPLE.read_text(encoding="utf-8").replace('data_directory = ""', f'data_directory = "{tmp_path / "data"}"')
    path = tmp_path / "settings.toml"
    path.write_text(text.replace("port = 8765", "port = 0"), encoding="utf-8")
    return path


def run(*arguments, **environment):
    silent = dict.fromkeys(SPEAKING, "") | {"LANG": "C"}
    result = CliRunner().invoke(app, ["doctor", *map(str, arguments)], env=silent | environment)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output


def test_the_built_in_switch_needs_no_asterisk(settings, tmp_path):
    code, said = run("--settings", settings)
    assert code == 0, said
    assert f"ok       file         {settings} is sound." in said
    assert "note     address      The built-in simulator is used; [switch] is not looked at." in said
    assert said.endswith("\nAll is well.\n")
    assert sorted(tmp_path.iterdir()) == [settings]


def test_in_chinese(settings):
    _, said = run("--settings", settings, "--language", "zh_CN")
    assert "提示  地址      使用内置的模拟交换机，不检查 [switch]。" in said
    assert said.endswith("\n一切正常。\n")
    by_system = run("--settings", settings, LANG="zh_CN.UTF-8")[1]
    assert _but_for_the_disk(by_system) == _but_for_the_disk(said)


def _but_for_the_disk(said):
    """Others fill it meanwhile."""
    return re.sub(r"剩余 [\d.]+ GiB", "", said)


def test_a_language_that_there_is_not():
    code, said = run("--language", "fr")
    assert code == 2
    assert "'fr' is not one of 'en', 'zh_CN'" in said


def test_settings_with_mistakes(settings):
    settings.write_text(settings.read_text(encoding="utf-8").replace("port = 0", 'port = "x"'), encoding="utf-8")
    code, said = run("--settings", settings)
    assert code == 1
    assert "Mistakes: 1." in said
    assert "not looked at before the above is mended: Centre, Switch" in said
    assert said.endswith("\n1 fault.\n")


def test_no_settings_at_all(tmp_path):
    code, said = run("--settings", tmp_path / "none.toml")
    assert (code, "There is no file " in said) == (1, True)


def test_a_switch_that_cannot_stand_so(settings):
    text = settings.read_text(encoding="utf-8").replace("embedded = true", "embedded = false")
    settings.write_text(text.replace('app = "agent-desktop"', 'app = "a,b"'), encoding="utf-8")
    code, said = run("--settings", settings)
    assert code == 1
    assert "[switch] cannot stand so. The ARI application 'a,b' may consist of" in said


def on_a_modem(settings, port):
    text = settings.read_text(encoding="utf-8").replace("embedded = true", "embedded = false")
    text = text.replace('kind = "ari"', 'kind = "modem"').replace('port = ""', f'port = "{port}"', 1)
    settings.write_text(text, encoding="utf-8")
    return run("--settings", settings)


def test_a_modem(settings, tmp_path, monkeypatch):
    port = tmp_path / "tty"
    code, said = on_a_modem(settings, port)
    assert code == 1
    assert f"There is no port {port}. Plug the modem in" in " ".join(said.split())
    port.touch()
    code, said = run("--settings", settings)
    assert code == 0
    assert "\nModem\n  ok       port" in said
    assert "8088" not in said
    granted = os.access
    monkeypatch.setattr("os.access", lambda path, mode: str(path) != str(port) and granted(path, mode))
    code, said = run("--settings", settings)
    assert (code, f"This user may not use {port}." in said) == (1, True)


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LANG": "zh_CN.UTF-8"}, Language.ZH_CN),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C.UTF-8"}, Language.EN),
        ({"LANG": "en_GB.UTF-8", "LANGUAGE": "zh_CN:en"}, Language.ZH_CN),
        ({"LANG": "de_DE.UTF-8"}, Language.EN),
    ],
)
def test_the_language_of_the_system(monkeypatch, environment, language):
    for name in SPEAKING:
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert system_language() is language
