"""`agent-desktop demo`: what it says when its pictures have no place."""

from pathlib import Path

import pytest

from agent_desktop.__main__ import main


@pytest.fixture
def run(monkeypatch, capsys):
    """Run a command line; its exit code and what it wrote."""

    def command(*words):
        monkeypatch.setattr("sys.argv", ["agent-desktop", *words])
        with pytest.raises(SystemExit) as ended:
            main()
        return ended.value.code, capsys.readouterr().err

    return command


@pytest.mark.parametrize("below", ["", "pictures"])
def test_a_file_in_the_place_of_the_folder_is_one_clear_sentence(run, tmp_path: Path, below):
    file = tmp_path / "out"
    file.write_text("mine")
    code, told = run("demo", "--tour", "--out", str(file / below))
    assert code == 2
    assert "Traceback" not in told
    assert f"{file / below}: the pictures can't be written there" in told
    assert "--out" in told
    assert file.read_text() == "mine"


def test_a_folder_that_takes_no_files_is_said(run):
    code, told = run("demo", "--tour", "--out", "/proc")
    assert code == 2
    assert "/proc: the pictures can't be written there" in told
