"""What the firm can ask for, what it asked for, and how it answers an offer."""
