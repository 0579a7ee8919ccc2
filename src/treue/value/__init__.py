"""What each customer has brought, will bring, and how sure we are: ledger, histories, models, forecasts."""
