"""The follow-up: which questions are asked again, and what is taken from last time. Pure: see README.md."""

from webapp.follow_up.birth_years import birth_years
from webapp.follow_up.choose import MOST_MINUTES, MOST_QUESTIONS, FollowUp, choose
from webapp.follow_up.last_time import LastTime, comparable_answers, keep_days, kept_answers
