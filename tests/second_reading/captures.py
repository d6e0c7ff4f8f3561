"""Captures, from its page."""


def captured(civilians, held, was_held, large):
    taken = held * (1 - was_held) * civilians
    return (taken * civilians / (civilians + large)).sum()


def remember(held):
    return held


READINGS = {"Captures.captured": captured, "Captures.remember": remember}
