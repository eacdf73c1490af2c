"""BLEU, chrF, chrF++ and TER over sufficient statistics, with intervals."""
