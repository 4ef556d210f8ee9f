"""splink on our own reading and our own candidate pairs, which it compares as comparisons.toml says.

It is trained twice: by its expectation maximisation, and on the labelled pairs of records whose truth is known.
"""

from __future__ import annotations

import json
import logging
import tempfile
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
from splink import DuckDBAPI, Linker, SettingsCreator, block_on
from splink import comparison_level_library as levels
from splink.comparison_library import CustomComparison

from bench.rivals.pairs import Grouping, Rows, Scored
from ingest.resolve.anchors import anchors
from ingest.resolve.candidates import candidates
from ingest.resolve.profile import Party, Profile
from ingest.resolve.wording import phrases

Model = Mapping[str, Any]

_COMPARISONS = Path(__file__).with_name("comparisons.toml")
_BLOCKS = ("phone", "masked_name", "building")
_RANDOM_PAIRS = 2e6
_SEED = 1
logging.getLogger("splink").setLevel(logging.ERROR)


class Linkage:
    """The records of one run, in splink's tables."""

    def __init__(self, profiles: Sequence[Profile]) -> None:
        self.ordered = sorted(profiles, key=lambda profile: profile.order)
        at_s = np.array([profile.at_s for profile in self.ordered], dtype=np.int64)
        blocks = list(candidates([anchors(profile) for profile in self.ordered], at_s))
        self.later: Rows = np.concatenate([block.later for block in blocks])
        self.earlier: Rows = np.concatenate([block.earlier for block in blocks])
        self._table = pa.Table.from_pylist([_row(number, profile) for number, profile in enumerate(self.ordered)])

    def by_expectation(self) -> Model:
        """The model that splink finds for itself: u of random pairs, m by expectation maximisation on three blocks."""
        linker = self._linker(_settings(rare=True))
        linker.training.estimate_u_using_random_sampling(max_pairs=_RANDOM_PAIRS, seed=_SEED)
        for column in _BLOCKS:
            rule = block_on(f"nullif({column}, '')")
            linker.training.estimate_parameters_using_expectation_maximisation(rule)
        return _model(linker)

    def by_labels(self, dispute: Mapping[str, str]) -> Model:
        """The model of candidate pairs whose truth is known: m of those that are one dispute, u of the others."""
        of = [dispute.get(profile.id, "") for profile in self.ordered]
        same = np.array([bool(of[a]) and of[a] == of[b] for a, b in zip(self.earlier, self.later, strict=True)])
        found = []
        for chosen in (same, ~same):
            linker = self._linker(_settings(rare=False))
            ends = {"unique_id_l": self.earlier[chosen], "unique_id_r": self.later[chosen]}
            labels = linker.table_management.register_labels_table(_registered(linker, pa.table(ends)))
            training: Any = linker.training  # not typed as a whole
            training.estimate_m_from_pairwise_labels(labels)
            found.append(_model(linker))
        alike, different = found
        for comparison, other in zip(alike["comparisons"], different["comparisons"], strict=True):
            for level, twin in zip(comparison["comparison_levels"], other["comparison_levels"], strict=True):
                if "m_probability" in twin:
                    level["u_probability"] = twin["m_probability"]
        return {**alike, "probability_two_random_records_match": float(same.mean())}

    def scored(self, model: Model) -> Scored:
        """Every candidate pair with its match weight in log-odds."""
        pairs = self._predicted(self._linker(model)).as_duckdbpyrelation().fetchnumpy()
        return Scored(
            [profile.id for profile in self.ordered],
            np.asarray(pairs["unique_id_r"], dtype=np.int64),
            np.asarray(pairs["unique_id_l"], dtype=np.int64),
            np.asarray(pairs["match_weight"], dtype=np.float64) * np.log(2),
            slack=1.0,
        )

    def grouped(self, model: Model, least: float) -> Grouping:
        """splink's own clusters of pairs whose match weight in log-odds is at least ``least``."""
        linker = self._linker(model)
        clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(
            self._predicted(linker), threshold_match_weight=least / np.log(2)
        )
        rows = clusters.as_duckdbpyrelation().select("unique_id, cluster_id").fetchall()
        size: dict[object, int] = {}
        for _, cluster in rows:
            size[cluster] = size.get(cluster, 0) + 1
        return {self.ordered[row].id: str(cluster) for row, cluster in rows if size[cluster] > 1}

    def _predicted(self, linker: Linker) -> Any:
        keys = {"match_key": ["0"] * len(self.later), "join_key_l": self.earlier, "join_key_r": self.later}
        linker.table_management.register_blocked_pairs_for_predict(_registered(linker, pa.table(keys)))
        return linker.inference.predict(warning_mode="never")

    def _linker(self, settings: Model | SettingsCreator) -> Linker:
        given = settings if isinstance(settings, SettingsCreator) else dict(settings)
        connection = duckdb.connect()
        connection.execute("SET enable_progress_bar = false")
        return Linker(DuckDBAPI(connection).register(self._table), given, log_level=None)


def _registered(linker: Linker, table: pa.Table) -> Any:
    return linker._db_api.register(table)


def _model(linker: Linker) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as directory:
        file = Path(directory) / "model.json"
        linker.misc.save_model_to_json(str(file))
        found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return found


def _settings(*, rare: bool) -> SettingsCreator:
    """``rare``: rare values tell more. Not for u of candidate pairs, which share too much for their frequency."""
    raw = tomllib.loads(_COMPARISONS.read_text(encoding="utf-8"))
    comparisons: list[Any] = []
    for name, of in raw.items():
        steps = [levels.CustomLevel(condition) for condition in of["levels"]]
        if rare and "rare" in of:
            steps[0].configure(tf_adjustment_column=of["rare"])
        unknown = levels.CustomLevel(of["unknown"]).configure(is_null_level=True)
        comparisons.append(CustomComparison([unknown, *steps, levels.ElseLevel()], output_column_name=name))
    return SettingsCreator(
        link_type="dedupe_only",
        comparisons=comparisons,
        blocking_rules_to_generate_predictions=[block_on("phone")],  # never used: the pairs are given
        retain_matching_columns=False,
    )


def _row(number: int, profile: Profile) -> dict[str, object]:
    own = profile.caller_name
    people = (own, *profile.people)
    parts = dict(profile.places)
    return {
        "unique_id": number,
        "at_s": profile.at_s,
        "phone": profile.phone,
        "id_number": profile.id_number,
        "surname": own.surname,
        "full_name": own.surname + own.given if own.full else "",
        "masked_name": _masked(own),
        "surnames": sorted({person.surname for person in people if person.surname}),
        "others": sorted({_masked(person) for person in profile.people} - {""}),
        "bases": _bases(profile.places),
        "text_bases": _bases(profile.text_places),
        "building": parts.get("building", "").rpartition("/")[2],
        "room": parts.get("room", "").rpartition("/")[2],
        "things": [f"{kind}:{name}" for kind, name in profile.things],
        "kind": profile.kind,
        "topics": sorted({*profile.content_topics, *profile.outcome_topics}),
        "wording": sorted(phrases(profile.said, 2) | phrases(profile.noted, 2)),
        "refers_back": profile.refers_back,
    }


def _masked(person: Party) -> str:
    return person.surname + person.given[-1] if person.given else ""


def _bases(places: Sequence[tuple[str, str]]) -> list[str]:
    return [key for _, key in places if "/" not in key]
