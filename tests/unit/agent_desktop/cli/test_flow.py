"""`agent-desktop flow`, as a person at a terminal meets it."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from typer.testing import CliRunner

from agent_desktop.cli import app
from agent_desktop.errors import FileMistake, UserError

DIRECT = Path(__file__).parents[4] / "ivr" / "flows" / "direct.yaml"


def test_a_flow_goes_to_a_file_or_to_standard_output(tmp_path: Path) -> None:
    picture = tmp_path / "direct.svg"
    result = CliRunner().invoke(app, ["flow", str(DIRECT), "--lang", "zh_CN", "-o", str(picture)])
    assert (result.exit_code, result.output) == (0, "")
    shown = CliRunner().invoke(app, ["flow", str(DIRECT), "--lang", "zh_CN"])
    assert shown.stdout_bytes == picture.read_bytes()
    assert ET.fromstring(picture.read_bytes()).tag == "{http://www.w3.org/2000/svg}svg"
    assert "语音流程：direct" in picture.read_text(encoding="utf-8")
    assert "Voice menu: direct" in CliRunner().invoke(app, ["flow", str(DIRECT)]).output


def test_a_broken_flow_is_not_drawn_and_its_mistakes_are_named_by_line(tmp_path: Path) -> None:
    broken, picture = tmp_path / "broken.yaml", tmp_path / "broken.svg"
    broken.write_text("start: a\nnodes:\n  a: {type: hang_up}\n  b: {type: hang_up}\n", encoding="utf-8")
    result = CliRunner().invoke(app, ["flow", str(broken), "-o", str(picture)])
    assert isinstance(result.exception, FileMistake)
    assert str(result.exception) == f"{broken}:4: `nodes.b`: no call can reach `b`"
    assert not picture.exists()


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["flow", str(tmp_path / "none.yaml")])
    assert isinstance(result.exception, FileMistake)


def test_a_place_that_cannot_be_written_to(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["flow", str(DIRECT), "-o", str(tmp_path / "no" / "folder.svg")])
    with pytest.raises(UserError, match="cannot be written: No such file or directory"):
        raise result.exception or AssertionError
