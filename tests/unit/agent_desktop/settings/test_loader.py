"""Settings files: the sample, and each mistake at its line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agent_desktop.cti.vocabulary import StationMode
from agent_desktop.errors import FileMistake, Mistake
from agent_desktop.settings import SAMPLE, load_settings, switch_password

TEXT = SAMPLE.read_text(encoding="utf-8")
LINES = TEXT.splitlines()


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "settings.toml"
    path.write_text(text, encoding="utf-8")
    return path


def mistakes(tmp_path: Path, text: str) -> list[tuple[int, str]]:
    with pytest.raises(FileMistake) as caught:
        load_settings(written(tmp_path, text))
    return [(mistake.line, mistake.message) for mistake in caught.value.mistakes]


def test_the_sample() -> None:
    sample = load_settings()
    assert sample.simulator.embedded
    assert list(sample.queues) == ["general", "orders", "complaints", "repairs"]
    assert (sample.agents["lin"].name, sample.agents["lin"].station) == ("林晓", "1001")
    assert (sample.agents["emma"].name, sample.agents["emma"].station) == ("Emma Reed", "1002")
    assert sample.agents["wang"].station_mode is StationMode.ON_DEMAND
    assert {"unrelated", "threatening", "harassing", "wrong_number", "silent"} <= set(sample.dispositions)
    assert sample.dispositions["complaint_open"].needs_follow_up
    assert sample.flows_directory.is_dir()
    assert sample.database_url.startswith("sqlite:///")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('region = "CN"', 'region = "CX9"', "there is no country `CX9`"),
        ('timezone = "Asia/Shanghai"', 'timezone = "Shanghai"', "there is no time zone `Shanghai`"),
        ('host = "127.0.0.1"', 'host = "0.0.0.0"', "in plain text"),
        ('host = "127.0.0.1"', 'host = ""', "is empty"),
        ("port = 8765", "port = 99999", "`centre.port`"),
        ("port = 8765", "prot = 8765", "unknown key `prot`; did you mean `port`?"),
        ('tls_certificate = ""', 'tls_certificate = "no.pem"', "there is no file"),
        ('tls_certificate = ""', 'tls_certificate = "no.pem"', "needs `tls_key` too"),
        ('url = ""     ', 'url = "mysql://x/y"', "must begin with sqlite:///"),
        ('kind = "ari"', 'kind = "arri"', "unknown `arri`; did you mean `ari`?"),
        ('url = "ws://127.0.0.1:8088"', 'url = "127.0.0.1:8088"', "is no address such as ws://"),
        ('password_file = ""', 'password_file = "nowhere"', "there is no file"),
        ('station = "PJSIP/{device}"', 'station = "PJSIP/1"', "must hold {device}"),
        ('callers = ""', 'callers = "nobody.yaml"', "there is no file"),
        ('default = "main"', 'default = "mian"', "did you mean `main`?"),
        ('without_prompts = "direct"', 'without_prompts = "dirct"', "there is no flow `dirct`"),
        ('"95002" = "direct"', '"95002" = "dirct"', "there is no flow `dirct`"),
        ('"95002" = "direct"', '"95002" = 7', "must be text: put 7 in quotes"),
        ("ring_timeout_s = 15", "ring_timeout_s = -1", "`queues.complaints.ring_timeout_s`"),
        ('skills = ["complaints"]', 'skills = ["swearing"]', "has all of: swearing"),
        ('queues = ["general", "orders"]', 'queues = ["general", "order"]', "did you mean `orders`?"),
        ('station = "1004"', 'station = "1001"', "station 1001 is `lin`'s already"),
        ('station = "1004"', 'extension = "1004"', "unknown key `extension`"),
        ('station_mode = "on_demand"', 'station_mode = "ondemand"', "did you mean `on_demand`?"),
        ("[dispositions.silent]", "[dispositions.Silent]", "`dispositions.Silent`"),
        ("attempts = 5", "attempts = 0", "`login.attempts`"),
        ('strategy = "longest_idle"', 'strategy = "longest_idel"', "did you mean `longest_idle`?"),
        ("levels = {}  ", "levels = { complaints = 2 }  ", "`complaints` is not among its `skills`"),
        ("levels = { complaints = 3 }", "levels = { complaints = 30 }", "`agents.lin.levels.complaints`"),
        ("levels = { complaints = 3 }", "levels = { complaint = 3 }", "did you mean `complaints`?"),
        ("weights = { general = 1.0 }", "weights = { general = -1.0 }", "`agents.lin.weights.general`"),
        ("weights = { general = 1.0 }", "weights = { generals = 1.0 }", "did you mean `general`?"),
        (
            "preferred = []",
            'preferred = ["complaint"]',
            "no agent has the skill `complaint`; did you mean `complaints`?",
        ),
        ("steps = [{ after_s = 60, tier = 2 }]", "steps = [{ after_s = 60 }]", "changes nothing"),
        (
            "steps = [{ after_s = 60, tier = 2 }]",
            "steps = [{ after_s = 60, tier = 2 }, { after_s = 60, tier = 3 }]",
            "must come later",
        ),
        (
            'to = "general", after_s = 180',
            'to = "genral", after_s = 180',
            "there is no queue `genral`; did you mean `general`?",
        ),
        ('to = "general", after_s = 180', 'to = "repairs", after_s = 180', "to itself"),
        ('to = "general", after_s = 180', 'to = "general"', "every call would go on to `general`"),
        ('queue_choice = "arrival"', 'queue_choice = "chance"', "unknown `chance`"),
        ("attribute_priorities = {}", "attribute_priorities = { segment = { gold = 1 } }", "`segment_priorities`"),
        ("attribute_priorities = {}", "attribute_priorities = { level = {} }", "changes nothing"),
        (
            "attribute_priorities = {}",
            "attribute_priorities = { level = { gold = 1000 } }",
            "`routing.attribute_priorities.level.gold`",
        ),
        ("segment_priorities = {}", "segment_priorities = { most_valuble = 1 }", "did you mean `most_valuable`?"),
        (
            "steps = [{ after_s = 60, tier = 2 }]",
            'steps = [{ after_s = 60, drop = ["complaint"] }]',
            "nobody asks for the skill `complaint`, so it cannot be dropped; did you mean `complaints`?",
        ),
        ("[agents.emma]", "[agents.lin]", "`agents.lin` is there twice"),
        ("waiting = { watch = 5, act = 10 }", "waiting = { watch = 5, act = 4 }", "`act` must not be below `watch`"),
        ("waiting = { watch = 5, act = 10 }", "waiting = { watch = -5, act = 4 }", "cannot be below 0"),
        ("service_level = { watch = 80", "service_level = { watch = 50", "`act` must not be above `watch`"),
        ("service_level = { watch = 80", "service_level = { watch = 180", "is in percent"),
        ("hold_s = { watch = 60, act", "hold_s = { watch = 60, acts", "unknown key `acts`"),
        ('sound = ["longest_wait_s"', 'sound = ["longest_wait"', "did you mean `longest_wait_s`?"),
        ("max_s = 900", "max_s = 0", "`wrap_up.max_s`"),
        ("[wrap_up.reasons.notes]", "[wrap_up.reasons.Notes]", "`wrap_up.reasons.Notes`"),
        ('zh_CN = "记录较长"', 'zh_CN = ""', "has no text in `zh_CN`"),
    ],
)
def test_each_mistake_is_named_at_its_line(tmp_path: Path, old: str, new: str, words: str) -> None:
    line = next(number for number, text in enumerate(LINES, 1) if old in text)
    found = mistakes(tmp_path, TEXT.replace(old, new, 1))
    assert any(where == line and words in what for where, what in found), found


@pytest.mark.parametrize("strategy", ["ring_all", "progressive"])
def test_where_several_ring_nobody_is_answered_for(tmp_path: Path, strategy: str) -> None:
    asked = TEXT.replace("auto_answer = false", "auto_answer = true", 1)
    assert not load_settings(written(tmp_path, asked)).agents["lin"].auto_answer
    several = asked.replace('strategy = "longest_idle"', f'strategy = "{strategy}"', 1)
    line = next(number for number, text in enumerate(LINES, 1) if "auto_answer" in text)
    ((where, what),) = mistakes(tmp_path, several)
    assert (where, "choose one of the two" in what) == (line, True)


def test_tiers_that_are_never_asked_or_never_first(tmp_path: Path) -> None:
    unasked = mistakes(tmp_path, TEXT.replace("steps = [{ after_s = 60, tier = 2 }]", "steps = []", 1))
    assert any("nobody of tier 2 is ever asked: add a step with `tier = 2`" in what for _, what in unasked), unasked
    late = TEXT.replace('queues = ["general", "orders", "repairs"]', 'queues = ["general", "orders"]').replace(
        "levels = { complaints = 3 }", "tiers = { repairs = 2 }"
    )
    assert any("somebody must be in the first" in what for _, what in mistakes(tmp_path, late))


def test_levels_that_no_agent_reaches(tmp_path: Path) -> None:
    hard = TEXT.replace('skills = ["complaints"]', 'skills = ["complaints"]\nlevels = { complaints = 4 }', 1)
    assert any("has all of: complaints (level 4)" in what for _, what in mistakes(tmp_path, hard))


def test_a_queue_that_nobody_serves(tmp_path: Path) -> None:
    added = TEXT + '\n[queues.night]\nlabel = { en = "Night", zh_CN = "夜间" }\n'
    line = len(LINES) + 2
    assert mistakes(tmp_path, added) == [(line, "nobody serves the queue `night`: callers would wait for ever")]


def test_a_label_in_one_language_only(tmp_path: Path) -> None:
    line = next(number for number, text in enumerate(LINES, 1) if "Repairs" in text)
    assert mistakes(tmp_path, TEXT.replace('zh_CN = "报修"', 'zh_CN = ""')) == [(line, "has no text in `zh_CN`")]
    assert mistakes(tmp_path, TEXT.replace('"Repairs", zh_CN = "报修"', '"Repairs"')) == [
        (line, "`queues.repairs.label` lacks `zh_CN`")
    ]


def test_mistakes_of_shape_hide_no_mistakes_of_sense_elsewhere(tmp_path: Path) -> None:
    text = TEXT.replace("attempts = 5", "attempts = many".replace("many", '"many"')).replace('"CN"', '"ZZ"', 1)
    text = text.replace('default = "main"', 'default = "menu"')
    messages = [message for _, message in mistakes(tmp_path, text)]
    assert len(messages) == 3
    assert any("`login.attempts`" in message for message in messages)
    assert any("`ZZ`" in message for message in messages)
    assert any("no flow `menu`" in message for message in messages)


def test_a_missing_table_is_named(tmp_path: Path) -> None:
    before, _, rest = TEXT.partition("[decline_reasons.finishing]")
    found = mistakes(tmp_path, before.replace('"CN"', '"ZZ"') + "[login]" + rest.partition("[login]")[2])
    assert [message for _, message in found if "lacks" in message] == ["the file lacks `decline_reasons`"]
    assert any("`ZZ`" in message for _, message in found)


def test_broken_toml_and_missing_file(tmp_path: Path) -> None:
    assert mistakes(tmp_path, "[centre]\nname = \n")[0][0] == 2
    with pytest.raises(FileMistake, match="cannot be read"):
        load_settings(tmp_path / "none.toml")


def test_relative_paths_count_from_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir("/")
    (tmp_path / "cert.pem").touch()
    (tmp_path / "key.pem").touch()
    (tmp_path / "secret").write_text("  hush\n")
    text = TEXT.replace('tls_certificate = ""', 'tls_certificate = "cert.pem"').replace(
        'tls_key = ""', 'tls_key = "key.pem"'
    )
    text = text.replace('host = "127.0.0.1"', 'host = "0.0.0.0"').replace(
        'data_directory = ""', 'data_directory = "data"'
    )
    text = text.replace('password_file = ""', 'password_file = "secret"')
    loaded = load_settings(written(tmp_path, text))
    assert loaded.centre.tls_certificate == str(tmp_path / "cert.pem")
    assert loaded.data_directory == tmp_path / "data"
    assert not loaded.data_directory.exists()
    assert switch_password(loaded) == "hush"


def test_a_password_file_that_went_away(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("hush")
    loaded = load_settings(written(tmp_path, TEXT.replace('password_file = ""', 'password_file = "secret"')))
    (tmp_path / "secret").unlink()
    with pytest.raises(FileMistake, match="the switch's password cannot be read"):
        switch_password(loaded)


VALUES = ["7", '""', '"x"', "[]", "{}", "true", "-1", "1e999", '"\\u0000"', "[[1]]", '{ en = "x" }']


@given(st.integers(0, len(LINES) - 1), st.sampled_from(["drop", "twice", "cut", *VALUES]))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_one_changed_line_is_settings_or_a_list_of_mistakes(tmp_path: Path, index: int, change: str) -> None:
    line = LINES[index]
    changed = {"drop": [], "twice": [line, line], "cut": [line[: len(line) // 2]]}.get(
        change, [f"{line.partition('=')[0]}= {change}"]
    )
    found: list[Mistake] = []
    try:
        load_settings(written(tmp_path, "\n".join([*LINES[:index], *changed, *LINES[index + 1 :]])))
    except FileMistake as error:
        found = error.mistakes
        assert found
    assert all(mistake.message for mistake in found)
