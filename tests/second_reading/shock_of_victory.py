"""ShockOfVictory, from its page."""


def looted(captured, step, loot):
    return loot * captured / max(step, 1e-6)


def news_of_it(captured, step, spectacle):
    return spectacle * captured / max(step, 1e-6)


def taken_in(talk, lag):
    return talk / lag


READINGS = {
    "ShockOfVictory.looted": looted,
    "ShockOfVictory.news_of_it": news_of_it,
    "ShockOfVictory.taken_in": taken_in,
}
