"""Mobilisation, from its page."""

import numpy as np


def called_up(people_ruled, sponsor_support, levy, alarm, alarming, backing):
    rate = levy + alarm * people_ruled / (people_ruled + alarming)
    return rate * np.maximum(1 + backing * sponsor_support, 0)


READINGS = {"Mobilisation.called_up": called_up}
