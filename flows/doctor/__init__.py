"""A data folder in; what is wrong with it, and how to set it right, out: a module a topic."""
