"""The configuration: what loads, what is refused with which words, what is only found by looking at what it names."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.config import AgencySource, ConfigError, PageSource, build, check, find_config, load
from monitor.secrets import SecretError
from monitor.settings.toml_lines import line_numbers, line_of
from notifiers.model import Severity

ROOT = Path(__file__).resolve().parent.parent
BAD = Path(__file__).resolve().parent / "data" / "config"
HOOK = "https://hooks.slack.com/services/T0001/B0002/abcdefghijklmnop"


def config_of(tmp_path: Path, **tables: Any) -> Any:
    return build({"database": {"url": "sqlite:///x.db"}, **tables}, tmp_path / "config.toml")


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "config.toml"
    path.write_text(text, encoding="utf-8")
    return path


# -- what is refused ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", sorted(BAD.glob("*.toml")), ids=lambda path: path.stem)
def test_each_bad_file_is_refused_with_all_its_problems(path: Path) -> None:
    """The last lines of each file say what is expected: ``#! :LINE: FIELD: WHAT``."""
    expected = [line.removeprefix("#! ") for line in path.read_text().splitlines() if line.startswith("#! ")]
    with pytest.raises(ConfigError) as refused:
        load(path)
    found = [problem.removeprefix(str(path)) for problem in refused.value.problems]
    assert len(found) == len(expected)
    for line, wanted in zip(found, expected, strict=True):
        assert line.startswith(wanted[:-1]) if wanted.endswith("*") else line == wanted
    assert str(refused.value) == "\n".join(refused.value.problems)


def test_there_is_a_bad_file_for_every_table() -> None:
    tables = {key for path in BAD.glob("*.toml") if path.stem != "not-toml" for key in tomllib.loads(path.read_text())}
    assert tables >= {
        *("database", "http", "sources", "watchlists", "stakes", "provisions", "watched_sections"),
        *("channels", "quiet", "countdown", "links", "dead_man", "health"),
    }


def test_what_is_refused_never_shows_a_secret(tmp_path: Path) -> None:
    raw = {
        "database": {"url": ["hunter2"]},
        "dead_man": {"url": "hunter2", "url_file": "hunter2", "uri": "hunter2"},
        "channels": [
            {"name": "a", "type": "slack", "url": {"x": "hunter2"}},
            {"name": "b", "type": "email", "urls": "hunter2"},
        ],
    }
    with pytest.raises(ConfigError) as refused:
        build(raw, tmp_path / "config.toml")
    assert len(refused.value.problems) >= 5
    assert "hunter2" not in str(refused.value)


def test_files_that_are_no_configuration(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"config\.toml: cannot be read: No such file"):
        load(tmp_path / "config.toml")
    with pytest.raises(ConfigError, match="cannot be read: Is a directory"):
        load(tmp_path)
    (tmp_path / "config.toml").write_bytes(b'[database]\nurl = "\xff"')
    with pytest.raises(ConfigError, match=r"is not UTF-8 text \(byte 18\)"):
        load(tmp_path / "config.toml")


# -- what loads --------------------------------------------------------------------------------------------------------


def test_the_example_loads_and_says_what_it_lacks() -> None:
    config = load(ROOT / "config.example.toml")
    assert list(config.sources) == [
        *("federal_register", "public_inspection", "federal_register_feed", "bis_news", "ecfr", "screening_list"),
    ]
    problems = check(config, {})
    assert [problem.partition(": ")[2] for problem in problems] == [
        f"watchlists[0].path: there is no file {ROOT / 'partners.csv'}",
        f"stakes[0].path: there is no file {ROOT / 'stakes.csv'}",
        f"channels[0] (slack): the file {ROOT / 'slack-url'} cannot be read: No such file or directory",
        f"channels[1] (compliance): the file {ROOT / 'mail-url'} cannot be read: No such file or directory",
        "channels[2] (duty-officer): the environment variable REGWATCH_DUTY_MAIL is not set, or is empty",
    ]


def test_the_example_shows_the_defaults_and_its_comments_load_too(tmp_path: Path) -> None:
    text = (ROOT / "config.example.toml").read_text(encoding="utf-8").replace('# url_file = "database-url"', "")
    text = re.sub(r"^# (?=\[|[a-z_]+ = )", "", text, flags=re.MULTILINE)
    config = load(written(tmp_path, text))
    assert {"denied_persons", "treasury_feed"} <= set(config.sources)
    assert config.links is not None
    assert config.quiet is not None
    assert config.dead_man is not None
    plain = config_of(
        tmp_path, sources={name: {} for name in ("federal_register", "ecfr", "screening_list", "bis_news")}
    )
    for name, source in plain.sources.items():
        assert source == config.sources[name]
    assert plain.health == config.health
    assert plain.countdown == config.countdown
    assert plain.provisions == config.provisions


