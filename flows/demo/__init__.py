"""Three invented health sites and the loopback server that shows them, day 1 and day 2."""
