"""QuasiState, from its page."""


def income(revenue):
    return revenue


def pay(fighters, vanguard, spent, full_wage, fighters_share):
    return min(full_wage, fighters_share * spent / max(fighters.sum() + vanguard.sum(), 1))


def people_ruled(civilians, held):
    return civilians @ held


def revenue(people_ruled, area_desert, held, yield_per_head, oil):
    return yield_per_head * people_ruled + oil * (area_desert @ held)


def spending(spent):
    return spent


def spent(treasury, horizon):
    return treasury / horizon


READINGS = {
    "QuasiState.income": income,
    "QuasiState.pay": pay,
    "QuasiState.people_ruled": people_ruled,
    "QuasiState.revenue": revenue,
    "QuasiState.spending": spending,
    "QuasiState.spent": spent,
}
