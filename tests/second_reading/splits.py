"""Splits, from its page."""

import numpy as np


def fall_out(
    split, fell_out, cohesion, threat, step, parting, mending, breakup, healing, threat_effect
):  # fmt: skip
    hazard = breakup * cohesion * np.exp(-threat_effect * threat)
    parts = parting < np.minimum(1, hazard * step)
    mends = mending < np.minimum(1, healing * threat * step)
    now = np.where(split == 1, ~mends, parts)
    return now, np.maximum(fell_out, now)


READINGS = {"Splits.fall_out": fall_out}
