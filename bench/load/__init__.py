"""What the server bears: visitors in a closed and an open loop, and what they cost the machine."""
