"""Resources of the product service."""
