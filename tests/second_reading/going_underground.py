"""GoingUnderground, from its page."""

import numpy as np


def slip_away(
    fighters, garrison, offensive, assault, held, setback, resolve, discouragement, slipping, stranded
):  # fmt: skip
    own = resolve * setback**-discouragement * fighters.sum(axis=0)
    doom = offensive * garrison / np.maximum(garrison + own, 1e-6)
    cut_off = (1 - held) * (1 - assault) * (1 - offensive)
    return (slipping * doom + stranded * cut_off) * fighters


READINGS = {"GoingUnderground.slip_away": slip_away}
