"""The keys of this installation: which are as they were, lost, made anew or changed."""
