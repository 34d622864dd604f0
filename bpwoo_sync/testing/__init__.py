"""Shops and accounts to try the sync on, built over the two doubles."""
