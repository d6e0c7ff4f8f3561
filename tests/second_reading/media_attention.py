"""MediaAttention, from its page."""

import math


def not_old_home(killed_by_movement, faded_home):
    return max(killed_by_movement.sum() - faded_home, 0)


def attention_home(killed_by_movement, faded_home, usual, scaling):
    return (not_old_home(killed_by_movement, faded_home) / usual) ** scaling


def attention_west(deaths_west, faded_west, usual, scaling, asymmetry):
    return math.exp(asymmetry) * (max(deaths_west - faded_west, 0) / usual) ** scaling


def fading_home(killed_by_movement, faded_home, memory):
    return not_old_home(killed_by_movement, faded_home) / memory


def fading_west(deaths_west, faded_west, memory):
    return max(deaths_west - faded_west, 0) / memory


def publicity(attention_home, attention_west, pull):
    return (1 + attention_home + attention_west) ** pull


READINGS = {
    "MediaAttention.attention_home": attention_home,
    "MediaAttention.attention_west": attention_west,
    "MediaAttention.fading_home": fading_home,
    "MediaAttention.fading_west": fading_west,
    "MediaAttention.publicity": publicity,
}
