"""Where the camera looked in every frame, and one still view of it all."""
