"""`agent-desktop check`, as a person at a terminal meets it."""

from __future__ import annotations

from array import array
from pathlib import Path

import pytest
from typer.testing import CliRunner

from agent_desktop.cli import app
from agent_desktop.cti.vocabulary import Language
from agent_desktop.errors import FileMistake
from agent_desktop.settings import SAMPLE, load_settings
from ivr import sound
from ivr.centre.plan import load_flows_of

TEXT = SAMPLE.read_text(encoding="utf-8")
RECORDED = """\
start: a
nodes:
  a:
    type: say
    next: b
    say:
      file: welcome
  b:
    type: hang_up
    say:
      in_each: [zh_CN]
      file: bye
"""


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["check", *arguments])
    return result.exit_code, result.output


def test_the_shipped_files_are_well_and_it_says_what_it_looked_at() -> None:
    code, said = run()
    assert code == 0, said
    assert "4 queues, 7 agents" in said
    assert "direct (2 nodes), main (10 nodes)" in said
    assert said.endswith("All is well.\n")
    assert len(said.splitlines()) <= 24


def test_mistakes_in_all_kinds_of_file_are_named_by_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "flows").mkdir()
    (tmp_path / "flows" / "main.yaml").write_text(
        "start: a\nnodes:\n  a: {type: queue, queue: nights}\n", encoding="utf-8"
    )
    (tmp_path / "scripts").mkdir()
    (tmp_path / "scripts" / "broken.yaml").write_text("a: [\n", encoding="utf-8")
    path = tmp_path / "settings.toml"
    path.write_text(_with(TEXT, flows="flows", scripts="scripts"), encoding="utf-8")
    code, said = run("--settings", str(path))
    assert code == 1
    assert "flows/main.yaml:3: `nodes.a.queue`: there is no queue `nights`" in said
    assert "scripts/broken.yaml:" in said
    assert "mistakes in " in said


def test_a_trainers_own_scenarios(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text("id: own\nkind: complain\n", encoding="utf-8")
    code, said = run("--scenarios", str(tmp_path))
    assert code == 1
    assert "own.yaml:2: `kind`" in said


def test_flows_are_checked_even_when_the_settings_are_wrong(tmp_path: Path) -> None:
    (tmp_path / "flows").mkdir()
    (tmp_path / "flows" / "main.yaml").write_text("start: b\nnodes:\n  a: {type: queue, queue: q}\n", encoding="utf-8")
    path = tmp_path / "settings.toml"
    path.write_text(_with(TEXT, flows="flows").replace("port = 8765", 'port = "x"'), encoding="utf-8")
    code, said = run("--settings", str(path))
    assert code == 1
    assert "settings.toml:" in said
    assert "main.yaml:1: `start`: there is no node `b`" in said


@pytest.mark.parametrize("content", [None, "centre = 3", "][", "flows = 1\nscripts = [2]"])
def test_settings_that_are_none_at_all(tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "settings.toml"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    code, said = run("--settings", str(path))
    assert code == 1
    assert "settings.toml" in said
    assert "Traceback" not in said


def _with(text: str, **directories: str) -> str:
    """The sample with other directories; every call is led to `main`, and who waits hears music."""
    text = text.replace('= "direct"', '= "main"').replace('while_waiting = "waiting"', 'while_waiting = ""')
    for table, directory in directories.items():
        head, mark, tail = text.partition(f"[{table}]")
        text = head + mark + tail.replace('directory = ""', f'directory = "{directory}"', 1)
    return text


def test_a_recording_that_a_flow_names_is_there_in_both_languages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    recordings = tmp_path / "data" / "prompts" / "recordings"
    for language in Language:
        (recordings / language.value).mkdir(parents=True)
    sound.keep(array("h", [0] * 800), recordings / "en" / "welcome.wav")
    (recordings / "zh_CN" / "bye.wav").write_bytes(b"RIFF")
    (tmp_path / "flows").mkdir()
    (tmp_path / "flows" / "main.yaml").write_text(RECORDED, encoding="utf-8")
    path = tmp_path / "settings.toml"
    path.write_text(
        _with(TEXT, flows="flows").replace('data_directory = ""', f'data_directory = "{tmp_path / "data"}"'),
        encoding="utf-8",
    )
    code, said = run("--settings", str(path))
    assert code == 1
    assert [line for line in said.splitlines() if "recording" in line] == [
        f"flows/main.yaml:7: `a.say`: there is no recording {recordings / 'zh_CN' / 'welcome.wav'}",
        f"flows/main.yaml:12: `b.say`: {recordings / 'zh_CN' / 'bye.wav'} cannot be read as a WAV file: it ends too early",
    ]
    for name in ("welcome", "bye"):
        sound.keep(array("h", [0] * 800), recordings / "zh_CN" / f"{name}.wav")
    assert run("--settings", str(path))[0] == 0


def _together(tmp_path: Path, priorities: str, skills: str = "") -> list[str]:
    """What is said of the sample with these attribute priorities, whose flow sets `matter`, and asks for these skills."""
    (tmp_path / "flows").mkdir()
    flow = (
        "start: a\nnodes:\n"
        "  a: {type: set, values: {matter: outage}, next: b}\n"
        f"  b: {{type: queue, queue: general, skills: [{skills}]}}\n"
    )
    (tmp_path / "flows" / "main.yaml").write_text(flow, encoding="utf-8")
    text = _with(TEXT, flows="flows").replace("attribute_priorities = {}", f"attribute_priorities = {priorities}")
    (tmp_path / "settings.toml").write_text(text, encoding="utf-8")
    return run("--settings", str(tmp_path / "settings.toml"))[1].splitlines()


def test_priorities_go_by_what_flows_set_and_customers_have(tmp_path: Path) -> None:
    assert _together(tmp_path, "{ matter = { outage = 1 }, level = { gold = 1 } }")[-1] == "All is well."


def test_a_priority_for_what_no_flow_sets_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    line = next(number for number, text in enumerate(TEXT.splitlines(), 1) if "attribute_priorities" in text)
    said = _together(tmp_path, "{ mater = { outage = 1 } }")
    assert said[0] == f"settings.toml:{line}: no voice menu gives `mater` a value; did you mean `matter`?"
    assert said[-1] == "1 mistake in 1 file."


@pytest.mark.parametrize(
    ("skills", "words"),
    [
        ("complaint", "no agent has the skill `complaint`; did you mean `complaints`?"),
        ("complaints, flying", "no agent has the skill `flying`"),
    ],
)
def test_a_flow_that_asks_for_skills_that_nobody_has_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, skills: str, words: str
) -> None:
    monkeypatch.chdir(tmp_path)
    said = _together(tmp_path, "{}", skills)
    assert said[0].startswith(f"flows/main.yaml:4: `nodes.b.skills`: {words}")


def test_skills_that_nobody_of_the_queue_has_together_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(
        f"{__name__}.TEXT", TEXT.replace('queues = ["general", "orders"]', 'queues = ["orders"]\nskills = ["night"]', 1)
    )
    said = _together(tmp_path, "{}", "night")
    assert said[0] == "flows/main.yaml:4: `nodes.b.skills`: no agent of the queue `general` has all of: night"


def test_a_centre_does_not_start_with_a_flow_that_nobody_could_serve(tmp_path: Path) -> None:
    _together(tmp_path, "{}", "flying")
    with pytest.raises(FileMistake, match="no agent has the skill `flying`"):
        load_flows_of(load_settings(tmp_path / "settings.toml"))
