"""Engines that decode with a model, one file each, behind the protocol of `mt.engines.engine`."""
