"""InterventionAbroad, from its page."""

import math


def intervention(weapons, modest):
    return weapons.sum() / (weapons.sum() + modest)


def provocation(intervention_felt, response):
    return math.exp(response * intervention_felt)


def sinks_in(intervention, intervention_felt, lag):
    return max(intervention - intervention_felt, 0) / lag


def wears_off(intervention, intervention_felt, lag):
    return max(intervention_felt - intervention, 0) / lag


READINGS = {
    "InterventionAbroad.intervention": intervention,
    "InterventionAbroad.provocation": provocation,
    "InterventionAbroad.sinks_in": sinks_in,
    "InterventionAbroad.wears_off": wears_off,
}
