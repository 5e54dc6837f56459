"""Charts and pictures, drawn by one process for all: the easel asks, the drawer draws."""
