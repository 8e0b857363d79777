"""The Bot API's methods, as far as the bot uses them."""
