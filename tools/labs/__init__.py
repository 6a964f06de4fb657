"""The labs: exercises that grade themselves, and bugs to hunt. Called by ./lab through ../lab_verbs.py."""
