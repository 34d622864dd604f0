"""Resources of the vendor, a folder for each of its services."""
