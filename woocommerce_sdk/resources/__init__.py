"""A file per resource: the model as the shop sends it, the draft as it is written, the filters of its list."""
