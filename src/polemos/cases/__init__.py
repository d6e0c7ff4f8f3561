"""Cases: what people write about one movement, read strictly, made explicit, hashed, and built into a model."""
