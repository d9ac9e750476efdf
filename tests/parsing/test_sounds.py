"""How characters sound: a small table of our own, the same as pypinyin's."""

from __future__ import annotations

import subprocess
import sys

from tests.parsing import sounds as making
from zc_bot.parsing.phonetics import FILE, read_aloud, sounds, spelled_out

MEGABYTES = 12
LOAD = """
import re
def held(): return int(re.search(r"VmRSS:\\s+(\\d+)", open("/proc/self/status").read())[1]) / 1000
from zc_bot.parsing import phonetics
before = held()
assert phonetics.sounds("创") and phonetics.spelled_out("tongchuang")
print(held() - before)
"""


def test_the_table_of_sounds_is_what_pypinyin_says() -> None:
    assert FILE.read_text(encoding="utf-8") == making.made(), "make it anew: python -m tests.parsing.sounds"


def test_a_character_gives_its_usual_sound_first_and_what_is_not_chinese_none() -> None:
    assert sounds("重") == ("zon", "con", "ton")
    assert sounds("a") == sounds("，") == sounds("\ue000") == ()


def test_a_word_that_is_read_otherwise_than_its_characters_could_be_is_no_word_of_time() -> None:
    assert read_aloud("星宿") == {"xingxiu"}, "and not 星期"
    assert read_aloud("名天") == {"mingtian"}
    assert read_aloud("天a") == frozenset()


def test_a_word_typed_in_pinyin_is_cut_into_its_syllables() -> None:
    assert [word for _, _, word in spelled_out("tongchuang")] == ["ton", "cuan"]
    assert spelled_out("employees") == ()


def test_the_first_misspelt_word_costs_little_memory() -> None:
    held = subprocess.run([sys.executable, "-c", LOAD], check=True, capture_output=True, text=True, timeout=60).stdout
    assert float(held) < MEGABYTES
