"""What `programs` declares when Django starts: event kinds, panels, receivers."""
