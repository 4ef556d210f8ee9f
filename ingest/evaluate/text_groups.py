"""Average linkage on TF-IDF of character 2-3-grams, cut at cosine 0.10, for any number of texts.

Up to ``DENSE`` texts this is the exact method. Above that all pairs do not fit into memory, so texts are first split
into parts: each text is joined to its nearest neighbours, and parts that are still larger than ``DENSE`` are split
again with a higher bar. Average linkage then runs inside each part. Neighbours that were split apart cannot meet
again, so on large files the method is a little stricter than the exact one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components
from scipy.spatial.distance import squareform
from sklearn.feature_extraction.text import TfidfVectorizer

CUT = 0.10
DENSE = 3000
_NEIGHBOURS = 12
_STEP = 0.05
_BLOCK = 1000


def group_texts(texts: Sequence[str], dense: int = DENSE) -> list[int]:
    """The group number of each text. ``dense``: how many texts are compared pair by pair."""
    if not texts:
        return []
    vectors = _vectors(texts, dense)
    groups = np.zeros(len(texts), dtype=np.int64)
    used = 0
    for part in _parts(vectors, dense):
        inside = _linked(vectors[part])
        groups[part] = inside + used
        used += int(inside.max()) + 1
    return [int(group) for group in groups]


def _vectors(texts: Sequence[str], dense: int) -> csr_matrix:
    # A gram in more than one of fifty texts weighs little and makes nearly all the work of finding neighbours.
    common = 1.0 if len(texts) <= dense else 0.02
    vectorizer = TfidfVectorizer(analyzer="char", ngram_range=(2, 3), max_df=common, dtype=np.float32)
    try:
        return csr_matrix(vectorizer.fit_transform(texts))
    except ValueError:  # no text has two characters
        return csr_matrix(np.zeros((len(texts), 1), dtype=np.float32))


def _parts(vectors: csr_matrix, dense: int) -> Iterator[NDArray[np.int64]]:
    everything = np.arange(vectors.shape[0])
    if len(everything) <= dense:
        yield everything
        return
    graph = _neighbours(vectors)
    waiting = [(everything, CUT)]
    while waiting:
        members, bar = waiting.pop()
        inside = graph[members][:, members]
        inside.data[inside.data < bar] = 0
        inside.eliminate_zeros()
        _, labels = connected_components(inside, directed=False)
        order = np.argsort(labels, kind="stable")
        for piece in np.split(members[order], np.flatnonzero(np.diff(labels[order])) + 1):
            if len(piece) > dense and bar < 1:
                waiting.append((piece, bar + _STEP))
            else:
                # Equal texts can fill a part that no bar splits; they are cut by number.
                yield from np.array_split(piece, 1 + (len(piece) - 1) // dense)


def _neighbours(vectors: csr_matrix) -> csr_matrix:
    """Each text's nearest others with their cosine."""
    turned = vectors.T.tocsr()
    rows, columns, values = [], [], []
    for start in range(0, vectors.shape[0], _BLOCK):
        near = (vectors[start : start + _BLOCK] @ turned).tocsr()
        for offset in range(near.shape[0]):
            low, high = near.indptr[offset], near.indptr[offset + 1]
            best = low + np.argsort(-near.data[low:high], kind="stable")[: _NEIGHBOURS + 1]
            rows.append(np.full(len(best), start + offset))
            columns.append(near.indices[best])
            values.append(near.data[best])
    shape = (vectors.shape[0], vectors.shape[0])
    return csr_matrix((np.concatenate(values), (np.concatenate(rows), np.concatenate(columns))), shape=shape)


def _linked(vectors: csr_matrix) -> NDArray[np.int64]:
    if vectors.shape[0] == 1:
        return np.zeros(1, dtype=np.int64)
    distances = 1.0 - np.asarray((vectors @ vectors.T).todense(), dtype=np.float64)
    np.fill_diagonal(distances, 0.0)
    tree = linkage(squareform(np.clip(distances, 0.0, 1.0), checks=False), method="average")
    return np.asarray(fcluster(tree, 1.0 - CUT, criterion="distance"), dtype=np.int64) - 1
