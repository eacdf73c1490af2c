"""Evaluate: metrics, checks and the fidelity report of aligned texts."""
