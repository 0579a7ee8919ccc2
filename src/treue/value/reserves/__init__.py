"""What recent orders and open invoices will still lose, judged by earlier ones."""
