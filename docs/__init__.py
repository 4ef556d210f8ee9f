"""The documentation, and the module that keeps its tables in step with the code."""