def test_little_is_needed(tmp_path: Path) -> None:
    config = load(written(tmp_path, '\ufeff[database]\nurl = "sqlite:///regwatch.db"\n'))
    assert config.sources == {}  # a source that is not named is off
    assert config.database.address({}) == f"sqlite:///{tmp_path}/regwatch.db"
    assert config.http.timeout == timedelta(seconds=30)
    assert config.countdown.days == (90, 30, 7, 1)
    assert [(p.name, p.target, p.effect, p.threshold) for p in config.provisions] == [
        ("Affiliates Rule", "15 CFR 744.11(a)(1)", "ownership", 50)
    ]
    assert config.path == tmp_path / "config.toml"
    assert check(config, {}) == ()


def test_no_provisions_can_be_asked_for(tmp_path: Path) -> None:
    assert config_of(tmp_path, provisions=[]).provisions == ()


def test_sources(tmp_path: Path) -> None:
    config = config_of(
        tmp_path,
        sources={
            "federal_register": {"base_url": "http://127.0.0.1:8000/", "agencies": ["a", "b"], "every": "90s"},
            "federal_register_feed": {"url": "http://[::1]:80/x.rss?conditions[agencies][]=a"},
            "second": {"format": "screening_list", "url": "http://localhost/x.json", "stale_after": "1d"},
        },
    )
    first, feed, second = config.sources.values()
    assert isinstance(first, AgencySource)
    assert (first.base_url, first.agencies, first.every) == ("http://127.0.0.1:8000", ("a", "b"), timedelta(seconds=90))
    assert isinstance(feed, PageSource)
    assert feed.url == "http://[::1]:80/x.rss?conditions[agencies][]=a"
    assert (second.format, second.every, second.stale_after) == (
        "screening_list",
        timedelta(hours=6),
        timedelta(days=1),
    )


@pytest.mark.parametrize("address", ["ftp://x", "https://", "https://x:port/", "https://[x/", "x", "https://a b/"])
def test_addresses_that_are_none(tmp_path: Path, address: str) -> None:
    with pytest.raises(ConfigError):
        config_of(tmp_path, sources={"ecfr": {"base_url": address}})


def test_paths_are_relative_to_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir("/")
    config = config_of(
        tmp_path,
        watchlists=[{"name": "a", "path": "lists/a.csv"}, {"name": "b", "path": "/b.csv"}],
        stakes=[{"path": "s.csv"}],
    )
    assert [str(w.path) for w in config.watchlists] == [f"{tmp_path}/lists/a.csv", "/b.csv"]
    assert config.stakes[0].path == tmp_path / "s.csv"


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("sqlite:////var/lib/x.db", "sqlite:////var/lib/x.db"),
        ("sqlite:///x.db", "sqlite:///{}/x.db"),
        ("sqlite+pysqlite:///x.db", "sqlite+pysqlite:///{}/x.db"),
        ("sqlite://", "sqlite://"),
        ("sqlite:///:memory:", "sqlite:///:memory:"),
        ("postgresql+psycopg://u:p@db/regwatch", "postgresql+psycopg://u:p@db/regwatch"),
    ],
)
def test_where_the_database_is(tmp_path: Path, url: str, address: str) -> None:
    config = build({"database": {"url": url}}, tmp_path / "config.toml")
    assert config.database.address({}) == address.format(tmp_path)


def test_watched_sections_are_gathered(tmp_path: Path) -> None:
    tables = [{"targets": ["15 CFR 744", "15  CFR 734.9"]}, {"targets": ["15 CFR 744", "15 CFR 744.11(a)(1)"]}]
    assert config_of(tmp_path, watched_sections=tables).watched_targets == (
        "15 CFR 744",
        "15 CFR 734.9",
        "15 CFR 744.11(a)(1)",
    )


def test_who_hears_about_regwatch_itself(tmp_path: Path) -> None:
    one, two = {"name": "one", "type": "console"}, {"name": "two", "type": "console", "receipt": True}
    config = config_of(tmp_path, channels=[one, two])
    assert [c.name for c in config.operator_channels] == ["one", "two"]
    assert [c.name for c in config.receipt_channels] == ["two"]
    assert [c.name for c in config_of(tmp_path, channels=[one, {**two, "operator": True}]).operator_channels] == ["two"]
    assert config.channel("two") is config.channels[1]
    assert config.channel("three") is None


