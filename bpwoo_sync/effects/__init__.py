"""Where the world is touched: clients, clocks, databases. Everything else in this package is pure."""
