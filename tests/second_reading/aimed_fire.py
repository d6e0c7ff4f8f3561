"""AimedFire, from its page."""

import numpy as np


def law(own, other, massing):
    both = (own > 0) & (other > 0)
    ratio = np.where(both, own, 1.0) / np.where(both, other, 1.0)
    return np.where(both, other * ratio ** (1 - massing), 0.0)


def fighters_lost(fighters, garrison, offensive, assault, kill_fighters, cover, massing):
    force = fighters.sum(axis=0)
    lost = kill_fighters * law(force, garrison, massing) * np.maximum(offensive, assault * cover)
    return fighters * (lost / np.maximum(force, 1e-6))


def forces_lost(fighters, garrison, offensive, assault, firepower, kill_forces, cover, massing):
    losses = law(garrison, fighters.sum(axis=0), massing)
    return kill_forces * firepower * losses * np.maximum(assault, offensive * cover)


READINGS = {"AimedFire.fighters_lost": fighters_lost, "AimedFire.forces_lost": forces_lost}
