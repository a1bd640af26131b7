"""Help as the firm's own people see it: what is suggested, asked for, agreed."""
