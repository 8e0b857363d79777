"""The pose model and what it is shown: 33 landmarks in every frame worth a look."""
