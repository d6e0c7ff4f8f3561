"""Prisons, from its page."""


def arrested(held, arrest):
    return arrest * (1 - held)


def freed(underground, release, breakout, plot):
    return release + breakout * underground.sum() / (underground.sum() + plot)


def given_up(held, offensive, assault, surrender):
    return surrender * (1 - held) * (1 - offensive) * (1 - assault)


READINGS = {"Prisons.arrested": arrested, "Prisons.freed": freed, "Prisons.given_up": given_up}
