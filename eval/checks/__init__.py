"""The checks of the fidelity audit, one file each; `eval.checks.registry` runs them."""
