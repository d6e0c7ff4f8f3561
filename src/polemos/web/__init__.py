"""The local app: a server on this machine alone, which reads saved results and starts runs; its pages are built files.

Assumes one user at one machine. Nothing is asked of any other machine, and nothing is written outside the folders of
runs and of imported events.
"""
