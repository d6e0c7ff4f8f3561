"""One score per file. Each takes draws (rows, draws) and what happened (rows,) and returns one number per row."""
