"""What if, what drives what, and what became of a claim: scenarios, comparisons, sensitivity, verdicts.

Reads ensembles, posteriors and forecasts; movement-side parameters are switched off or inferred here, never tuned.
"""
