"""OutsideSupport, from its page."""


def gifts(donor_support, money):
    return money * donor_support


def supplied(donor_support, arms_given):
    return arms_given * donor_support


READINGS = {"OutsideSupport.gifts": gifts, "OutsideSupport.supplied": supplied}
