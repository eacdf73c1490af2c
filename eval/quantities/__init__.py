"""Numbers as texts state them: digits, words, magnitudes and units, in Arabic and in English."""
