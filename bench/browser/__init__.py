"""The whiteboard in a real browser without a graphics card, beside other renderers drawing the same graphs."""
