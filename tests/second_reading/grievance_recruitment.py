"""GrievanceRecruitment, from its page."""

import numpy as np


def drawn_in(civilians, underground, constituency, held, anger, ceiling, contact):
    hidden = underground.sum(axis=0)
    room = ceiling * anger * constituency * civilians
    left = np.maximum(1 - hidden / np.maximum(room, 0.001), 0.0)
    return contact * hidden * left * (1 - held)


READINGS = {"GrievanceRecruitment.drawn_in": drawn_in}
