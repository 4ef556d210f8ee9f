"""The same records grouped by other means, in the same run as ours: accuracy and cost beside each other."""
