"""Resources of the contact service."""
