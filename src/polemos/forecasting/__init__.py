"""Forecasts: a history and an origin become a Forecast table; a case and an origin become draws of every target.

Baselines stand beside both, and the country-month forecaster beside them.
"""
