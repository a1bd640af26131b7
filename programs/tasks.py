"""Thin background jobs: each takes ids, finds nothing to do the second time, holds no logic."""
