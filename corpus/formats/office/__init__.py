"""What else offices have: presentations, OpenDocument texts, workbooks, tables in text, electronic books."""
