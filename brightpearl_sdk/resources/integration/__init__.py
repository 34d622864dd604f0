"""Resources of the integration service."""
