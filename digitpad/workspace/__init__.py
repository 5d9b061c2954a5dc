"""The application's state: what is drawn, which models there are, and the training that runs. Imports no widgets."""
