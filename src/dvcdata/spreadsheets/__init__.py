"""Reads workbooks (XLSX, XLS, ODS) as what their cells show, and says what a reader of them would not be told."""
