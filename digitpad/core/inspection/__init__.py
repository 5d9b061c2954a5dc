"""Why a network answers as it does, and what its hidden units are for."""
