"""Energy score of a joint path: mean |X - y| - 1/2 mean |X - X'| with Euclidean distance. Unit: the target's.

Assumes draw j of every component belongs to one path. Cost is M^2 pairs per path.
"""

from __future__ import annotations

import numpy as np

from polemos.scoring.forecast import Floats


def energy_score(paths: Floats, observed: Floats) -> float:
    """paths (M, components), observed (components,) -> one number."""
    from scipy.spatial.distance import pdist

    size = paths.shape[0]
    reach = np.linalg.norm(paths - observed, axis=1).mean()
    return float(reach - pdist(paths).sum() / size**2)
