"""What operators run: the audit of packages, the check of a deployment, backups."""
