"""Scripts to test with: the library itself, and a small one whose every step is there for a reason."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from agent_desktop.protocol.record import Text
from agent_desktop.scripts.context import Context, DayPart
from agent_desktop.scripts.loader import load_scripts
from agent_desktop.scripts.model import Scripts
from agent_desktop.scripts.runner import Runner

SMALL = """\
id: small
title: { en: Small, zh_CN: 小脚本 }
openings:
  - id: aside
    label: { en: Aside, zh_CN: 插话 }
    next: aside_say
  - id: everywhere
    label: { en: Everywhere, zh_CN: 随处 }
    next: aside_end
    anywhere: true
steps:
  - id: hello
    kind: say
    title: { en: Hello, zh_CN: 你好 }
    points:
      - { en: "Hello {{ caller.name }}", zh_CN: "您好{{ caller.name }}" }
      - { en: Known, zh_CN: 老客户, when: caller.known }
    hint: { en: Smile, zh_CN: 微笑 }
    next: vip
  - id: vip
    kind: say
    title: { en: For customers, zh_CN: 老客户 }
    when: caller.known
    required: true
    points: [{ en: Word by word, zh_CN: 逐字, exact: true }]
    next: question
  - id: question
    kind: ask
    title: { en: "Which?", zh_CN: 哪个 }
    points: [{ en: "Which one?", zh_CN: 哪一个？ }]
    field: which
    choices:
      - { value: red, label: { en: Red, zh_CN: 红 }, next: count, disposition: was_red }
      - { value: blue, label: { en: Blue, zh_CN: 蓝 }, visit: other, next: count }
      - { value: none, label: { en: None, zh_CN: 无 }, next: finish }
  - id: count
    kind: ask
    title: { en: "How many?", zh_CN: 多少 }
    points: [{ en: "How many {{ answers.which }} ones?", zh_CN: "{{ answers.which }}的要几个？" }]
    input: number
    field: count
    disposition: counted
    next: sure
  - id: sure
    kind: record
    title: { en: "Sure?", zh_CN: 确定 }
    input: yes_no
    field: sure
    if_no: question
    next: end
  - id: aside_say
    kind: say
    title: { en: Aside, zh_CN: 插话 }
    points: [{ en: By the way, zh_CN: 顺便说 }]
    next: aside_end
  - id: aside_end
    kind: do
    title: { en: Aside done, zh_CN: 插话完 }
    points: [{ en: Do it, zh_CN: 做 }]
    next: end
"""

OTHER = """\
id: other
title: { en: Other, zh_CN: 另一个 }
steps:
  - id: only
    kind: do
    title: { en: Only, zh_CN: 唯一 }
    points: [{ en: Do it, zh_CN: 做 }]
    next: end
"""


@pytest.fixture
def folder(tmp_path: Path) -> Callable[..., Path]:
    """A folder with these files: `folder(small=TEXT)` writes small.yaml."""

    def write(**files: str) -> Path:
        for name, text in files.items():
            (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
        return tmp_path

    return write


@pytest.fixture
def small(folder: Callable[..., Path]) -> Scripts:
    return load_scripts(folder(small=SMALL, other=OTHER))


@pytest.fixture
def known() -> Context:
    return Context(
        agent_name="Ann",
        company_name=Text(en="Harbour", zh_CN="海港家电"),
        caller_name="王伟",
        salutation="先生",
        number="+86 10 5555 0100",
        known=True,
        standing="actual",
        matters=1,
        matter_subject="Broken fridge",
        matter_number="T-1",
        queue_id="complaints",
        queue=Text(en="Complaints", zh_CN="投诉"),
        choice=Text(en="Complaints", zh_CN="投诉"),
        day_part=DayPart.MORNING,
    )


@pytest.fixture
def runner(small: Scripts, known: Context) -> Runner:
    return Runner(small, known)
