"""How an exercise went: times from the log, ratings of critical tasks by evaluators, and what everybody said after."""
