"""OtherWars, from its page."""

import numpy as np


def change_sides(
    owner, holder, assault, other_wars, in_country, reach, reserve, sponsor_support, split, owner_of, step, change,
    choice, clash, turnover, unsupported,
):  # fmt: skip
    backing = unsupported + (1 - unsupported) * sponsor_support
    weight = reach * (1 - owner_of) * (backing * np.sqrt(reserve))[:, None]
    share = weight / np.maximum(weight.sum(axis=0), 1e-6)
    rate = turnover * (other_wars @ in_country) + clash * (split @ owner_of)
    picked = np.minimum((share.cumsum(axis=0) < choice).sum(axis=0), reserve.size - 1)
    changes = (change < np.minimum(1, rate * step)) & (holder == 2) & (assault == 0) & (weight.sum(axis=0) > 0)
    return np.where(changes, picked, owner)


READINGS = {"OtherWars.change_sides": change_sides}
