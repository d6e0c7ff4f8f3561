"""PerceivedStrength, from its page."""


def fading(attention_west, impression, memory):
    return max(impression - attention_west, 0) / memory


def impressing(attention_west, impression, memory):
    return max(attention_west - impression, 0) / memory


def perceived_strength(true_strength, impression, known_size, insight, exaggeration):
    return known_size * (true_strength / known_size) ** insight * (1 + impression) ** exaggeration


def true_strength(fighters, vanguard, underground):
    return fighters.sum() + vanguard.sum() + underground.sum()


READINGS = {
    "PerceivedStrength.fading": fading,
    "PerceivedStrength.impressing": impressing,
    "PerceivedStrength.perceived_strength": perceived_strength,
    "PerceivedStrength.true_strength": true_strength,
}
