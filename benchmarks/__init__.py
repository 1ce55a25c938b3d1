"""What is measured, runnable by anyone: see README.md."""
