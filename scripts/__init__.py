"""What `make` runs to set the project up."""
