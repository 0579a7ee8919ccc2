"""What was sold: whose order it is, what came in for each article without VAT, what it cost."""
