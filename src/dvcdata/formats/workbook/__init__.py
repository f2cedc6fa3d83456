"""The report as a workbook: pages of findings beside the data, in a new workbook or in the steward's own."""
