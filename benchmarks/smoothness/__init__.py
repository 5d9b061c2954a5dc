"""How smooth the window stays while a network learns; see __main__."""
