"""An exercise as it is planned: what for, who takes part, what is to happen, and what keeps people safe in it."""
