"""Influence, from its page."""

import numpy as np


def side(own, other, pocket, attacked, attacking, token_force, securing):
    here = own / (own + token_force)
    there = other / (other + token_force)
    settled = securing + (1 - securing) * (1 - there)
    as_attacker = (1 - pocket * there) * settled * here
    at_peace = here * own / np.maximum(own + other, token_force)
    return np.where(attacked > 0, pocket * here, np.where(attacking > 0, as_attacker, at_peace))


def movement_influence(pocket, fighters, garrison, offensive, assault, token_force, securing):
    return side(fighters.sum(axis=0), garrison, pocket, offensive, assault, token_force, securing)


def rival_influence(pocket, fighters, garrison, offensive, assault, token_force, securing):
    return side(garrison, fighters.sum(axis=0), pocket, assault, offensive, token_force, securing)


READINGS = {"Influence.movement_influence": movement_influence, "Influence.rival_influence": rival_influence}
