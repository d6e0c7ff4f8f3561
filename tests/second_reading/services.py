"""Services, from its page."""


def discontent(spent, people_ruled, enough, share):
    return enough / (enough + share * spent / max(people_ruled, 1))


READINGS = {"Services.discontent": discontent}
