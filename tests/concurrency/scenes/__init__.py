"""What the processes of a race do: each function takes plain values and answers with them."""
