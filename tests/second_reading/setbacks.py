"""Setbacks, from its page."""


def forgotten(past_rule, recall):
    return past_rule / recall


def remembered(people_ruled, recall):
    return people_ruled / recall


def setback(past_rule, people_ruled, base):
    return (max(past_rule, people_ruled) + base) / (people_ruled + base)


READINGS = {
    "Setbacks.forgotten": forgotten,
    "Setbacks.remembered": remembered,
    "Setbacks.setback": setback,
}
