"""GarrisonCollapse, from its page."""

import numpy as np


def leaving(
    garrison,
    fighters,
    underground,
    assault,
    appeal,
    constituency,
    owner_of,
    shock_force,
    weapons_on,
    steadied,
    shock,
    asked,
    alien,
    spread,
    panic,
):
    feared = shock * appeal * (fighters.sum(axis=0) + underground.sum(axis=0) + shock_force)
    feared = feared * steadied / (steadied + weapons_on)
    share = garrison / np.maximum(garrison + feared, 1e-6)
    wanted = asked @ owner_of + alien * constituency
    deciding = 1 / (1 + np.exp(-(wanted - share) / spread))
    return panic * garrison * assault * deciding * (feared > 0)


READINGS = {"GarrisonCollapse.leaving": leaving}
