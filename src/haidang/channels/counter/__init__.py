"""The counter: take papers in from people who are present, call queue numbers, print receipts."""
