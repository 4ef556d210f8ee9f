"""Queries on the pages: what there is to ask, the form of its values, the answer as it is shown or taken away."""
