"""The country-month forecaster: a pool of the own recent record, of donors, and of a regression."""
