"""Coalition, from its page."""


def coming_together(threat, cohesion, rallying):
    return rallying * threat * (1 - cohesion)


def drifting_apart(threat, cohesion, drifting):
    return drifting * (1 - threat) * cohesion


def front_share(cohesion, split, mistrust, rift):
    return (1 - mistrust * (1 - cohesion)) * (1 - rift * split)


def threat(people_ruled, alarming):
    return people_ruled / (people_ruled + alarming)


READINGS = {
    "Coalition.coming_together": coming_together,
    "Coalition.drifting_apart": drifting_apart,
    "Coalition.front_share": front_share,
    "Coalition.threat": threat,
}
