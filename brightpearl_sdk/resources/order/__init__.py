"""Resources of the order service."""
