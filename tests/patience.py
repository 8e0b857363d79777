"""How long tests wait for what is bound to come."""

# Only what fails waits as long: a machine with much else to do takes many times what an
# idle one does.
PATIENCE_S = 60.0
