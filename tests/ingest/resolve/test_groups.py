import random
from collections.abc import Iterable
from itertools import combinations, pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.resolve.groups import Ties, components, group, settle
from ingest.resolve.links import Link
from ingest.resolve.weights import Weights

RULES = Weights(0.0, {})


def _links(*scored: tuple[str, str, float]) -> list[Link]:
    return [Link(later, earlier, score) for later, earlier, score in scored]


def _clique(members: Iterable[str], score: float = 3.0) -> list[Link]:
    return [Link(later, earlier, score) for earlier, later in combinations(members, 2)]


def _groups(members: str, links: list[Link], **more: object) -> set[str]:
    found = group(members, links, weights=RULES, **more)  # type: ignore[arg-type]
    return {"".join(sorted(one)) for one in found}


def test_a_hub_glues_no_strangers() -> None:
    hub = _links(*((member, "h", 1.0) for member in "abcdefg"))
    assert max(map(len, _groups("abcdefgh", hub))) == 2


def test_a_chain_is_cut_where_it_is_weakest() -> None:
    chain = _clique("abc") + _clique("xyz") + _links(("x", "c", 0.5))
    assert _groups("abcxyz", chain) == {"abc", "xyz"}


def test_what_is_not_sure_waits_for_the_second_look() -> None:
    careful = Weights(0.0, {}, sure=2.0)
    links = _clique("abc", 3.0) + _links(("x", "a", 1.0), ("x", "b", 1.0), ("x", "c", 1.0))
    asked: list[int] = []

    def second(_one: frozenset[str], _other: frozenset[str], ties: Ties) -> float:
        asked.append(ties.good)
        return 1.0

    assert group("abcx", links, weights=careful, second=second) == [frozenset("abcx")]
    assert asked == [3]
    assert len(group("abcx", links, weights=careful)) == 2


def test_decisions_come_before_scores() -> None:
    assert _groups("ab", [], together=[{"a", "b"}]) == {"ab"}
    assert _groups("abc", _clique("abc"), apart=[({"a"}, {"c"})]) in ({"ab", "c"}, {"a", "bc"})
    assert _groups("abcd", _clique("abcd"), together=[{"a", "b"}], apart=[({"a"}, {"c", "d"})]) == {"ab", "cd"}


def test_a_hard_conflict_blocks_a_merge_of_whole_groups() -> None:
    def blocked(one: frozenset[str], other: frozenset[str]) -> bool:
        return ("a" in one and "z" in other) or ("z" in one and "a" in other)

    assert not any({"a", "z"} <= set(found) for found in _groups("abyz", _clique("abyz"), blocked=blocked))


def test_the_second_look_joins_what_averages_split() -> None:
    links = _clique("abc") + _clique("xyz") + _links(("x", "c", 0.5))
    assert _groups("abcxyz", links, second=lambda _one, _other, ties: ties.best) == {"abcxyz"}


def test_components_are_tied_by_positive_links_and_decisions() -> None:
    links = _links(("b", "a", 1.0), ("c", "b", -0.5))
    assert components("abcd", links, [{"c", "d"}]) == [frozenset("ab"), frozenset("cd")]


_GRAPHS = st.lists(
    st.tuples(st.sampled_from("abcdefgh"), st.sampled_from("abcdefgh"), st.sampled_from([-0.8, 0.2, 0.5, 1.0, 2.0])),
    max_size=24,
).map(
    lambda rows: [
        Link(max(a, b), min(a, b), s)
        for (a, b), s in {(max(r[:2]), min(r[:2])): r[2] for r in rows if r[0] != r[1]}.items()
    ]
)


@settings(max_examples=80, deadline=None)
@given(_GRAPHS, st.randoms())
def test_order_changes_nothing_and_components_settle_alone(links: list[Link], chance: random.Random) -> None:
    members = list("abcdefgh")
    settled = settle(members, links, weights=RULES)
    chance.shuffle(members)
    chance.shuffle(links)
    assert settle(members, links, weights=RULES) == settled
    for part in components(members, links):
        alone = settle(part, links, weights=RULES)
        assert all(alone[member] == settled[member] for member in part)


@settings(max_examples=60, deadline=None)
@given(_GRAPHS, st.sets(st.sampled_from("abcdefgh"), min_size=2), st.sets(st.sampled_from("abcdefgh"), min_size=1))
def test_decisions_hold_in_any_graph(links: list[Link], together: set[str], other: set[str]) -> None:
    settled = settle("abcdefgh", links, together=[together], apart=[(together, other - together)], weights=RULES)
    assert all(settled[one] == settled[two] for one, two in pairwise(sorted(together)))
    assert all(settled[one].isdisjoint(other - together) for one in together)


def test_thousands_of_calls_at_one_hub_are_grouped() -> None:
    members = [f"m{n:05}" for n in range(3_000)]
    links = [Link(later, earlier, 1.0) for earlier, later in pairwise(members)]
    links += [Link(members[at], members[at - 2], 0.5) for at in range(2, len(members))]
    found = settle(members, links, weights=RULES)
    assert max(len(members) for members in found.values()) <= 4
