"""Floor 6: one file a format. Everything here turns data into text; nothing prints."""
