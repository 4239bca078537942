"""The files that exposures are computed from, as several jobs of a daemon read them."""

from __future__ import annotations

from pathlib import Path
from threading import Event, Thread

import pytest

from monitor import config, knowledge
from monitor.watchlist import LoadedWatchlist, load_counterparties


def test_one_file_given_as_watchlist_and_as_stakes_is_read_as_both(tmp_path: Path) -> None:
    (tmp_path / "partners.csv").write_text("id,name\nP1,Kelvan Optics\n", "utf-8")
    (tmp_path / "config.toml").write_text(
        '[database]\nurl = "sqlite:///regwatch.db"\n'
        '[[watchlists]]\nname = "partners"\npath = "partners.csv"\n[[stakes]]\npath = "partners.csv"\n',
        "utf-8",
    )
    files = knowledge.Files(config.load(tmp_path / "config.toml"))
    held = files.read()
    assert [party.name for party in held.counterparties] == ["Kelvan Optics"]
    assert held.problems  # the columns of stakes are missing
    assert files.read() is held


def test_a_second_reader_waits_for_the_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A receipt that is due while the first poll loads the watchlist gets the watchlist, not half of it."""
    (tmp_path / "partners.csv").write_text("id,name\nP1,Kelvan Optics\n", "utf-8")
    (tmp_path / "config.toml").write_text(
        '[database]\nurl = "sqlite:///regwatch.db"\n[[watchlists]]\nname = "partners"\npath = "partners.csv"\n', "utf-8"
    )
    files = knowledge.Files(config.load(tmp_path / "config.toml"))
    loading, second_done = Event(), Event()

    def slowly(path: Path, name: str) -> LoadedWatchlist:
        loading.set()
        second_done.wait(0.3)  # never set while the second reader waits, as it should
        return load_counterparties(path, name)

    monkeypatch.setattr(knowledge, "load_counterparties", slowly)
    found: list[knowledge.Holdings] = []

    def second() -> None:
        loading.wait()
        try:
            found.append(files.read())
        finally:
            second_done.set()

    reader = Thread(target=second)
    reader.start()
    first = files.read()
    reader.join()
    assert found == [first]
    assert [party.name for party in first.counterparties] == ["Kelvan Optics"]