def test_models_are_frozen_and_show_no_secret(tmp_path: Path) -> None:
    config = config_of(tmp_path, channels=[{"name": "slack", "type": "slack", "url": HOOK}])
    with pytest.raises(ValueError, match="frozen"):
        config.channels[0].name = "other"
    for shown in (
        repr(config),
        str(config),
        repr(config.channels[0].secret),
        repr(config.channels[0].settings({})),
        config.model_dump_json(),
    ):
        assert "abcdefghijklmnop" not in shown


# -- secrets -----------------------------------------------------------------------------------------------------------


def channel_urls(tmp_path: Path, environment: Mapping[str, str], **given_: object) -> tuple[str, ...]:
    config = config_of(tmp_path, channels=[{"name": "c", "type": "apprise", **given_}])
    urls: tuple[str, ...] = config.channels[0].settings(environment).urls
    return urls


def test_secrets_come_from_the_file_the_environment_or_another_file(tmp_path: Path) -> None:
    (tmp_path / "hook").write_text(f"\ufeff# the team's\n\n {HOOK} \n", encoding="utf-8")
    assert channel_urls(tmp_path, {}, url=HOOK) == (HOOK,)
    assert channel_urls(tmp_path, {"TOKEN": "abc"}, url="slack://${TOKEN}/x") == ("slack://abc/x",)
    assert channel_urls(tmp_path, {"HOOK": HOOK}, url_env="HOOK") == (HOOK,)
    assert channel_urls(tmp_path, {}, url_file="hook") == (HOOK,)
    assert channel_urls(tmp_path, {}, url_file=str(tmp_path / "hook")) == (HOOK,)
    assert channel_urls(tmp_path, {}, urls=[HOOK, "slack://a/b"]) == (HOOK, "slack://a/b")


def test_systemd_credentials_come_first(tmp_path: Path) -> None:
    credentials = tmp_path / "credentials"
    credentials.mkdir()
    (credentials / "hook").write_text("slack://credential/x")
    (tmp_path / "hook").write_text("slack://beside/x")
    (tmp_path / "other").write_text("slack://other/x")
    environment = {"CREDENTIALS_DIRECTORY": str(credentials)}
    assert channel_urls(tmp_path, environment, url_file="hook") == ("slack://credential/x",)
    assert channel_urls(tmp_path, environment, url_file="other") == ("slack://other/x",)
    assert channel_urls(tmp_path, environment, url_file="./hook") == ("slack://beside/x",)
    for written_ in ("$CREDENTIALS_DIRECTORY/hook", "${CREDENTIALS_DIRECTORY}/hook"):
        assert channel_urls(tmp_path, environment, url_file=written_) == ("slack://credential/x",)
    with pytest.raises(SecretError, match="needs \\$CREDENTIALS_DIRECTORY"):
        channel_urls(tmp_path, {}, url_file="$CREDENTIALS_DIRECTORY/hook")


@pytest.mark.parametrize(
    ("given_", "reason"),
    [
        ({"url_file": "absent"}, "absent cannot be read: No such file or directory"),
        ({"url_file": "empty"}, "the file empty holds no value"),
        ({"url_file": "binary"}, "binary is not UTF-8 text"),
        ({"url_file": "huge"}, "huge is too large to hold a secret"),
        ({"url_env": "ABSENT"}, "the environment variable ABSENT is not set, or is empty"),
        ({"url_env": "BLANK"}, "the environment variable BLANK is not set, or is empty"),
        ({"url": "slack://${ABSENT}/x"}, "the environment variable ABSENT is not set, or is empty"),
    ],
)
def test_secrets_that_cannot_be_had(tmp_path: Path, given_: dict[str, str], reason: str) -> None:
    (tmp_path / "empty").write_text("# nothing\n")
    (tmp_path / "binary").write_bytes(b"hunter2\xff")
    (tmp_path / "huge").write_text("x" * 70_000)
    with pytest.raises(SecretError) as refused:
        channel_urls(tmp_path, {"BLANK": " "}, **given_)
    assert str(refused.value).endswith(reason)
    assert "hunter2" not in str(refused.value)


