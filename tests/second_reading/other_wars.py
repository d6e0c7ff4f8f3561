"""OtherWars, from its page."""

import numpy as np


def change_sides(
    owner, holder, assault, other_wars, in_country, reach, reserve, sponsor_support, split, owner_of, step, change,
    choice, clash, turnover, unsupported,
):  # fmt: skip
    backing = unsupported + (1 - unsupported) * sponsor_support
    weight = reach * (backing * np.sqrt(reserve))[:, None]
    share = weight / np.maximum(weight.sum(axis=0), 1e-6)
    rate = turnover * (other_wars @ in_country) + clash * (split @ owner_of)
    new = owner.copy()
    for p in range(owner.size):
        if change[p] < 1 - np.exp(-rate[p] * step) and holder[p] == 2 and assault[p] == 0:
            passed = sum(share[: r + 1, p].sum() < choice[p] for r in range(reserve.size))
            new[p] = min(passed, reserve.size - 1)
    return new


READINGS = {"OtherWars.change_sides": change_sides}
