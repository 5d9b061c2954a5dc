"""What menus and tool bar offer: actions that call the workspace's verbs and are enabled when these do something."""
