"""The look: colours, type and shapes, from which palette, style sheet and plots come."""
