"""The guest and a phone: capture, my finds."""
