"""InspiredAttacks, from its page."""


def attacks(
    sympathisers, appeal, publicity, provocation, attacks_west, forgotten_attacks, calling, copycat, memory
):  # fmt: skip
    called = calling * sympathisers * appeal * publicity * provocation
    return called + copycat * forgetting(attacks_west, forgotten_attacks, memory)


def forgetting(attacks_west, forgotten_attacks, memory):
    return max(attacks_west - forgotten_attacks, 0) / memory


def deaths(severity, deadly, least, worst, exponent):
    rank = min(max((severity - (1 - deadly)) / deadly, 0), 1)
    if rank == 0:
        return 0.0
    slope = max(exponent - 1, 0.01)
    return min(least * (1 - rank * (1 - (least / worst) ** slope)) ** (-1 / slope), worst)


READINGS = {
    "InspiredAttacks.attacks": attacks,
    "InspiredAttacks.deaths": deaths,
    "InspiredAttacks.forgetting": forgetting,
}
