"""ForeignRecruitment, from its page."""


def arrivals(sympathisers, appeal_abroad, border_open, people_ruled, spark, cause, border_effect, zeal):
    call = spark + (1 - spark) * people_ruled / (people_ruled + cause)
    passage = max(border_open, 1e-6) ** border_effect * (border_open > 0)
    return zeal * sympathisers * appeal_abroad * passage * call


READINGS = {"ForeignRecruitment.arrivals": arrivals}
