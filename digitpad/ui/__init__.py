"""What one sees: widgets that know arrays only, panels that join them to the workspace, and the window."""
