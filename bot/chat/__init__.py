"""What goes to a chat and how: messages, and the one place that sends them."""
