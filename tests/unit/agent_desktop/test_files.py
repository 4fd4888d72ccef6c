"""YAML and TOML as people write them: values with their lines, and every mistake a sentence with a place."""

from pathlib import Path

import msgspec
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from agent_desktop import files
from agent_desktop.errors import FileMistake
from agent_desktop.files import MOST_NESTED, MOST_VALUES, Source, read_toml, read_yaml


@pytest.fixture(params=["libyaml", "python"])
def parser(request, monkeypatch):
    """Both parsers: a PyYAML without libyaml reads the same."""
    if request.param == "python":
        monkeypatch.setattr(files, "_YAML_LOADER", yaml.SafeLoader)
    else:
        assert files._YAML_LOADER is yaml.CSafeLoader


def written(tmp_path, text, name="a.yaml"):
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def mistake(path, read=read_yaml):
    with pytest.raises(FileMistake) as caught:
        read(path)
    (only,) = caught.value.mistakes
    return only


def test_values_and_their_lines(tmp_path, parser):
    text = 'name: 服务\nwaits: [1, 2.5,\n  yes]\nnode:\n  "quoted": "5"\n  empty:\n  day: !!str 2026-01-02\n'
    source = read_yaml(written(tmp_path, text))
    assert source.data == {
        "name": "服务",
        "waits": [1, 2.5, True],
        "node": {"quoted": "5", "empty": None, "day": "2026-01-02"},
    }
    assert [source.line(*key) for key in [(), ("waits", 2), ("node", "quoted"), ("node", "gone"), ("gone",)]] == [
        *(1, 3, 5, 4, 1)
    ]


def test_an_empty_file_holds_nothing(tmp_path, parser):
    assert read_yaml(written(tmp_path, "# nothing yet\n")) == Source(tmp_path / "a.yaml", None, {})


def test_an_alias_repeats_what_its_anchor_marks(tmp_path, parser):
    source = read_yaml(written(tmp_path, "a: &who {name: Ann}\nb: *who\nc: [&n 1, *n]\n"))
    assert source.data == {"a": {"name": "Ann"}, "b": {"name": "Ann"}, "c": [1, 1]}
    assert source.line("b", "name") == 2


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("a: &x\n  b: [*x]\n", 2, "`*x`"),
        ("&x [1,\n *x]\n", 2, "itself"),
        ("a: 1\nb: *gone\n", 2, "`*gone`"),
        ("a: 1\nb: 2\na: 3\n", 3, "`a` stands twice"),
        ("? [1, 2]\n: x\n", 1, "plain word"),
        ("&a x: 1\n*a : 2\n", 2, "plain word"),
        ("a: 1\n---\nb: 2\n", 2, "second document"),
        ("a: [1\n", 2, ""),
        ("a: !python/object:os.system x\n", 1, "not understood"),
        ("a: 2026-99-99\n", 1, "not understood"),
        ("a: 1\n" + "[" * 100_000, 2, ""),
        ("a: " + "[" * 100_000, 1, "nested too deeply"),
        ("a:\n " + "{a: " * (MOST_NESTED + 1), 2, "nested too deeply"),
    ],
)
def test_mistakes_are_named_by_their_line(tmp_path, parser, text, line, words):
    found = mistake(written(tmp_path, text))
    assert found.line == line
    assert words in found.message


def test_a_few_lines_that_mean_billions_of_values_are_too_much(tmp_path, parser):
    lines = ["a0: &a0 x", *(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12))]
    found = mistake(written(tmp_path, "\n".join(lines)))
    assert str(MOST_VALUES) in found.message


@pytest.mark.parametrize("content", [b"a: \xff\n", b"a: \x00\n"])
def test_what_is_no_text(tmp_path, parser, content):
    assert mistake(written(tmp_path, content)).path.name == "a.yaml"


def test_a_file_that_is_not_there(tmp_path):
    assert "cannot be read" in mistake(tmp_path / "gone.yaml").message
    assert "cannot be read" in mistake(tmp_path).message


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(PLAIN)
def test_what_yaml_writes_is_read_back(tmp_path_factory, data):
    path = tmp_path_factory.getbasetemp() / "any.yaml"
    path.write_text(yaml.safe_dump(data), encoding="utf-8")
    assert read_yaml(path).data == data


@given(st.text(alphabet="ab:-&*[]{}!|>'\"#%?, \n\t", max_size=60))
def test_whatever_is_typed_is_read_or_is_a_mistake(tmp_path_factory, text):
    path = tmp_path_factory.getbasetemp() / "typed.yaml"
    path.write_text(text, encoding="utf-8")
    try:
        read_yaml(path)
    except FileMistake as error:
        assert str(error).startswith(str(path))  # noqa: PT017 - either way is right


# --- TOML -------------------------------------------------------------------------------------------------------------


def test_toml_knows_its_lines(tmp_path):
    text = 'top = 1\n\n[a.b] # a table\n"key" = 2\n[[list]]\nx = 1\n[[list]]\nx = 2\n'
    source = read_toml(written(tmp_path, text, "a.toml"))
    assert source.data == {"top": 1, "a": {"b": {"key": 2}}, "list": [{"x": 1}, {"x": 2}]}
    assert [source.line(*key) for key in [("top",), ("a", "b"), ("a", "b", "key"), ("list", 1, "x")]] == [1, 3, 4, 8]


@pytest.mark.parametrize(
    ("text", "line"), [("a = 1\nb = \n", 2), ("a = 1\na = 2\n", 2), ("a = " + "[" * 10_000, 0), (b"a = '\xff'", 0)]
)
def test_broken_toml(tmp_path, text, line):
    assert mistake(written(tmp_path, text, "a.toml"), read_toml).line == line


class Person(msgspec.Struct):
    name: str
    ages: list[int]


def test_a_misfit_is_named_at_its_line(tmp_path):
    source = read_yaml(written(tmp_path, "ann:\n  name: Ann\n  ages:\n  - 1\n  - two\n"))
    with pytest.raises(FileMistake, match=r"a\.yaml:5: Expected `int`, got `str`"):
        source.to(Person, "ann")


def test_a_file_of_the_windows_notepad_begins_with_a_mark(tmp_path: Path) -> None:
    toml, yaml = tmp_path / "a.toml", tmp_path / "a.yaml"
    toml.write_text("a = 1\n", encoding="utf-8-sig")
    yaml.write_text("a: 1\n", encoding="utf-8-sig")
    assert read_toml(toml).data == read_yaml(yaml).data == {"a": 1}
