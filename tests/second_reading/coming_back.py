"""ComingBack, from its page."""

import numpy as np


def rise(underground, garrison, appeal, held, caution, rising, reporting):
    hidden = underground.sum(axis=0)
    weak = hidden / np.maximum(hidden + caution * garrison, 1e-6)
    return (rising * appeal * weak + reporting * held) * underground


READINGS = {"ComingBack.rise": rise}
