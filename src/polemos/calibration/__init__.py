"""From priors and a panel to a posterior: simulate, learn the map from reports to parameters, weigh, check."""
