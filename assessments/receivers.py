"""What `assessments` declares when Django starts: event kinds and panels."""
