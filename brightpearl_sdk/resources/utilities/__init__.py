"""What Brightpearl answers outside an account."""
