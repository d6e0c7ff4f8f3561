"""polemos: armed movements that hold ground, made executable, calibrated and scored.

Aggregate, academic and protective use only. Nothing heavy is imported here.
"""

__version__ = "0.1.0"
