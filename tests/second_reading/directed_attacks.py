"""DirectedAttacks, from its page."""


def heavy_size(luck, share, least, worst, exponent):
    rank = min(max((luck - (1 - share)) / share, 0.0), 1.0)
    slope = max(exponent - 1, 0.01)
    size = least * (1 - rank * (1 - (least / worst) ** slope)) ** (-1 / slope)
    return min(size, worst) if rank > 0 else 0.0


def attacks(cells_abroad, provocation, tempo, dependence):
    return tempo * max(cells_abroad, 0.0) ** dependence * provocation


def deaths(severity, deadly, least, worst, exponent):
    return heavy_size(severity, deadly, least, worst, exponent)


READINGS = {"DirectedAttacks.attacks": attacks, "DirectedAttacks.deaths": deaths}
