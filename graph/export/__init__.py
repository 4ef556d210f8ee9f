"""Files that leave Fengqiao: tables (CSV, JSON, XLSX) and networks (GraphML, GEXF, JSON, zipped CSV)."""
