"""Today: what is due and late."""
