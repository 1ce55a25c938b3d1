"""Events for another program of the clinic, signed as the Standard Webhooks specification says."""
