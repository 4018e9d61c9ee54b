"""Spreadsheets in the back office: files, what a row says, and the pages to import and export."""
