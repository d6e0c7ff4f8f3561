"""AirPolicy, from its page."""

import numpy as np


def kept_up(largest_air_war, civilians, held, in_country, endurance, unbearable):
    ruled = in_country @ (civilians * held)
    return endurance * largest_air_war * ruled / (ruled + unbearable)


def remember(largest_air_war, weapons):
    return np.maximum(largest_air_war, weapons)


READINGS = {"AirPolicy.kept_up": kept_up, "AirPolicy.remember": remember}
