"""For authors of checklists: run examples, explain verdicts, measure against labelled reports."""
