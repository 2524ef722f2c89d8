"""An exercise as it is played: its clock, what is brought into play and when, and what stops it."""
