"""The look of the service and the toolkit for its pages. Knows nothing of children."""
