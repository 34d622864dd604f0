"""Resources of the warehouse service."""
