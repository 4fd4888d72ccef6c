from __future__ import annotations

import pytest

from agent_desktop.cti.vocabulary import Language
from agent_desktop.scripts.context import Context, Names, names
from agent_desktop.scripts.wording import Rendered, condition_mistakes, holds, render, text_mistakes

ANN: Names = names(Context(caller_name="Ann", matters=2, known=True), Language.EN, {"items": "3"}, ())
NOBODY: Names = names(Context(), Language.EN, {}, ())


def mistakes(template: str) -> list[str]:
    return list(text_mistakes(template, {"items"}, [ANN, NOBODY]))


def wrong(condition: str) -> list[str]:
    return list(condition_mistakes(condition, {"items"}, [ANN, NOBODY]))


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("Hello {{ caller.name }}!", "Hello Ann!"),
        ("{{ caller.name | upper }}", "ANN"),
        ("{{ record.matters }} open", "2 open"),
        ("{{ answers.items }}", "3"),
        ("{% if caller.known %}yes{% else %}no{% endif %}", "yes"),
        ("{{ 'many' if record.matters > 1 else 'few' }}", "many"),
        ("{{ caller.number | default('no number') }}", "no number"),
    ],
)
def test_rendered(template: str, text: str) -> None:
    assert mistakes(template) == []
    assert render(template, ANN, Language.EN) == Rendered(text)


def test_each_missing_name_is_reported_once() -> None:
    shown = render("{{ caller.name }}, {{ caller.name }}: {{ answers.items }}", NOBODY, Language.EN)
    assert shown == Rendered("[caller's name], [caller's name]: [answers.items]", ("caller.name", "answers.items"))


def test_zero_is_known() -> None:
    assert render("{{ record.matters }}", NOBODY, Language.EN) == Rendered("0")


@pytest.mark.parametrize(
    "broken", ["{{ caller.name", "{{ nobody.name }}", "{{ caller.name | int / 0 }}", "{{ 1 | nix }}"]
)
def test_a_live_call_never_stops_over_a_text(broken: str) -> None:
    shown = render(broken, ANN, Language.ZH_CN)
    assert shown.text == "〔话术无法显示〕"
    assert len(shown.missing) == 1


@pytest.mark.parametrize(
    ("condition", "truth"),
    [
        ("", True),
        ("caller.known", True),
        ("not caller.known", False),
        ("record.matters > 1 and caller.name", True),
        ("caller.number", False),
        ("answers.items == '3'", True),
        ("answers.never == 'x'", False),
        ("record.standing in ['lost', 'target']", False),
    ],
)
def test_conditions(condition: str, truth: bool) -> None:
    assert holds(condition, ANN) is truth


def test_a_condition_that_cannot_be_judged_holds() -> None:
    assert holds("caller.name > 3", ANN)
    assert holds("nobody.name", ANN)
    assert holds("((", ANN)


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("{{ caller.nmae }}", "`caller.nmae` is not known; did you mean `caller.name`?"),
        ("{{ calller.name }}", "`calller.name` is not known; did you mean `caller.name`?"),
        ("{{ answers.item }}", "`answers.item` is not known; did you mean `answers.items`?"),
        ("{{ zzzz }}", "`zzzz` is not known"),
        ("{{ agent }}", "`agent` is a group; say which of it: name"),
        ("{{ caller.name.upper }}", "`.upper` goes too deep: a name is a group and one word, such as `caller.name`"),
        (
            "{{ caller.name",
            "cannot be understood as a template: unexpected end of template, expected 'end of print statement'.",
        ),
        (
            "{% else %}",
            "cannot be understood as a template: Encountered unknown tag 'else'.",
        ),
        ("{% for x in caller.name %}{% endfor %}", "`for` is more than a script may use"),
        ("{% set x = 1 %}", "`assign` is more than a script may use"),
        ("{{ 'a' * 1000000000 }}", "`mul` is more than a script may use"),
        ("{{ caller['name'] }}", "`getitem` is more than a script may use"),
        ("{% include 'x' %}", "`include` is more than a script may use"),
        ("{{ record.matters | length }}", "fails on a call: object of type 'int' has no len()"),
    ],
)
def test_what_is_wrong_with_a_text(template: str, message: str) -> None:
    assert message in mistakes(template)


def test_a_filter_that_scripts_may_not_use() -> None:
    assert mistakes("{{ caller.name | pprint }}")[0].startswith("there is no filter `pprint`; there are ")


@pytest.mark.parametrize(
    ("condition", "message"),
    [
        ("caller.nmae", "`caller.nmae` is not known; did you mean `caller.name`?"),
        ("caller.known and", "`when` cannot be understood: unexpected 'end of print statement'"),
        ("caller.known }} {{ caller.name", "`when` cannot be understood: chunk after expression"),
        ("record.matters > 'x'", "fails on a call: '>' not supported between instances of 'int' and 'str'"),
        ("caller.name.__class__", "`.__class__` goes too deep: a name is a group and one word, such as `caller.name`"),
        ("caller.name()", "`call` is more than a script may use"),
    ],
)
def test_what_is_wrong_with_a_condition(condition: str, message: str) -> None:
    assert message in wrong(condition)


def test_answers_are_not_judged_where_not_all_are_known() -> None:
    assert list(text_mistakes("{{ answers.any }} {{ caller.nmae }}", None, [])) == [
        "`caller.nmae` is not known; did you mean `caller.name`?"
    ]
