"""Training and fine-tuning of MarianMT checkpoints; needs the extra `train`."""
