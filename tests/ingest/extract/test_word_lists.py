"""Words added and taken out: what is read by them, what cannot be, and that a trial concerns nobody else."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from ingest.extract import dangers, flags, kinds, references, word_lists
from ingest.extract.word_lists import Vocabulary, WordError


def grades(text: str) -> list[tuple[str, int]]:
    return [(found.term, found.grade) for found in dangers.find(text, "content")]


def test_a_word_added_is_found_and_one_taken_out_is_not() -> None:
    held = Vocabulary().changed("dangers/4", ["拎着铁管"], ["砍"])
    with word_lists.trying(held):
        assert ("拎着铁管", 4) in grades("他拎着铁管来了")
        assert grades("要砍") == []
    assert grades("他拎着铁管来了") == []
    assert grades("要砍") == [("砍", 4)]


def test_every_kind_of_list_is_read_by() -> None:
    held = Vocabulary()
    for name, word in [
        ("kinds/noise/decisive", "咣当咣当"),
        ("flags/hotline", "一二三四五热线"),
        ("references", "老早就讲过"),
        ("dangers/harmless", "杀年猪"),
    ]:
        held = held.changed(name, [word], [])
    before = kinds.classify("", "楼上咣当咣当", ""), references.find("老早就讲过"), grades("杀年猪")
    with word_lists.trying(held):
        assert kinds.classify("", "楼上咣当咣当", "")[0] == "noise"
        assert references.find("老早就讲过") == ("老早就讲过",)
        assert grades("杀年猪") == []
        assert "hotline" in flags.concepts("", "打一二三四五热线", "", has_place=False)
    assert before == (kinds.classify("", "楼上咣当咣当", ""), (), [("杀", 5)])


@pytest.mark.parametrize(
    ("added", "out", "word", "problem"),
    [
        (["砍"], [], "砍", "there"),
        ([], ["没有的词"], "没有的词", "missing"),
        (["长" * 21], [], "长" * 21, "long"),
        ([f"词{n}" for n in range(501)], [], "词500", "many"),
    ],
)
def test_what_cannot_be_is_refused(added: list[str], out: list[str], word: str, problem: str) -> None:
    with pytest.raises(WordError) as refused:
        Vocabulary().changed("dangers/4", added, out)
    assert (refused.value.word, refused.value.problem) == (word, problem)


def test_words_are_kept_as_texts_are_read() -> None:
    held = Vocabulary().changed("dangers/4", ["Ｋ粉 ", "K粉", ""], [])
    assert held.added == {"dangers/4": ("K粉",)}


@pytest.mark.usefixtures("as_shipped")
def test_a_saved_version_is_read_by_and_one_taken_back_is_not() -> None:
    held = word_lists.in_force().changed("dangers/5", ["灭他满门"], [])
    word_lists.VERSIONS.save(held.values(), "wang", "", seen=0)
    assert grades("要灭他满门") == [("灭他满门", 5)]
    assert word_lists.in_force().number == 1
    word_lists.VERSIONS.save(held.changed("dangers/5", [], []).values(), "wang", "", seen=1)
    assert grades("要灭他满门") == []


def test_a_trial_is_nobody_elses() -> None:
    with word_lists.trying(Vocabulary().changed("dangers/5", ["灭他满门"], [])), ThreadPoolExecutor(1) as other:
        assert other.submit(grades, "要灭他满门").result() == []
        assert grades("要灭他满门") == [("灭他满门", 5)]


def test_lists_that_are_gone_are_left_out() -> None:
    version = word_lists.VERSIONS.in_force()
    held = word_lists.of_version(type(version)(7, {"added": {"kinds/of-old/strong": ["x"], "references": ["y"]}}))
    assert held.added == {"references": ("y",)}
