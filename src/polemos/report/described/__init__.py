"""A case described whole, before any run: what is in it, what drives what, every prior, and what an origin excludes."""
