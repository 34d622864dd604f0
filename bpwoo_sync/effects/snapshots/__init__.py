"""Snapshots of a side on disk: taken page by page, kept as sorted facts with checksums, read again on any machine."""
