"""Simple rivals of one interface. A forecast that does not beat them is an opinion."""
