"""docs/errors.md says what agent_desktop/protocol/errors.py says."""

import ast
import inspect
from itertools import pairwise
from pathlib import Path

from agent_desktop.protocol import errors
from agent_desktop.protocol.errors import ErrorId

DOCUMENT = Path(__file__).parents[4] / "docs" / "errors.md"
HEAD = "| id | what has happened | arguments |\n| --- | --- | --- |\n"


def meanings() -> dict[ErrorId, str]:
    """Each member's docstring, which Python itself does not keep."""
    body = ast.parse(inspect.getsource(errors.ErrorId)).body[0]
    assert isinstance(body, ast.ClassDef)
    found = {}
    for statement, after in pairwise(body.body):
        if isinstance(statement, ast.Assign) and isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant):
            name = statement.targets[0]
            assert isinstance(name, ast.Name)
            found[ErrorId[name.id]] = " ".join(str(after.value.value).split())
    return found


def table() -> str:
    rows = (
        f"| `{error}` | {text} | {', '.join(f'`{name}`' for name in error.arguments)} |\n"
        for error, text in meanings().items()
    )
    return HEAD + "".join(rows)


def test_every_id_says_what_has_happened() -> None:
    assert set(meanings()) == set(ErrorId)


def test_an_id_is_its_name_in_small_letters() -> None:
    assert {error.name.lower() for error in ErrorId} == {str(error) for error in ErrorId}


def test_the_document_holds_the_table() -> None:
    assert table() in DOCUMENT.read_text(encoding="utf-8"), f"docs/errors.md should hold:\n{table()}"
