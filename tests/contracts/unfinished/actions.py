"""A capability that leaves everything unsaid: it has no action."""
