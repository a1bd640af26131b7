"""What is typed about help: decisions and moves, delivery, money."""
