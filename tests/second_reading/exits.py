"""Exits, from its page."""


def foreigners_leave(appeal_abroad, border_open, homeward):
    return homeward * border_open / (1 + appeal_abroad)


def as_weary_as_others(weariness):
    return weariness


def weariness(appeal, calm, panicked):
    return calm + panicked / (1 + appeal)


READINGS = {
    "Exits.foreigners_leave": foreigners_leave,
    "Exits.hidden_foreigners_leave": foreigners_leave,
    "Exits.hidden_leave": as_weary_as_others,
    "Exits.locals_leave": as_weary_as_others,
    "Exits.weariness": weariness,
}
