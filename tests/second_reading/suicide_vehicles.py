"""SuicideVehicles, from its page."""

import numpy as np


def learning(strikes, experience):
    return strikes.sum() / experience


def prepared(fighters, underground, treasury, kind_core, psi, means):
    believers = kind_core @ (fighters + underground).sum(axis=1)
    return psi * believers * treasury / (treasury + means)


def sent(strikes):
    return strikes.sum()


def strikes(suicide_vehicles, fighters, underground, held, offensive, assault, hidden, pace):
    weight = fighters.sum(axis=0) * np.maximum(offensive, assault) + hidden * underground.sum(axis=0) * (1 - held)
    return pace * suicide_vehicles * weight / max(weight.sum(), 1e-6)


def unlearning(learned, forgetting):
    return forgetting * learned


READINGS = {
    "SuicideVehicles.learning": learning,
    "SuicideVehicles.prepared": prepared,
    "SuicideVehicles.sent": sent,
    "SuicideVehicles.strikes": strikes,
    "SuicideVehicles.unlearning": unlearning,
}
