"""Equations read off a mechanism's code, so that what is typeset is what runs."""
