"""One phase as a picture: its key frame, its angles, its measures."""
