"""Grievance, from its page."""

import numpy as np


def anger(grievance, effect):
    return np.maximum(grievance, 0.01) ** effect


def building_up(grievance, other_wars, harm, civilians, in_country, war, harm_effect, worst, lasting, memory):
    per_head = other_wars / np.maximum(in_country @ civilians, 1.0)
    hurt = harm_effect * harm / np.maximum(civilians, 1.0)
    room = np.maximum(1 - grievance / worst, 0.0)
    return (war * (per_head @ in_country) + hurt) * room + lasting / memory


def draining(grievance, memory):
    return grievance / memory


READINGS = {"Grievance.anger": anger, "Grievance.building_up": building_up, "Grievance.draining": draining}
