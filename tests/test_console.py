"""The terminal: drawn where there is one, plain text where there is none."""

from __future__ import annotations

import io
import runpy
from pathlib import Path
from types import SimpleNamespace

import pytest
from rich.console import Console

from notifiers import plain
from notifiers.briefing import overview
from notifiers.console import ConsoleChannel, render
from notifiers.model import DeliveryError

HERE = Path(__file__).parent
samples = SimpleNamespace(**runpy.run_path(str(HERE / "notifier_samples.py")))


@pytest.mark.parametrize("kind", samples.MESSAGES)
def test_what_a_terminal_shows(kind: str) -> None:
    console = Console(width=100, file=io.StringIO(), force_terminal=True, color_system=None, highlight=False)
    with console.capture() as shown:
        console.print(render(overview(samples.MESSAGES[kind])))
    got = "\n".join(line.rstrip() for line in shown.get().splitlines()) + "\n"
    assert got == samples.golden(HERE / "data" / "console" / f"{kind}.txt", got)


def test_a_file_gets_the_plain_text() -> None:
    file = io.StringIO()
    ConsoleChannel("console", file).send(samples.MESSAGES["digest"])
    assert file.getvalue() == plain.text(overview(samples.MESSAGES["digest"])) + "\n"
    assert "\x1b" not in file.getvalue()


def test_markup_in_a_name_is_a_name() -> None:
    console = Console(width=200, file=io.StringIO(), force_terminal=True, color_system=None)
    message = samples.message(samples.MESSAGES["reminder"].kind, samples.CLOSED)
    with console.capture() as shown:
        console.print(render(overview(message)))
    assert "Inspur Software <Jinan> & Sons" in shown.get()


def test_many_alerts_are_counted() -> None:
    file = io.StringIO()
    ConsoleChannel("console", file).send(samples.many(10_000))
    assert "9,790 further alerts not shown here" in file.getvalue()


def test_an_output_that_cannot_be_written_is_a_failed_delivery() -> None:
    file = io.StringIO()
    channel = ConsoleChannel("console", file)
    file.close()
    with pytest.raises(DeliveryError, match="cannot be written"):
        channel.send(samples.MESSAGES["receipt"])
