"""Faults on purpose: real workers, brokers and databases, killed and stopped, and then counted."""
