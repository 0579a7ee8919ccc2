"""What came back: refunds beside what they give back, their VAT, the goods on the shelf again."""
