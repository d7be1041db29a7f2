"""Places that are like a place: matching before anything is compared, with the same answer every time.

Distances are Euclidean on features divided by their standard deviation among the candidates (the diagonal of
Mahalanobis; Stuart 2010, Statistical Science 25, 1-21). Of equally near candidates the one further up counts first.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Positions = NDArray[np.intp]


def nearest(features: Floats, at: int, candidates: Positions, most: int) -> Positions:
    """The `most` candidates that are most like the place `at`, nearest first.

    `features` has one row a place and must be finite for `at` and the candidates.
    """
    scaled = _scaled(features, candidates)
    away = ((scaled[candidates] - scaled[at]) ** 2).sum(axis=1)
    return candidates[np.argsort(away, kind="stable")[:most]]


def nearest_each(features: Floats, places: Positions, candidates: Positions, most: int) -> Positions:
    """For each of `places` the `most` candidates that are most like it, itself left out: shape (places, most)."""
    scaled = _scaled(features, candidates)
    away = ((scaled[places][:, None, :] - scaled[candidates][None, :, :]) ** 2).sum(axis=2)
    away[places[:, None] == candidates[None, :]] = np.inf
    found: Positions = candidates[np.argsort(away, axis=1, kind="stable")[:, :most]]
    return found


def _scaled(features: Floats, candidates: Positions) -> Floats:
    spread = features[candidates].std(axis=0) if len(candidates) else np.ones(features.shape[1])
    return np.asarray(features / np.where(spread > 0, spread, 1.0))
