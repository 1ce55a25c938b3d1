"""The render processes and who gets the next one."""
