"""The Telegram front end: the only room that imports the telegram library."""
