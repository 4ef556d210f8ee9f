from ingest.resolve.rarity import RARE, pair_weight, word_weight
from ingest.resolve.wording import names, phrases, plain


def test_plain_text_keeps_words_and_breaks_at_numbers_and_marks() -> None:
    assert plain("3栋，漏水12天！A区") == "栋 漏水 天 A区"


def test_phrases_do_not_go_over_a_break() -> None:
    assert phrases("漏水 噪音大", 2) == {"漏水", "噪音", "音大"}


def test_a_name_no_dictionary_knows_is_found_and_grammar_is_not() -> None:
    found = names("我们在橘郡礼顿山的小区里")
    assert any("礼顿" in name for name in found)
    assert not any("的" in name or "我" in name for name in found)


def test_rare_words_weigh_more_than_everyday_ones() -> None:
    assert word_weight("孩子") < word_weight("旋转门") <= RARE
    assert word_weight("聊天记录") == 1  # on every slip, whatever the matter
    assert pair_weight("的小") == 1 < pair_weight("礼顿")
