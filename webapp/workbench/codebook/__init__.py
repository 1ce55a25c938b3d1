"""The codebook: the whole questionnaire on paper, for a clinician to read and to sign."""
