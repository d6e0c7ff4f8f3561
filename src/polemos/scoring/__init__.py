"""Scores: what a Forecast table is, how it is read, checked, scored and compared. Knows tables, not models."""
