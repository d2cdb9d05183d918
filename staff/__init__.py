"""Where staff work: the console's API (comes with its own issue)."""
