"""One file per causal claim. No file here imports another: what two of them share is a stock or a derived quantity."""
