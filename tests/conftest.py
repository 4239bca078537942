"""Fixtures shared by all tests."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def _shared(variable: str, folder: str) -> Path:
    path = Path(os.environ.get(variable) or ROOT.parent / "shared" / folder)
    if not path.is_dir():
        pytest.skip(f"needs the published documents: set {variable} to their folder (looked in {path})")
    return path


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of published government documents; tests that read them are skipped where it is absent."""
    return _shared("REGWATCH_CORPUS", "corpus")


@pytest.fixture(scope="session")
def replay_folder() -> Path:
    """The folder of the stand-in for the public sources; end-to-end tests are skipped where it is absent."""
    return _shared("REGWATCH_REPLAY", "replay")
