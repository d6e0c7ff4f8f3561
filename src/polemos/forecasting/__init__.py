"""Forecasts: a history and an origin become a Forecast table. Baselines, and the country-month forecaster."""
