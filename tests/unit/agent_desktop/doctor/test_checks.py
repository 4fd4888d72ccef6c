"""Checks in order, those that would only repeat a fault passed over; and the listing of what was found."""

import io

import pytest
from rich.cells import cell_len
from rich.console import Console

from agent_desktop.cti.vocabulary import Language
from agent_desktop.doctor.checks import CannotLook, Check, Level, Section, fault, note, ok, run, warning
from agent_desktop.doctor.report import show
from agent_desktop.protocol.record import Text

TITLE = Text("Switch", "交换机")


def check(name, *verdicts, needs=()):
    return Check(Text(name, f"{name}项"), lambda _: iter(verdicts), needs)


def shown(sections, language=Language.EN, width=80):
    out = io.StringIO()
    show(Console(file=out, width=width), sections, language)
    return out.getvalue()


def test_what_needs_a_fault_is_not_looked_at():
    first = check("first", fault("Broken.", "坏了。"))
    second = check("second", ok("Well.", "正常。"), needs=(first,))
    third = check("third", ok("Well.", "正常。"), needs=(second,))
    apart = check("apart", ok("Well.", "正常。"))
    section = run(TITLE, (first, second, third, apart), None)
    assert [title.en for title, _ in section.found] == ["first", "apart"]
    assert [title.en for title in section.passed_over] == ["second", "third"]
    assert section.broken


def test_a_warning_keeps_nothing_from_being_looked_at():
    first = check("first", warning("Hm.", "嗯。"), note("So.", "如此。"))
    section = run(TITLE, (first, check("second", ok("Well.", "正常。"), needs=(first,))), None)
    assert [title.en for title, _ in section.found] == ["first", "first", "second"]
    assert not section.broken


def test_a_check_that_gets_no_answer_says_so_and_breaks_nothing():
    def look(_):
        yield ok("Well.", "正常。")
        raise CannotLook("Gone.", "没了。")

    section = run(TITLE, (Check(TITLE, look),), None)
    assert [(verdict.level, verdict.said.en) for _, verdict in section.found] == [(Level.NOTE, "Gone.")]


SECTION = Section(
    TITLE,
    (
        (Text("address", "地址"), ok("It answers.", "有应答。")),
        (Text("music", "等待音乐"), warning("Quiet: " + "nothing " * 12, "很安静：" + "那里什么也没有。" * 8)),
        (Text("user", "用户"), fault("Not accepted: {x}.", "不接受：{x}。")),
    ),
    (Text("rights", "权限"), Text("version", "版本")),
)


@pytest.mark.parametrize("language", Language)
def test_the_listing_is_aligned_and_keeps_to_its_width(language):
    lines = shown([SECTION], language, 60).splitlines()
    assert max(map(cell_len, lines)) <= 60
    assert all(line == line.rstrip() for line in lines)
    starts = {
        word: cell_len(line[: line.index(word)])
        for line in lines
        for word in ("It ans", "Quiet", "有应答", "很安静")
        if word in line
    }
    assert len(set(starts.values())) == 1, starts


def test_the_sum():
    assert shown([SECTION]).endswith("not looked at before the above is mended: rights, version\n1 fault, 1 warning.\n")
    assert shown([SECTION], Language.ZH_CN).endswith("上面的问题解决之后再检查：权限、版本\n故障 1 项、警告 1 项。\n")
    assert shown([SECTION, SECTION]).endswith("\n2 faults, 2 warnings.\n")
    assert shown([Section(TITLE, SECTION.found[:1])]).endswith("\nAll is well.\n")
    assert shown([Section(TITLE, SECTION.found[:1])], Language.ZH_CN).endswith("\n一切正常。\n")


def test_a_narrow_window():
    assert "Not accepted" in shown([SECTION], width=10)
