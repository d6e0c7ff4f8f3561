"""Stocks that several mechanisms speak of, declared once. Dimensions are named by the case; `place` is land and people.

`holder` is a code: 0 nobody, 1 the movement, 2 a rival; `owner` is the number of the rival whose troops are at a place.
"""

from polemos.core.stock import Stock

CIVILIANS = Stock("civilians", "person", ("place",), "people living at a place and in its hinterland")
DISPLACED = Stock("displaced", "person", ("place",), "people who fled, by the place they left", starts_at_zero=True)
KILLED_BY_FIRE = Stock(
    "killed_by_fire", "person", ("place",), "civilians killed by air, artillery and crossfire", starts_at_zero=True
)
KILLED_BY_MOVEMENT = Stock(
    "killed_by_movement", "person", ("place",), "civilians killed by the movement", starts_at_zero=True
)
FIGHTERS = Stock(
    "fighters", "person", ("kind", "place"), "the movement's fighters who hold or attack openly", starts_at_zero=True
)
UNDERGROUND = Stock("underground", "person", ("kind", "place"), "the movement's members in hiding")
VANGUARD = Stock("vanguard", "person", ("kind",), "the movement's fighters on the move, not bound to a place")
MOVEMENT_KILLED = Stock("movement_killed", "person", ("place",), "the movement's dead", starts_at_zero=True)
GARRISON = Stock("garrison", "person", ("place",), "a rival's troops present at a place, holding it or besieging it")
RESERVE = Stock("reserve", "person", ("rival",), "a rival's troops free to be sent")
MANPOWER = Stock("manpower", "person", ("rival",), "people a rival can still call up")
FORCES_KILLED = Stock("forces_killed", "person", ("place",), "rivals' dead", starts_at_zero=True)
SYMPATHISERS = Stock("sympathisers", "person", (), "people abroad who might come")
DEPARTED = Stock("departed", "person", (), "foreigners who left again", starts_at_zero=True)
TREASURY = Stock("treasury", "USD", (), "money in hand")
NARRATIVE = Stock("narrative", "1", (), "standing of the movement's story; 1 without gains or losses")
NEWS = Stock("news", "person", (), "people ruled, as heard of", starts_at_zero=True, remembered=True)
POCKET = Stock("pocket", "1", ("place",), "share of a place still in its defender's hands", high=1.0)
HOLDER = Stock("holder", "1", ("place",), "who holds: 0 nobody, 1 the movement, 2 a rival", high=2.0, code=True)
OWNER = Stock("owner", "1", ("place",), "the rival whose troops are there, by number", code=True)
OFFENSIVE = Stock(
    "offensive", "1", ("place",), "1 while a rival attacks the place", high=1.0, starts_at_zero=True, code=True
)
ASSAULT = Stock(
    "assault", "1", ("place",), "1 while the movement attacks the place", high=1.0, starts_at_zero=True, code=True
)
INTERVENTION_FELT = Stock(
    "intervention_felt", "1", (), "intervention as felt in the West, 0 to 1", high=1.0, starts_at_zero=True
)
CELLS_ABROAD = Stock(
    "cells_abroad", "1", (), "strength of organised cells in the West, 0 to 1", high=1.0, starts_at_zero=True
)
ATTACKS_WEST = Stock("attacks_west", "event", (), "attacks in the West so far", starts_at_zero=True)
FORGOTTEN_ATTACKS = Stock(
    "forgotten_attacks", "event", (), "attacks in the West that call forth no others any more", starts_at_zero=True
)
DEATHS_WEST = Stock("deaths_west", "person", (), "killed by attacks in the West", starts_at_zero=True, remembered=True)
FADED_HOME = Stock(
    "faded_home", "person", (), "civilians killed whose deaths are news no more", starts_at_zero=True, remembered=True
)
FADED_WEST = Stock(
    "faded_west", "person", (), "killed in the West whose deaths are news no more", starts_at_zero=True, remembered=True
)
IMPRESSION = Stock("impression", "1", (), "attention to attacks in the West, over months", starts_at_zero=True)
ENCIRCLED = Stock(
    "encircled", "1", ("place",), "1 while the ring around an attacked place is closed", high=1.0, starts_at_zero=True,
    code=True,
)  # fmt: skip
WAS_HELD = Stock(
    "was_held", "1", ("place",), "1 where the movement held one step ago", high=1.0, starts_at_zero=True, code=True
)
PAST_RULE = Stock("past_rule", "person", (), "people ruled over the last months", starts_at_zero=True, remembered=True)
TALK = Stock("talk", "1", (), "talk of great captures that has not yet been taken in", starts_at_zero=True)
ARMS = Stock("arms", "vehicle", (), "the movement's heavy arms, counted in vehicles", starts_at_zero=True)
SUICIDE_VEHICLES = Stock(
    "suicide_vehicles", "vehicle", (), "vehicles prepared for suicide attacks", starts_at_zero=True
)
LEARNED = Stock("learned", "1", (), "what rivals have learned against suicide vehicles", starts_at_zero=True)
COHESION = Stock("cohesion", "1", (), "how far the movement's enemies hold together", high=1.0, starts_at_zero=True)
SPLIT = Stock(
    "split", "1", ("rival",), "1 while a rival has fallen out with the others", high=1.0, starts_at_zero=True, code=True
)
FELL_OUT = Stock("fell_out", "1", ("rival",), "1 once a rival has fallen out", high=1.0, starts_at_zero=True, code=True)
GRIEVANCE = Stock("grievance", "1", ("place",), "grievance of its community; 1 as in January 2012")
DETAINED = Stock("detained", "person", ("kind",), "members of the movement in prison")
LARGEST_AIR_WAR = Stock(
    "largest_air_war", "weapon/month", ("country",), "most weapons released in a month so far", starts_at_zero=True
)
