"""MovementKilling, from its page."""


def killing(civilians, underground, held, offensive, setback, occupation, siege, attacks, loss_elasticity):
    ruled = (occupation + siege * offensive) * held * civilians
    hidden = attacks * underground.sum(axis=0) * (1 - held)
    return (ruled + hidden) * setback**loss_elasticity


def others_killed(killing, constituency):
    return killing * (1 - constituency)


def own_killed(killing, constituency, own_share):
    return killing * constituency * own_share


READINGS = {
    "MovementKilling.killing": killing,
    "MovementKilling.others_killed": others_killed,
    "MovementKilling.own_killed": own_killed,
}
