"""Pages of help: recommendations, one engagement, its moves, delivery, money, attendance."""
