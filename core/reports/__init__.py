"""The only place with ReportLab: one file per document."""
