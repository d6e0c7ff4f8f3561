"""CivilianHarm, from its page."""

import numpy as np


def harm(
    civilians,
    weapons_on,
    garrison,
    offensive,
    fighters,
    pocket,
    built_up,
    fire_restraint,
    shelling,
    squeeze,
    dense,
    crowding,
    house_to_house,
    many_defenders,
    deaths_per_weapon,
):
    fire = weapons_on + shelling * garrison * offensive * (1 - fire_restraint)
    room = np.maximum(built_up * np.maximum(pocket, 0.02) ** squeeze, 0.001)
    crowd = civilians / (civilians + dense * room)
    closeness = np.maximum(1 + crowding * crowd, 0.0)
    force = fighters.sum(axis=0)
    answer = 1 + house_to_house * offensive * force / (force + many_defenders)
    return deaths_per_weapon * fire * closeness * np.maximum(answer, 0.0)


def killed(harm):
    return harm


READINGS = {"CivilianHarm.harm": harm, "CivilianHarm.killed": killed}
