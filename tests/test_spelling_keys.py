"""Keys of many words made in one pass are those that each word has by itself."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.naming import slavic_words, sound
from monitor.naming.spelling_keys import Keys

_LETTERS = "aeiouyhlngtcksrzwjxvdmfbpqξœ"
_CHAINS = {"sound": sound.SOUNDS, "skeleton": sound.SKELETONS, "slavic": slavic_words.KEYS}


@pytest.mark.parametrize("chain", _CHAINS)
@given(words=st.lists(st.text(_LETTERS, min_size=1, max_size=9), max_size=12, unique=True))
def test_a_block_of_words_gives_each_the_key_it_has_alone(chain: str, words: list[str]) -> None:
    make: Callable[[str], str] = _CHAINS[chain].make
    together = Keys(make)
    together.learn(words)
    assert dict(together) == {word: make(word) for word in words}


def test_what_is_remembered_is_bounded_and_comes_out_the_same() -> None:
    made: list[str] = []

    def upper(text: str) -> str:
        made.append(text)
        return text.upper()

    keys = Keys(upper)
    for n in range(40_000):
        assert keys[f"w{n}"] == f"W{n}"
    assert len(keys) < 40_000
    keys.learn([f"w{n}" for n in range(5_000)])
    assert len(keys) < 40_000
    assert keys["w7"] == "W7"
    assert made[-1].count("\n") == 4_999
