"""The binomial distribution, held against SciPy's own."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from geodata.analysis import binomial

TOTALS = st.integers(0, 100_000)
SHARES = st.floats(0.001, 0.999)


@settings(deadline=None)
@given(TOTALS, SHARES, st.floats(-0.1, 1.1))
def test_it_is_the_distribution_that_scipy_has(total, share, part):
    hits, n = np.array([round(part * total)]), np.array([total])
    known = stats.binom(total, share)
    assert binomial.pmf(hits, n, share) == pytest.approx(known.pmf(hits), rel=1e-8, abs=1e-300)
    assert binomial.cdf(hits, n, share) == pytest.approx(known.cdf(hits), rel=1e-9, abs=1e-300)
    assert binomial.sf(hits, n, share) == pytest.approx(known.sf(hits), rel=1e-9, abs=1e-300)


@settings(deadline=None)
@given(st.integers(0, 5000), st.floats(0, 1))
def test_the_interval_is_that_of_clopper_and_pearson(total, part):
    hits = round(part * total)
    low, high = binomial.clopper_pearson(np.array([hits]), np.array([total]), 0.05)
    least = stats.beta.ppf(0.025, hits, total - hits + 1) if hits else 0.0
    most = stats.beta.ppf(0.975, hits + 1, total - hits) if hits < total else 1.0
    assert (low[0], high[0]) == pytest.approx((least, most), rel=1e-9, abs=1e-12)


def test_certain_and_impossible_outcomes():
    hits, total = np.array([-1, 0, 3, 4]), np.array([3, 3, 3, 3])
    assert binomial.pmf(hits, total, 1.0).tolist() == [0, 0, 1, 0]
    assert binomial.cdf(hits, total, 1.0).tolist() == [0, 0, 1, 1]
    assert binomial.sf(hits, total, 0.0).tolist() == [1, 0, 0, 0]