def test_check_finds_everything_at_once(tmp_path: Path) -> None:
    (tmp_path / "weak").write_text("0123456789")
    config = config_of(
        tmp_path,
        database={"url_env": "DATABASE"},
        dead_man={"url": "hunter2"},
        links={"base_url": "https://regwatch.example.com", "key_file": "weak"},
        watchlists=[{"name": "a", "path": "a.csv"}],
        channels=[
            {"name": "team", "type": "slack", "url": "hunter2", "kinds": ["partner-lsted", "loophole-opened"]},
            {"name": "screen", "type": "console"},
        ],
    )
    problems = [p.partition(": ")[2] for p in check(config, {}, kinds={"partner-listed", "loophole-opened"})]
    assert problems == [
        f"watchlists[0].path: there is no file {tmp_path / 'a.csv'}",
        "channels[0] (team): address 1 is not of the form scheme://...",
        "channels[0] (team).kinds: no alert is of the kind 'partner-lsted' (did you mean partner-listed?)",
        "database: the environment variable DATABASE is not set, or is empty",
        "dead_man: must be an http:// or https:// address",
        "links: the signing key is too short: use 32 characters or more, as from `openssl rand -hex 32`",
    ]


def test_the_mask_is_given_every_secret_that_can_be_read(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("k" * 32)
    config = config_of(
        tmp_path,
        database={"url": "postgresql://u:p@h/d"},
        dead_man={"url": "https://hc.example.com/abc"},
        links={"base_url": "https://x.example.com", "key_file": "key"},
        channels=[
            {"name": "a", "type": "slack", "url": HOOK},
            {"name": "b", "type": "slack", "url_env": "ABSENT"},
            {"name": "c", "type": "console"},
        ],
    )
    assert set(config.secrets({})) == {"postgresql://u:p@h/d", "https://hc.example.com/abc", HOOK, "k" * 32}
    assert config_of(tmp_path).secrets({}) == ()  # the path of a database file is no secret


# -- where it is -------------------------------------------------------------------------------------------------------


def test_where_the_configuration_is_looked_for(tmp_path: Path) -> None:
    here = tmp_path / "config.toml"
    if not Path("/etc/regwatch/config.toml").exists():
        with pytest.raises(ConfigError, match="there is no configuration: looked for"):
            find_config(None, {}, tmp_path)
    here.touch()
    assert find_config(None, {}, tmp_path) == here
    assert find_config(None, {"REGWATCH_CONFIG": "/b.toml"}, tmp_path) == Path("/b.toml")
    assert find_config(Path("/a.toml"), {"REGWATCH_CONFIG": "/b.toml"}, tmp_path) == Path("/a.toml")


# -- on which line -----------------------------------------------------------------------------------------------------

TEXT = '''\
a = 1
"b c" = """
[not.a.table]
d = 4
"""
list = [
  "x = 1",  # [no]
  [1, 2],
]
[t."x.y"]
k.l = {m = 1, n = "[["}
[[array]]
name = 1
[array.sub]
deep = 1
[[array]]
name = """one line"""
[[array.inner]]
z = 1
'''


def test_lines_of_keys() -> None:
    lines = line_numbers(TEXT)
    assert lines == {
        ("a",): 1,
        ("b c",): 2,
        ("list",): 6,
        ("t",): 10,
        ("t", "x.y"): 10,
        ("t", "x.y", "k"): 11,
        ("t", "x.y", "k", "l"): 11,
        ("array",): 12,
        ("array", 0): 12,
        ("array", 0, "name"): 13,
        ("array", 0, "sub"): 14,
        ("array", 0, "sub", "deep"): 15,
        ("array", 1): 16,
        ("array", 1, "name"): 17,
        ("array", 1, "inner"): 18,
        ("array", 1, "inner", 0): 18,
        ("array", 1, "inner", 0, "z"): 19,
    }
    assert line_of(lines, ("t", "x.y", "k", "l", "m")) == 11
    assert line_of(lines, ("array", 0, "absent")) == 12
    assert line_of(lines, ("absent",)) is None
    assert tomllib.loads(TEXT)["array"][1]["inner"] == [{"z": 1}]


@given(st.text())
def test_lines_of_anything_at_all(text: str) -> None:
    line_numbers(text)  # whatever it makes of it: it ends


def test_severities_are_values(tmp_path: Path) -> None:
    config = config_of(tmp_path, channels=[{"name": "a", "type": "console", "min_severity": "critical"}])
    assert config.channels[0].min_severity is Severity.CRITICAL
