"""Drills and exercises: planned, run, evaluated and improved upon, and what the law asks for. No room knows of them."""
