"""The public site: wall, finds, guests, feed."""
