"""CellsAbroad, from its page."""


def building(reach_abroad, cells_abroad, lag):
    return max(reach_abroad - cells_abroad, 0.0) / lag


def wasting(reach_abroad, cells_abroad, lag):
    return max(cells_abroad - reach_abroad, 0.0) / lag


def reach_abroad(fighters, vanguard, kind_foreign, revenue, border_open, cadre, funds):
    foreigners = kind_foreign @ (fighters.sum(axis=1) + vanguard)
    return foreigners / (foreigners + cadre) * revenue / (revenue + funds) * border_open


READINGS = {
    "CellsAbroad.building": building,
    "CellsAbroad.reach_abroad": reach_abroad,
    "CellsAbroad.wasting": wasting,
}
