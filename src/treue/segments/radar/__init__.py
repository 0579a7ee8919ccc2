"""What matters to customers, held against what the shop stands for; who tries new things, who needs safety.

Answers are voluntary and count only with their own consent; groups are shown only where nobody can be found
in them. Behaviour is looked at apart from answers.
"""
