"""How updates come in: asked for or posted, written down, handled in their order."""
