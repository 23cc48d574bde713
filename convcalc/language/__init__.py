"""Floor 3: from YAML with positions to a validated architecture. The only place that reads files."""
