"""The words of a script: Jinja2 templates and conditions, sandboxed, over the names of `context.WORDS`.

Two promises. What an administrator may write is a small language: names, `if`, `and`/`or`/`not`, comparisons, `in`, and the
filters of `FILTERS`; anything else is refused when the file is read. And a live call never stops over a text: what is not known
becomes a clear placeholder, and is reported. Must never run anything but these templates.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from jinja2 import StrictUndefined, Template, TemplateError, TemplateSyntaxError, Undefined, nodes
from jinja2.environment import TemplateExpression
from jinja2.sandbox import SandboxedEnvironment

from agent_desktop.cti.vocabulary import Language
from agent_desktop.protocol.record import Text
from agent_desktop.scripts.context import WORDS, Names

FILTERS = frozenset({"default", "d", "lower", "upper", "title", "capitalize", "trim", "int", "length"})
ANSWERS = "answers"

_ENVIRONMENT = SandboxedEnvironment(undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
_TROUBLE = (TemplateError, TypeError, ValueError, ArithmeticError)
"""What a template can raise: a name that is not there, words compared with numbers, a filter's refusal."""
_UNSAYABLE = Text(en="[wording cannot be shown]", zh_CN="〔话术无法显示〕")
_ALLOWED_NODES = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.Getattr,
    nodes.Const,
    nodes.Filter,
    nodes.If,
    nodes.CondExpr,
    nodes.Compare,
    nodes.Operand,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.List,
    nodes.Tuple,
)


@dataclass(frozen=True, slots=True)
class Rendered:
    """A text ready to be shown, plain. `missing` names what was not known and stands as a placeholder."""

    text: str
    missing: tuple[str, ...] = ()


class _Group:
    """One group of names. Jinja2 looks for attributes first, so it has none but the names themselves."""

    __slots__ = ("_of",)

    def __init__(self, of: Callable[[str], Any]) -> None:
        self._of = of

    def __getattr__(self, name: str) -> Any:
        return self._of(name)


class _Missing(Undefined):
    """Something that is not known of this call: false in a condition, the default in `| default`, else a placeholder."""

    def __str__(self) -> str:
        assert isinstance(self._undefined_obj, _Gap)
        return self._undefined_obj.fill()


@dataclass(frozen=True, slots=True)
class _Gap:
    name: str
    language: Language
    found: list[str]

    def fill(self) -> str:
        self.found.append(self.name)
        word = WORDS.get(self.name, Text(en=self.name, zh_CN=self.name)).of(self.language)
        return f"〔{word}〕" if self.language is Language.ZH_CN else f"[{word}]"


def render(template: str, names: Names, language: Language) -> Rendered:
    """A template filled in. Never raises: what cannot be shown is a placeholder, and reported."""
    found: list[str] = []
    try:
        text = _template(template).render(_for_text(names, language, found))
    except _TROUBLE as error:
        return Rendered(_UNSAYABLE.of(language), (str(error),))
    return Rendered(text.strip(), tuple(dict.fromkeys(found)))


def holds(condition: str, names: Names) -> bool:
    """Whether a condition holds; an empty one does. One that cannot be judged does too: better a step too many than too few."""
    if not condition:
        return True
    try:
        return bool(_condition(condition)(_for_condition(names)))
    except _TROUBLE:
        return True


def _for_text(names: Names, language: Language, found: list[str]) -> dict[str, _Group]:
    def group(name: str) -> _Group:
        def value(of: str) -> Any:
            known = names[name].get(of, "")
            gap = _Gap(f"{name}.{of}", language, found)
            return _Missing(obj=gap, name=of) if known == "" else known

        return _Group(value)

    return {name: group(name) for name in names}


def _for_condition(names: Names) -> dict[str, _Group]:
    def group(values: dict[str, str | int | bool]) -> _Group:
        return _Group(lambda name: values.get(name, ""))

    return {name: group(values) for name, values in names.items()}


@lru_cache(maxsize=4096)
def _parsed(template: str) -> nodes.Template:
    return _ENVIRONMENT.parse(template)


@lru_cache(maxsize=4096)
def _template(template: str) -> Template:
    return _ENVIRONMENT.from_string(template)


@lru_cache(maxsize=1024)
def _condition(condition: str) -> TemplateExpression:
    return _ENVIRONMENT.compile_expression(condition, undefined_to_none=False)


# --- what is wrong with it -------------------------------------------------------------------------------------------


def text_mistakes(template: str, fields: Iterable[str] | None, samples: Iterable[Names]) -> Iterator[str]:
    """What is wrong with a template; `fields` are the answers that scripts record (None: not all are
    known), `samples` what it is tried with.
    """
    try:
        tree = _parsed(template)
    except TemplateSyntaxError as error:
        yield f"cannot be understood as a template: {error.message}"
        return
    wrong = list(_tree_mistakes(tree, fields))
    yield from wrong or _trial(lambda names: _template(template).render(_for_text(names, Language.EN, [])), samples)


def condition_mistakes(condition: str, fields: Iterable[str] | None, samples: Iterable[Names]) -> Iterator[str]:
    """What is wrong with a condition."""
    try:
        tree = _parsed("{{ " + condition + " }}")
        _condition(condition)
    except TemplateSyntaxError as error:
        yield f"`when` cannot be understood: {error.message}"
        return
    wrong = list(_tree_mistakes(tree, fields))
    yield from wrong or _trial(lambda names: _condition(condition)(_for_condition(names)), samples)


def _trial(use: Callable[[Names], object], samples: Iterable[Names]) -> Iterator[str]:
    for names in samples:
        try:
            use(names)
        except _TROUBLE as error:
            yield f"fails on a call: {error}"
            return


def _tree_mistakes(tree: nodes.Template, fields: Iterable[str] | None) -> Iterator[str]:
    known = {*WORDS, *(f"{ANSWERS}.{field}" for field in fields or ())}
    heads: set[int] = set()
    for node in _walk(tree):
        if not isinstance(node, _ALLOWED_NODES):
            yield f"`{type(node).__name__.lower()}` is more than a script may use"
        elif isinstance(node, nodes.Filter) and node.name not in FILTERS:
            yield f"there is no filter `{node.name}`; there are {', '.join(sorted(FILTERS))}"
        elif isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name):
            heads.add(id(node.node))
            if fields is not None or node.node.name != ANSWERS:
                yield from _unknown(f"{node.node.name}.{node.attr}", known)
        elif isinstance(node, nodes.Getattr):
            yield f"`.{node.attr}` goes too deep: a name is a group and one word, such as `caller.name`"
        elif isinstance(node, nodes.Name) and id(node) not in heads:
            yield from _unknown(node.name, known)


def _walk(node: nodes.Node) -> Iterator[nodes.Node]:
    """Parents before children."""
    yield node
    for child in node.iter_child_nodes():
        yield from _walk(child)


def _unknown(name: str, known: set[str]) -> Iterator[str]:
    if name in known:
        return
    group, _, word = name.partition(".")
    words = {one.removeprefix(f"{group}."): one for one in sorted(known) if one.startswith(f"{group}.")}
    if words and not word:
        yield f"`{name}` is a group; say which of it: {', '.join(words)}"
        return
    near = [words[one] for one in difflib.get_close_matches(word, words, n=1)]
    near = near or difflib.get_close_matches(name, sorted(known - {*words.values()}), n=1)
    yield f"`{name}` is not known; did you mean `{near[0]}`?" if near else f"`{name}` is not known"
