"""SuicideStrikes, from its page."""

import numpy as np


def through(strikes, learned, reaching):
    return strikes * reaching / (1 + learned)


def believers(share_of, strikes, fighters, underground, crew):
    both = fighters.sum(axis=0) + underground.sum(axis=0)
    return crew * strikes * share_of.sum(axis=0) / np.maximum(both, 1e-6)


def hidden_believers(strikes, fighters, underground, crew):
    return believers(underground, strikes, fighters, underground, crew)


def open_believers(strikes, fighters, underground, crew):
    return believers(fighters, strikes, fighters, underground, crew)


def shock_force(strikes, learned, worth, reaching):
    return worth * through(strikes, learned, reaching)


def soldiers_killed(strikes, learned, deaths, reaching):
    return deaths * through(strikes, learned, reaching)


READINGS = {
    "SuicideStrikes.hidden_believers": hidden_believers,
    "SuicideStrikes.open_believers": open_believers,
    "SuicideStrikes.shock_force": shock_force,
    "SuicideStrikes.soldiers_killed": soldiers_killed,
}
