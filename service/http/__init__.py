"""The HTTP service: requests in, batches through the model, answers out, and jobs that survive."""
