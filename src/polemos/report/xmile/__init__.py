"""The organisation-level core of a case as XMILE 1.0, read off the mechanisms' code by tracing it."""
