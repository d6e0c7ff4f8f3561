"""LocalRecruitment, from its page."""


def recruits(
    civilians, fighters, underground, vanguard, held, constituency, appeal, pay, propensity, rival_pay, willing
):  # fmt: skip
    own = civilians * held * constituency
    members = fighters.sum() + underground.sum() + vanguard.sum()
    left = max(1 - members / max(willing * own.sum(), 1e-6), 0)
    return propensity * own * appeal * pay / max(pay + rival_pay, 1e-6) * left


READINGS = {"LocalRecruitment.recruits": recruits}
