"""`agent-desktop seed`: what cannot be is one sentence."""

from typer.testing import CliRunner

from agent_desktop.cli import app
from agent_desktop.errors import UserError
from agent_desktop.settings import SAMPLE


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path):
    (tmp_path / "taken").write_text("")
    settings = tmp_path / "my.toml"
    text = SAMPLE.read_text(encoding="utf-8")
    settings.write_text(text.replace('data_directory = ""', f'data_directory = "{tmp_path / "taken" / "data"}"'))
    result = CliRunner().invoke(app, ["seed", "--customers", "1", "--settings", str(settings)])
    assert isinstance(result.exception, UserError)
    assert "cannot be made" in str(result.exception)
