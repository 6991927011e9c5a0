"""What the person needs who keeps a bot running: setting up, looking after, backing up, putting back."""
