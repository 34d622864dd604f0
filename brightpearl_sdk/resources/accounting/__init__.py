"""Resources of the accounting service."""
