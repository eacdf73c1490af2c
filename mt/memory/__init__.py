"""Translation memory: what people have translated before, found again by likeness."""
