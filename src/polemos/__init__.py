"""polemos: armed movements that hold ground, made executable, calibrated and scored.

Aggregate, academic and protective use only. Nothing heavy is imported here.
"""

__version__ = "0.1.0"

_EVENTS = ("EventTable", "read_events", "read_panel")


def __getattr__(name: str) -> object:
    """Public names that load something heavy are imported on first use."""
    if name in _EVENTS:
        from polemos import events

        return getattr(events, name)
    raise AttributeError(f"module 'polemos' has no attribute {name!r}")
