"""CoreOfBelievers, from its page."""


def core_leaves(weariness, constancy):
    return (1 - constancy) * weariness


def converted(conversion):
    return conversion


READINGS = {
    "CoreOfBelievers.core_leaves": core_leaves,
    "CoreOfBelievers.foreigners_converted": converted,
    "CoreOfBelievers.hidden_converted": converted,
    "CoreOfBelievers.locals_converted": converted,
}
