"""Many draws of one model: computed in chunks that survive a kill, assembled into one Zarr store, read lazily.

`polemos.ensemble.run.run_ensemble` makes a run folder; `polemos.ensemble.reading.Ensemble` reads it.
"""
