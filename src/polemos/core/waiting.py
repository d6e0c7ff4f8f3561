"""How likely a switch is in one step: such that the wait for it has the right mean, whatever the length of the step.

A switch that is looked at once a step waits for a whole number of steps. With a chance of rate * step in each of them
the mean wait is 1 / rate. (The chance of an event in a step, 1 - exp(-rate * step), would place it at the step's end:
half a step late on average, at every link of a chain of switches.) Assumes one look a step; a wait shorter than a step
becomes one step.
"""

import jax.numpy as jnp
from jax import Array


def chance_of_switch(rate: Array, step: Array) -> Array:
    """The chance in a step of `step` months of what happens at `rate` per month; never above 1."""
    return jnp.minimum(rate * step, 1.0)
