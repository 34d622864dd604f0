"""Where the pure core meets the world: clients, files, databases and engines. Everything here takes what it needs as an argument."""
