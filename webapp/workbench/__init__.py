"""For those who write the questionnaire: findings on a text, what leads where, golden cases, the schema."""
