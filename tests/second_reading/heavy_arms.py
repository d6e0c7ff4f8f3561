"""HeavyArms, from its page."""


def captured_arms(captured, step, taken):
    return taken * captured / max(step, 1e-6)


def firepower(arms, fighters, effect, scarcity):
    return 1 + effect * arms / max(arms + scarcity * fighters.sum(), 1e-6)


def worn_out(arms, life):
    return arms / life


READINGS = {
    "HeavyArms.captured_arms": captured_arms,
    "HeavyArms.firepower": firepower,
    "HeavyArms.worn_out": worn_out,
}
